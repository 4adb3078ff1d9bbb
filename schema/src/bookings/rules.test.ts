import { describe, expect, it } from 'vitest';
import { after, type Event, lastInstant, mayChange, type Status } from './rules.ts';

const events: Event[] = ['confirm', 'prolong', 'release', 'expire', 'cancel', 'move', 'restore'];

describe('the life of a booking', () => {
  it.each<[Status, Record<string, Status>]>([
    ['held', { confirm: 'booked', prolong: 'held', release: 'released', expire: 'expired' }],
    ['booked', { cancel: 'cancelled', move: 'moved' }],
    ['cancelled', { restore: 'booked' }],
    ['released', {}],
    ['expired', {}],
    ['moved', {}],
  ])('%s answers every event', (status, expected) => {
    for (const event of events) expect(after(status, event)).toBe(expected[event] ?? null);
  });
});

describe('until when a talk may be changed', () => {
  const start = new Date('2026-12-01T09:00:00Z');
  const limit = 24 * 60;
  it('ends for the citizen at the offer’s limit, that instant excluded', () => {
    expect(lastInstant(start, limit)).toEqual(new Date('2026-11-30T09:00:00Z'));
    expect(mayChange('citizen', start, limit, new Date('2026-11-30T08:59:59Z'))).toBe(true);
    expect(mayChange('citizen', start, limit, new Date('2026-11-30T09:00:00Z'))).toBe(false);
  });
  it('ends for staff when it starts', () => {
    expect(mayChange('staff', start, limit, new Date('2026-12-01T08:59:59Z'))).toBe(true);
    expect(mayChange('staff', start, limit, start)).toBe(false);
  });
});
