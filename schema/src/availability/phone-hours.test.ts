import { describe, expect, it } from 'vitest';
import { phoneAt } from './phone-hours.ts';
import { toMinute } from './slot.ts';

const zone = 'Europe/Copenhagen';
// Monday to Thursday 8.00–15.30, with a lunch on Monday; Friday 8.00–14.00.
const hours = [
  { weekday: 1, startMinute: 480, endMinute: 720 },
  { weekday: 1, startMinute: 750, endMinute: 930 },
  ...[2, 3, 4].map((weekday) => ({ weekday, startMinute: 480, endMinute: 930 })),
  { weekday: 5, startMinute: 480, endMinute: 840 },
];
const at = (instant: string) => toMinute(new Date(instant));
const now = (instant: string, closings: Parameters<typeof phoneAt>[1] = []) => {
  const { open, changesAt } = phoneAt(hours, closings, zone, at(instant));
  return { open, changesAt: changesAt && new Date(changesAt * 60_000).toISOString() };
};

describe('the telephone', () => {
  it('is answered within its hours, from the first minute to before the last', () => {
    expect(now('2026-11-24T07:00Z')).toEqual({ open: true, changesAt: '2026-11-24T14:30:00.000Z' });
    expect(now('2026-11-24T06:59Z')).toEqual({ open: false, changesAt: '2026-11-24T07:00:00.000Z' });
    expect(now('2026-11-24T14:30Z')).toEqual({ open: false, changesAt: '2026-11-25T07:00:00.000Z' });
  });
  it('has its lunch', () => {
    expect(now('2026-11-23T11:10Z')).toEqual({ open: false, changesAt: '2026-11-23T11:30:00.000Z' });
  });
  it('opens after the weekend', () => {
    expect(now('2026-11-27T13:00Z')).toEqual({ open: false, changesAt: '2026-11-30T07:00:00.000Z' });
  });
  it('is closed on closing days, and for the hours of one', () => {
    const wholeDay = { day: '2026-11-24', startMinute: 0, endMinute: 1440 };
    expect(now('2026-11-24T09:00Z', [wholeDay])).toEqual({
      open: false,
      changesAt: '2026-11-25T07:00:00.000Z',
    });
    const meeting = { day: '2026-11-24', startMinute: 540, endMinute: 600 };
    expect(now('2026-11-24T07:30Z', [meeting])).toEqual({
      open: true,
      changesAt: '2026-11-24T08:00:00.000Z',
    });
    expect(now('2026-11-24T08:30Z', [meeting])).toEqual({
      open: false,
      changesAt: '2026-11-24T09:00:00.000Z',
    });
  });
  it('keeps its wall time when the clocks change', () => {
    expect(now('2026-03-27T13:00Z').changesAt).toBe('2026-03-30T06:00:00.000Z');
  });
  it('of a job centre without hours is never said to open', () => {
    expect(phoneAt([], [], zone, at('2026-11-24T09:00Z'))).toEqual({ open: false, changesAt: null });
  });
});
