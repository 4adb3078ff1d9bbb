import { describe, expect, it } from 'vitest';
import { fieldOf, minuteOf, periodOn, rowsOf } from './hours.ts';

describe('working hours as fields', () => {
  it('reads and writes times of day', () => {
    expect([minuteOf(''), minuteOf('08:30'), fieldOf(null), fieldOf(510), fieldOf(1440)]).toEqual([
      null,
      510,
      '',
      '08:30',
      '23:59',
    ]);
  });

  it('shows a day in two pieces as one with a break', () => {
    const rows = rowsOf({
      hours: [
        { weekday: 1, startMinute: 480, endMinute: 720 },
        { weekday: 1, startMinute: 750, endMinute: 900 },
        { weekday: 2, startMinute: 480, endMinute: 900 },
      ],
      breaks: [
        { weekday: 2, startMinute: 720, endMinute: 750 },
        { weekday: 5, startMinute: 720, endMinute: 750 },
      ],
    });
    const whole = { startMinute: 480, endMinute: 900, breakStart: 720, breakEnd: 750 };
    expect(rows[0]).toEqual({ weekday: 1, ...whole });
    expect(rows[1]).toEqual({ weekday: 2, ...whole });
    expect(rows[4]).toMatchObject({ startMinute: null, breakStart: null });
    expect(rowsOf(null)).toHaveLength(7);
  });

  it('begins with what holds today, or with what comes next', () => {
    const period = (validFrom: string, validTo: string | null) => ({
      validFrom,
      validTo,
      everyWeeks: 1,
      hours: [],
      breaks: [],
    });
    const all = [period('2026-01-01', '2026-06-30'), period('2026-09-01', null)];
    expect(periodOn(all, '2026-06-30')).toBe(all[0]);
    expect(periodOn(all, '2026-07-01')).toBe(all[1]);
    expect(periodOn([], '2026-07-01')).toBeNull();
  });
});
