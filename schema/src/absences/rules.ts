import { Temporal } from 'temporal-polyfill';

export type Span = { startsAt: Date; endsAt: Date };
/** `until` is the last local date on which an occurrence may begin. */
export type Repeat = { every: 'workday' | 'week'; until: string };

/** A transaction writes at most 200 rows that the feed tells of (docs/architecture.md). */
export const maxRows = 200;

/**
 * The stretches of a series, the first included: each at the same wall time in the zone, so that a weekly meeting at
 * nine stays at nine when the clocks change. Workdays are Monday to Friday. No more than `maxRows + 1` are made: the
 * caller sees that there are too many.
 */
export function occurrences(first: Span, repeat: Repeat | null, zone: string): Span[] {
  if (!repeat) return [first];
  const at = (instant: Date) =>
    Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
  const [start, end] = [at(first.startsAt), at(first.endsAt)];
  const last = Temporal.PlainDate.from(repeat.until);
  const spans: Span[] = [];
  for (let days = 0; spans.length <= maxRows; days += repeat.every === 'week' ? 7 : 1) {
    const begins = start.add({ days });
    if (Temporal.PlainDate.compare(begins.toPlainDate(), last) > 0) break;
    if (repeat.every === 'workday' && days > 0 && begins.dayOfWeek > 5) continue;
    spans.push({
      startsAt: new Date(begins.epochMilliseconds),
      endsAt: new Date(end.add({ days }).epochMilliseconds),
    });
  }
  return spans;
}

/** Minutes of a day, from midnight. */
export type Piece = readonly [start: number, end: number];

/** A day's pieces with one more; those that overlap or touch are one. */
export function withPiece(pieces: readonly Piece[], added: Piece): Piece[] {
  const joined: [number, number][] = [];
  for (const [start, end] of [...pieces, added].sort((a, b) => a[0] - b[0])) {
    const open = joined.at(-1);
    if (open && start <= open[1]) open[1] = Math.max(open[1], end);
    else joined.push([start, end]);
  }
  return joined;
}
