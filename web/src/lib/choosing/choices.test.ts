import { describe, expect, it } from 'vitest';
import { choicesOf, fits, isChosenDay, narrows } from './choices.ts';

const zone = 'Europe/Copenhagen';
const of = (query: string) => choicesOf(new URLSearchParams(query), ['IN_PERSON', 'PHONE']);
// 2026-11-27 is a Friday; in November the clock shows an hour more than UTC.
const friday = (time: string) => ({ startsAt: `2026-11-27T${time}:00.000Z` });

describe('choices', () => {
  it('are read from an address, several weekdays in order', () => {
    expect(of('form=PHONE&day=morning&weekday=5&weekday=1&own=yes')).toEqual({
      form: 'PHONE',
      daytime: 'morning',
      weekdays: [1, 5],
      own: true,
    });
  });

  it('that make no sense count as none', () => {
    const none = { form: null, daytime: 'all', weekdays: [], own: false };
    expect(of('form=DIGITAL&day=night&weekday=8&weekday=x&own=maybe')).toEqual(none);
    expect(of('')).toEqual(none);
    expect(narrows(of(''))).toBe(false);
    for (const query of ['form=PHONE', 'day=afternoon', 'weekday=2', 'own=yes'])
      expect(narrows(of(query))).toBe(true);
  });

  it('go by the clock and the day in the job centre', () => {
    expect(fits(of('day=morning'), friday('10:45'), zone)).toBe(true);
    expect(fits(of('day=morning'), friday('11:00'), zone)).toBe(false);
    expect(fits(of('day=afternoon&weekday=5'), friday('11:00'), zone)).toBe(true);
    expect(fits(of('weekday=4'), friday('11:00'), zone)).toBe(false);
    // Half past midnight on Saturday there is still Friday in UTC.
    expect(fits(of('weekday=5'), friday('23:30'), zone)).toBe(false);
  });

  it('leave out times that can’t be had in the form', () => {
    const phoneOnly = { ...friday('10:00'), forms: ['PHONE' as const] };
    expect(['form=PHONE', 'form=IN_PERSON', ''].map((query) => fits(of(query), phoneOnly, zone))).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('show every day while none is chosen', () => {
    expect(isChosenDay(of(''), '2026-11-29')).toBe(true);
    expect(isChosenDay(of('weekday=1'), '2026-11-29')).toBe(false);
    expect(isChosenDay(of('weekday=1'), '2026-11-30')).toBe(true);
  });
});
