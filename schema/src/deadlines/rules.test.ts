import { describe, expect, it } from 'vitest';
import { addDays, keeps, localDate, reopened } from './rules.ts';

const deadline = { bookBy: '2026-12-07', holdBy: '2026-12-18', lengthDays: 8 };

describe('a deadline whose talk fell away', () => {
  it('keeps its dates when the citizen cancels', () => {
    expect(reopened(deadline, 'citizen', '2026-12-06')).toEqual({
      bookBy: '2026-12-07',
      holdBy: '2026-12-18',
    });
  });
  it('gets a new one of full length when we cancel', () => {
    expect(reopened(deadline, 'staff', '2026-12-06')).toEqual({ bookBy: '2026-12-14', holdBy: '2026-12-25' });
  });
  it('is never shortened by our own act', () => {
    expect(reopened(deadline, 'staff', '2026-11-01')).toEqual({ bookBy: '2026-12-07', holdBy: '2026-12-18' });
  });
});

describe('the last day of holding', () => {
  it('is itself still in time', () => {
    expect(keeps(deadline, '2026-12-18')).toBe(true);
    expect(keeps(deadline, '2026-12-19')).toBe(false);
  });
  it('is a day in the job centre’s zone, also just past midnight', () => {
    expect(localDate(new Date('2026-12-18T23:30:00Z'), 'Europe/Copenhagen')).toBe('2026-12-19');
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
  });
});
