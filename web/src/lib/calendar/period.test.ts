import { describe, expect, it } from 'vitest';
import { periodOf, shownDays } from './period.ts';
import { shortcutOf } from './shortcuts.ts';

const around = (view: Parameters<typeof periodOf>[0], date: string | null) => {
  const { from, to, previous, next, days } = periodOf(view, date, '2026-11-25');
  return [from, to, previous, next, days.length];
};

describe('periodOf', () => {
  it('is the week of the date, Monday to Sunday', () => {
    expect(around('week', '2026-11-27')).toEqual(['2026-11-23', '2026-11-30', '2026-11-16', '2026-11-30', 7]);
    expect(around('agenda', '2026-11-29')).toEqual([
      '2026-11-23',
      '2026-11-30',
      '2026-11-16',
      '2026-11-30',
      7,
    ]);
  });

  it('is one day, whose neighbours are workdays', () => {
    expect(around('day', '2026-11-27')).toEqual(['2026-11-27', '2026-11-28', '2026-11-26', '2026-11-30', 1]);
    expect(around('day', '2026-11-30')[2]).toBe('2026-11-27');
  });

  it('is the weeks of the month, whose neighbours are months', () => {
    expect(around('month', '2026-11-27')).toEqual([
      '2026-10-26',
      '2026-12-07',
      '2026-10-01',
      '2026-12-01',
      42,
    ]);
    expect(around('month', '2026-01-31').slice(2, 4)).toEqual(['2025-12-01', '2026-02-01']);
  });

  it('takes what is no date for today', () => {
    expect(periodOf('day', '2026-13-99', '2026-11-25').from).toBe('2026-11-25');
    expect(periodOf('day', null, '2026-11-25').from).toBe('2026-11-25');
  });

  it('shows a weekend only when something is in it', () => {
    const { days } = periodOf('week', '2026-11-25', '2026-11-25');
    expect(shownDays(days, new Set())).toHaveLength(5);
    expect(shownDays(days, new Set(['2026-11-28']))).toEqual(days.slice(0, 6));
  });
});

describe('shortcutOf', () => {
  const press = (key: string, more = {}) =>
    shortcutOf({ key, ctrlKey: false, metaKey: false, altKey: false, target: null, ...more });

  it('knows views by letter and number, periods, today and help', () => {
    expect(['d', 'W', '3', 'a', 'ArrowLeft', 't', '?', 'x'].map((key) => press(key))).toEqual([
      { do: 'view', view: 'day' },
      { do: 'view', view: 'week' },
      { do: 'view', view: 'month' },
      { do: 'view', view: 'agenda' },
      { do: 'period', by: -1 },
      { do: 'today' },
      { do: 'help' },
      null,
    ]);
  });

  it('leaves typing, and keys with others held, alone', () => {
    expect(press('d', { target: { tagName: 'INPUT' } })).toBeNull();
    expect(press('d', { ctrlKey: true })).toBeNull();
  });
});
