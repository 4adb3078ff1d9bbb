import { describe, expect, it } from 'vitest';
import type { CalendarEntry } from '../documents/calendar.ts';
import { hoursOf, tracksOf } from './tracks.ts';

const zone = 'Europe/Copenhagen';
const mette = { id: 'mette', name: 'Mette Holm' };
const lone = { id: 'lone', name: 'Lone Friis' };
const hall = { id: 'hall', name: 'Salen' };
const entry = (
  id: string,
  startsAt: string,
  endsAt: string,
  more: Partial<CalendarEntry> = {},
): CalendarEntry => ({
  id,
  kind: 'BOOKED',
  startsAt: `2026-11-${startsAt}:00.000Z`,
  endsAt: `2026-11-${endsAt}:00.000Z`,
  caseworker: mette,
  room: null,
  title: null,
  replaces: null,
  booking: null,
  ...more,
});
const days = ['2026-11-23', '2026-11-24'];
const placed = (
  entries: CalendarEntry[],
  of = tracksOf(entries, { people: [mette], rooms: [] }, days, zone),
) =>
  of.map((track) =>
    track.placed.map(({ entry: { id }, from, to, lane, lanes }) => [id, from, to, lane, lanes]),
  );

describe('tracksOf', () => {
  it('places entries by the wall clock of the job centre', () => {
    expect(placed([entry('a', '23T07:15', '23T08:00')])).toEqual([[['a', 495, 540, 0, 1]], []]);
  });

  it('cuts what lasts over midnight into its days', () => {
    expect(placed([entry('a', '23T22:00', '24T10:00')])).toEqual([
      [['a', 1380, 1440, 0, 1]],
      [['a', 0, 660, 0, 1]],
    ]);
  });

  it('gives what overlaps lanes side by side, and the whole width again afterwards', () => {
    const three = [
      entry('a', '23T08:00', '23T09:00'),
      entry('b', '23T08:30', '23T09:30'),
      entry('c', '23T09:00', '23T10:00'),
      entry('d', '23T10:00', '23T11:00'),
    ];
    expect(placed(three)[0]).toEqual([
      ['a', 540, 600, 0, 2],
      ['b', 570, 630, 1, 2],
      ['c', 600, 660, 0, 2],
      ['d', 660, 720, 0, 1],
    ]);
  });

  it('puts each in the calendar of its person or room, and a closing for all in every one', () => {
    const tracks = tracksOf(
      [
        entry('a', '23T08:00', '23T09:00', { caseworker: lone }),
        entry('b', '23T08:00', '23T09:00', { caseworker: null, room: hall }),
        entry('c', '22T23:00', '23T23:00', { kind: 'CLOSED', caseworker: null }),
        entry('x', '23T08:00', '23T09:00', { caseworker: { id: 'other', name: 'Other' } }),
      ],
      { people: [mette, lone], rooms: [hall] },
      ['2026-11-23'],
      zone,
    );
    expect(tracks.map((track) => track.placed.map((one) => one.entry.id))).toEqual([[], ['a'], ['b']]);
    expect(tracks.map((track) => track.bands.map((one) => one.entry.id))).toEqual([['c'], ['c'], ['c']]);
    expect(tracks.map(({ isRoom }) => isRoom)).toEqual([false, false, true]);
  });
});

describe('hoursOf', () => {
  const hours = (entries: CalendarEntry[]) =>
    hoursOf(tracksOf(entries, { people: [mette], rooms: [] }, days, zone));

  it('are whole hours that hold the day’s talks, and the usual day at least', () => {
    expect(hours([])).toEqual({ open: 480, close: 960 });
    expect(hours([entry('a', '23T05:45', '23T15:30')])).toEqual({ open: 360, close: 1020 });
  });

  it('are not stretched by whole days or by closings', () => {
    expect(hours([entry('a', '22T23:00', '23T23:00', { kind: 'ABSENCE' })])).toEqual({
      open: 480,
      close: 960,
    });
    expect(hours([entry('a', '23T03:00', '23T20:00', { kind: 'CLOSED' })])).toEqual({
      open: 480,
      close: 960,
    });
  });
});
