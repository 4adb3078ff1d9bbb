import { type EngineInput, TALK_COLUMNS, type Talks } from './model.ts';
import { dayOfIso, type LocalDays } from './wall-time.ts';

export interface Counts {
  /** Counting talks, caseworker by caseworker: one row of days and one of weeks each. */
  perDay: Int32Array;
  perWeek: Int32Array;
}

/**
 * Adds up a caseworker's counting talks by local day and ISO week of their start, into row `at` of two tables
 * (`days.count` and `days.count / 7` wide). Talks outside the days are nobody's concern.
 */
export function countTalks(
  talks: Talks,
  days: LocalDays,
  perDay: Int32Array,
  perWeek: Int32Array,
  at: number,
): void {
  const { start, count } = days;
  const dayAt = at * count;
  const weekAt = (at * count) / 7;
  let row = 0;
  let from = start[0]!;
  let to = start[1]!;
  let sum = 0;
  for (let i = 2; i < talks.length; i += TALK_COLUMNS) {
    const begins = talks[i]!;
    if (begins < from || begins >= to) {
      perDay[dayAt + row]! += sum;
      sum = 0;
      // Sorted by occupied start, so a start may lie a buffer behind the one before it.
      while (row < count - 1 && begins >= start[row + 1]!) row++;
      while (row > 0 && begins < start[row]!) row--;
      from = start[row]!;
      to = start[row + 1]!;
      if (begins < from || begins >= to) continue;
    }
    sum += talks[i + 1]!;
  }
  perDay[dayAt + row]! += sum;
  for (let day = 0; day < count; day++) perWeek[weekAt + ((day / 7) | 0)]! += perDay[dayAt + day]!;
}

/** What is left of the offer's quotas on each local day, the week's included; null without quotas. */
export function quotaLeft(input: EngineInput, days: LocalDays): { day: number[]; week: number[] } | null {
  const { quotaPerDay, quotaPerWeek } = input.offer;
  if (quotaPerDay === null && quotaPerWeek === null) return null;
  const day = new Array<number>(days.count).fill(quotaPerDay ?? Number.POSITIVE_INFINITY);
  const week = new Array<number>(days.count / 7).fill(quotaPerWeek ?? Number.POSITIVE_INFINITY);
  for (const used of input.quotaUsed) {
    const row = dayOfIso(used.day) - days.first;
    if (row < 0 || row >= days.count) continue;
    day[row]! -= used.count;
    week[Math.floor(row / 7)]! -= used.count;
  }
  return { day, week };
}

/** Whether the quotas let one more booking in on a row of the days. */
export function quotaOpen(left: { day: number[]; week: number[] } | null, row: number): boolean {
  return left === null || (left.day[row]! > 0 && left.week[Math.floor(row / 7)]! > 0);
}
