import { type EngineInput, explainSlot, findStarts, type RuleVerdict } from './engine.ts';
import { isoOfDay, localWeeks, wallToEpoch, weekdayOf } from './wall-time.ts';

/** How many start times citizens would get in an hour of a weekday, over all weeks looked at. */
export type Cell = { weekday: number; hour: number; times: number };
export type Heat = { times: number; cells: Cell[]; weeks: { monday: string; times: number }[] };

/** Counts an offer's free starts by weekday and hour of the local clock, and by week. Zeros within the hours are told. */
export function heatOf(input: EngineInput): Heat {
  const days = localWeeks(input.zone, input.from, input.to - 1);
  const counts = new Map<number, number>();
  const weeks = Array.from({ length: days.count / 7 }, (_, week) => ({
    monday: isoOfDay(days.first + 7 * week),
    times: 0,
  }));
  const starts = findStarts(input);
  let row = 0;
  let [first, last] = rangeOf(input);
  for (const start of starts) {
    while (start >= days.start[row + 1]!) row++;
    const turned = start >= days.turn[row]!;
    const hour = Math.floor((start - (turned ? days.zeroAfter : days.zero)[row]!) / 60);
    [first, last] = [Math.min(first, hour), Math.max(last, hour)];
    const key = (row % 7) * 24 + hour;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    weeks[Math.floor(row / 7)]!.times++;
  }
  const cells: Cell[] = [];
  for (let weekday = 1; weekday <= 7; weekday++) {
    for (let hour = first; hour <= last; hour++) {
      cells.push({ weekday, hour, times: counts.get((weekday - 1) * 24 + hour) ?? 0 });
    }
  }
  return { times: starts.length, cells, weeks };
}

/** The hours of the clock in which somebody works; an ordinary day's when nobody does. */
function rangeOf({ caseworkers }: EngineInput): [number, number] {
  const hours = caseworkers.flatMap((caseworker) => caseworker.hours);
  if (hours.length === 0) return [8, 15];
  return [
    Math.floor(Math.min(...hours.map((rule) => rule.startMinute)) / 60),
    Math.ceil(Math.max(...hours.map((rule) => rule.endMinute)) / 60) - 1,
  ];
}

/** What keeps an hour closed: a rule with its figures, and of how many caseworkers it is true; null: of all. */
export type Reason = { verdict: RuleVerdict; caseworkers: number | null };
export type DayOfCell = { day: string; times: number; reasons: Reason[] };

/** Each date of the window on that weekday: how many starts lie in the hour, and where none does, why. */
export function whyCell(input: EngineInput, weekday: number, hour: number): DayOfCell[] {
  const days = localWeeks(input.zone, input.from, input.to - 1);
  const starts = findStarts(input);
  const told: DayOfCell[] = [];
  for (let row = 0; row < days.count; row++) {
    if (weekdayOf(days.first + row) !== weekday) continue;
    const from = wallToEpoch(days, row, hour * 60);
    const to = wallToEpoch(days, row, hour * 60 + 60);
    const times = starts.filter((start) => start >= from && start < to).length;
    const reasons = times > 0 ? [] : reasonsAt(input, from);
    told.push({ day: isoOfDay(days.first + row), times, reasons });
  }
  return told;
}

const quarters = [0, 15, 30, 45];
const mostReasons = 4;

/** Why nothing starts in the hour from here. That a start is off the grid is no reason while another fits it. */
function reasonsAt(input: EngineInput, from: number): Reason[] {
  let last: Reason[] = [];
  for (const quarter of quarters) {
    last = reasonsOf(input, from + quarter);
    if (last.some(({ verdict }) => verdict.rule !== 'grid')) return last;
  }
  return last;
}

function reasonsOf(input: EngineInput, start: number): Reason[] {
  if (input.caseworkers.length === 0 && input.offer.seats === 1) {
    const verdict = { rule: 'competence', ok: false, caseworkerId: null, params: {} } as const;
    return [{ verdict, caseworkers: null }];
  }
  const refusing = explainSlot(input, start).rules.filter(({ ok }) => !ok);
  const general = refusing.filter(({ caseworkerId }) => caseworkerId === null);
  if (general.length > 0) return general.map((verdict) => ({ verdict, caseworkers: null }));
  const byRule = new Map<string, { verdict: RuleVerdict; caseworkers: number }>();
  for (const [, own] of Map.groupBy(refusing, (verdict) => verdict.caseworkerId)) {
    const verdict = own.find(({ rule }) => rule !== 'grid') ?? own[0]!;
    const known = byRule.get(verdict.rule);
    byRule.set(verdict.rule, {
      verdict: known?.verdict ?? verdict,
      caseworkers: (known?.caseworkers ?? 0) + 1,
    });
  }
  return [...byRule.values()].sort((a, b) => b.caseworkers - a.caseworkers).slice(0, mostReasons);
}
