import type { Blocks } from './blocks.ts';
import { type HoursBook, type Rule, rulesOn, wallHours } from './hours.ts';
import type { EngineInput, FormSpan } from './model.ts';
import { dayOfIso, isoOfDay, type LocalDays, wallToEpoch } from './wall-time.ts';

/** The figures that a verdict is said with: which hours, which break, which closing, which time is taken. */
type Figures = Record<string, number | string | null>;

/** Hours of a day as wall minutes "480-720 780-960", and the local date from which they have held. */
export function hoursOf(book: HoursBook, day: number): Figures {
  const exception = book.exceptions?.has(day) ?? false;
  const wall = wallHours(book, day);
  const spans = wall.flatMap((start, i) => (i % 2 === 0 ? [`${start}-${wall[i + 1]}`] : []));
  return {
    exception: exception ? 1 : 0,
    spans: spans.join(' '),
    validFrom: exception ? null : since(rulesOn(book.rules, day)),
  };
}

/** The break that a talk at `start` would run into. */
export function breakAt(book: HoursBook, days: LocalDays, row: number, start: number, end: number): Figures {
  const day = days.first + row;
  const rule = rulesOn(book.breaks, day).find((one) => meets(days, row, one.start, one.end, start, end));
  return rule ? { start: rule.start, end: rule.end, validFrom: since([rule]) } : {};
}

/** The name of the closing that a talk at `start` would run into, and its wall minutes. */
export function closingAt(
  { closings }: EngineInput,
  caseworkerId: string,
  days: LocalDays,
  row: number,
  start: number,
  end: number,
): Figures {
  const closing = closings.find(
    ({ day, startMinute, endMinute, caseworkerIds }) =>
      dayOfIso(day) === days.first + row &&
      (caseworkerIds === null || caseworkerIds.includes(caseworkerId)) &&
      meets(days, row, startMinute, endMinute, start, end),
  );
  if (!closing) return {};
  const { name, startMinute, endMinute } = closing;
  return { start: startMinute, end: endMinute, nameDa: name?.da ?? null, nameEn: name?.en ?? null };
}

/** The taken time that blocks `start`, in epoch minutes, as it was before `blocksOf` widened it. */
export function takenAt(
  blocks: Blocks,
  start: number,
  durationMinutes: number,
  { bufferBefore, bufferAfter } = { bufferBefore: 0, bufferAfter: 0 },
): Figures {
  for (let i = 0; i < blocks.length; i += 2) {
    const [lo, hi] = [blocks[i]!, blocks[i + 1]!];
    if (lo < start && start < hi) return { from: lo + durationMinutes + bufferAfter, to: hi - bufferBefore };
  }
  return {};
}

/** What the first form span that a talk at `start` touches allows, and its epoch minutes. */
export function formSpanAt(spans: readonly FormSpan[], start: number, end: number): Figures {
  const span = spans.find((one) => one.start < end && start < one.end);
  return span ? { allowed: span.forms.join(' '), from: span.start, to: span.end } : {};
}

const since = (rules: readonly Rule[]) =>
  rules.length > 0 ? isoOfDay(Math.max(...rules.map(({ from }) => from))) : null;

function meets(days: LocalDays, row: number, from: number, to: number, start: number, end: number): boolean {
  return wallToEpoch(days, row, from) < end && start < wallToEpoch(days, row, to);
}
