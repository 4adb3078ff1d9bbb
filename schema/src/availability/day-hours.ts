import { loadCentre } from './centre.ts';
import { hoursBook, wallHours, wallPieces } from './hours.ts';
import { packSpans } from './model.ts';
import type { Reader } from './reader.ts';
import { dayOfIso, localWeeks, startOfLocalDay, wallToEpoch } from './wall-time.ts';

type Pair = [start: number, end: number];

/**
 * A caseworker's hours in one job centre on a local date: `hours` with breaks still in them and `pieces` without, in
 * minutes from midnight; `spans` are the pieces in epoch minutes. Closing days and what she has taken are not looked at.
 */
export async function hoursOfDay(reader: Reader, jobCentreId: string, caseworkerId: string, date: string) {
  const centre = await loadCentre(reader, jobCentreId, [caseworkerId]);
  const day = dayOfIso(date);
  const begins = startOfLocalDay(centre.zone, day);
  const days = localWeeks(centre.zone, begins, begins);
  const dated = (centre.exceptions.get(caseworkerId) ?? []).filter((row) => row.day === date);
  const book = hoursBook(
    {
      id: caseworkerId,
      hours: centre.hours.get(caseworkerId) ?? [],
      breaks: centre.breaks.get(caseworkerId) ?? [],
      exceptions:
        dated.length === 0
          ? []
          : [
              {
                day: date,
                pieces: dated.flatMap(({ startMinute, endMinute }): Pair[] =>
                  startMinute === null || endMinute === null ? [] : [[startMinute, endMinute]],
                ),
              },
            ],
      absences: packSpans([]),
      busy: packSpans([]),
      formSpans: [],
      talks: packSpans([]),
    },
    days,
  );
  const pieces = pairs(wallPieces(book, day));
  return {
    zone: centre.zone,
    hours: pairs(wallHours(book, day)),
    pieces,
    spans: pieces.map(
      ([start, end]): Pair => [
        wallToEpoch(days, day - days.first, start),
        wallToEpoch(days, day - days.first, end),
      ],
    ),
  };
}

function pairs(flat: readonly number[]): Pair[] {
  return Array.from({ length: flat.length / 2 }, (_, i) => [
    flat[2 * i] as number,
    flat[2 * i + 1] as number,
  ]);
}
