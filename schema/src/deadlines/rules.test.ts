import { describe, expect, it } from 'vitest';
import { addDays, keeps, localDate, reopened, shownState } from './rules.ts';

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

describe('where a deadline stands', () => {
  const open = { state: 'open', bookBy: '2026-12-07' } as const;
  const missed = { ...open, state: 'missed' } as const;
  it('is missed the day after its last day to book', () => {
    expect(shownState(open, '2026-12-07', false)).toBe('open');
    expect(shownState(open, '2026-12-08', false)).toBe('missed');
    expect(shownState(missed, '2026-12-07', false)).toBe('missed');
  });
  it('is neither missed nor open while a request waits for its answer, however late it is', () => {
    expect(shownState(open, '2026-12-07', true)).toBe('open');
    expect(shownState(open, '2027-12-08', true)).toBe('waiting');
    expect(shownState(missed, '2027-12-08', true)).toBe('waiting');
  });
  it('changes by its day only if it was open', () => {
    for (const state of ['met', 'lifted', 'lapsed'] as const)
      expect(shownState({ ...open, state }, '2027-12-08', true)).toBe(state);
  });
});
