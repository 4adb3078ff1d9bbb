import { describe, expect, it } from 'vitest';
import { explainSlot, findSlots } from './engine.ts';
import { always, at, caseworker, thursday } from './testing.ts';

const wholeWeek = [1, 2, 3, 4, 5, 6, 7];

/** One caseworker at work from 0.00 to 4.00 and from 12.00 to 16.00 every day; talks of an hour on the hour. */
function aroundTheClock(zone: string, from: string, to: string, gridFrom: 'piece' | 'clock') {
  const hours = (startMinute: number, endMinute: number) =>
    wholeWeek.map((weekday) => ({ weekday, startMinute, endMinute, ...always }));
  return thursday(
    { durationMinutes: 60, gridMinutes: 60, gridFrom, horizonDays: 300 },
    {
      zone,
      now: at('2026-03-01T00:00Z'),
      from: at(from),
      to: at(to),
      caseworkers: [caseworker('anna', { hours: [...hours(0, 240), ...hours(720, 960)] })],
    },
  );
}

/** Zone, then the local day's beginning and end; then its starts in UTC: night and afternoon. */
const days: [string, string, string, string[], string[]][] = [
  // 2.00 becomes 3.00: the night lacks an hour, the afternoon is where it always is.
  [
    'Europe/Copenhagen',
    '2026-03-28T23:00Z',
    '2026-03-29T22:00Z',
    ['23:00', '00:00', '01:00'],
    ['10:00', '11:00', '12:00', '13:00'],
  ],
  // 3.00 becomes 2.00: the night has one more.
  [
    'Europe/Copenhagen',
    '2026-10-24T22:00Z',
    '2026-10-25T23:00Z',
    ['22:00', '23:00', '00:00', '01:00', '02:00'],
    ['11:00', '12:00', '13:00', '14:00'],
  ],
  // The day before and the day after are as long as ever.
  [
    'Europe/Copenhagen',
    '2026-10-25T23:00Z',
    '2026-10-26T23:00Z',
    ['23:00', '00:00', '01:00', '02:00'],
    ['11:00', '12:00', '13:00', '14:00'],
  ],
  // Half an hour off the others.
  [
    'America/St_Johns',
    '2026-11-01T02:30Z',
    '2026-11-02T03:30Z',
    ['02:30', '03:30', '04:30', '05:30', '06:30'],
    ['15:30', '16:30', '17:30', '18:30'],
  ],
];

describe.each(days)('in %s, on the day from %s', (zone, from, to, night, afternoon) => {
  it.each(['piece', 'clock'] as const)('hours lie on the wall clock, counted from the %s', (gridFrom) => {
    const input = aroundTheClock(zone, from, to, gridFrom);
    const starts = [...findSlots(input).starts];
    expect(starts.map((start) => new Date(start * 60_000).toISOString().slice(11, 16))).toEqual([
      ...night,
      ...afternoon,
    ]);
    for (const start of starts) expect(explainSlot(input, start).open).toBe(true);
  });
});
