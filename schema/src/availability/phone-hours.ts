import type { Closing } from './engine.ts';
import { dayOfIso, localDayOf, localWeeks, wallToEpoch, weekdayOf } from './wall-time.ts';

/** Wall minutes of a weekday, 1 = Monday, at which the telephone is answered. */
export type PhoneHours = { weekday: number; startMinute: number; endMinute: number };

export type PhoneNow = {
  open: boolean;
  /** Epoch minute at which it closes or next opens; null when it stays closed for as long as is looked ahead. */
  changesAt: number | null;
};

/** Weeks looked ahead for the next opening: longer than a job centre is ever closed. */
const weeksAhead = 4;

/** Whether the telephone is answered at `now` (epoch minute). `closings` are those of the whole job centre. */
export function phoneAt(
  hours: readonly PhoneHours[],
  closings: readonly Pick<Closing, 'day' | 'startMinute' | 'endMinute'>[],
  zone: string,
  now: number,
): PhoneNow {
  const days = localWeeks(zone, now, now + weeksAhead * 7 * 1440);
  const today = localDayOf(zone, now) - days.first;
  for (let row = today; row < days.count; row++) {
    const day = days.first + row;
    const closed = closings.filter((closing) => dayOfIso(closing.day) === day);
    const pieces = hours
      .filter(({ weekday }) => weekday === weekdayOf(day))
      .flatMap(({ startMinute, endMinute }) => without([[startMinute, endMinute]], closed))
      .sort((a, b) => a[0] - b[0]);
    for (const [from, to] of pieces) {
      const opens = wallToEpoch(days, row, from);
      const closes = wallToEpoch(days, row, to);
      if (now < opens) return { open: false, changesAt: opens };
      if (now < closes) return { open: true, changesAt: closes };
    }
  }
  return { open: false, changesAt: null };
}

type Span = [from: number, to: number];

function without(spans: Span[], closed: readonly { startMinute: number; endMinute: number }[]): Span[] {
  return closed.reduce(
    (left, { startMinute, endMinute }) =>
      left
        .flatMap(([from, to]): Span[] => [
          [from, Math.min(to, startMinute)],
          [Math.max(from, endMinute), to],
        ])
        .filter(([from, to]) => from < to),
    spans,
  );
}
