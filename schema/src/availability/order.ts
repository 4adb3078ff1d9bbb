import type { Counts } from './caps.ts';
import type { EngineInput } from './model.ts';
import type { LocalDays } from './wall-time.ts';

/**
 * Who is asked first on a local day (row of `days`): fewest counting talks that day, then that ISO week, then
 * the order of the input; under `ownFirst` the citizen's own caseworker before all. Two stable counting sorts
 * over small numbers, without a comparator. The array is reused by the next call.
 */
export function assignmentOrder(
  input: EngineInput,
  days: LocalDays,
  counts: Counts,
): (row: number) => Uint16Array {
  const people = input.caseworkers.length;
  const own =
    input.offer.assignment === 'ownFirst'
      ? input.caseworkers.findIndex((c) => c.id === input.audience.ownCaseworkerId)
      : -1;
  const byIndex = Uint16Array.from({ length: people }, (_, c) => c);
  const byWeek = new Uint16Array(people);
  const byDay = new Uint16Array(people);
  let sortedWeek = -1;
  return (row) => {
    const week = (row / 7) | 0;
    if (week !== sortedWeek) {
      countingSort(byIndex, byWeek, counts.perWeek, days.count / 7, week);
      sortedWeek = week;
    }
    countingSort(byWeek, byDay, counts.perDay, days.count, row);
    if (own >= 0) {
      const at = byDay.indexOf(own);
      byDay.copyWithin(1, 0, at);
      byDay[0] = own;
    }
    return byDay;
  };
}

let buckets = new Int32Array(256);

/** Sorts caseworkers `from` → `to` by table[caseworker · width + column], equal ones in the order they come. */
function countingSort(
  from: Uint16Array,
  to: Uint16Array,
  table: Int32Array,
  width: number,
  column: number,
): void {
  let most = 0;
  for (let c = 0; c < from.length; c++) {
    const load = table[c * width + column]!;
    if (load > most) most = load;
  }
  if (buckets.length < most + 2) buckets = new Int32Array(most + 2);
  buckets.fill(0, 0, most + 2);
  for (let c = 0; c < from.length; c++) buckets[table[c * width + column]! + 1]!++;
  for (let load = 0; load < most; load++) buckets[load + 1]! += buckets[load]!;
  for (let i = 0; i < from.length; i++) {
    const c = from[i]!;
    const load = table[c * width + column]!;
    to[buckets[load]!++] = c;
  }
}
