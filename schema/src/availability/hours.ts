import type { EngineCaseworker, OfferWindow } from './model.ts';
import { dayOfIso, type LocalDays, weekdayOf } from './wall-time.ts';

/**
 * A caseworker's working hours, read for a stretch of days: parsed once, and kept per weekday where the pattern
 * does not change within the stretch (nearly always), so that each rule is asked seven times, not once a day.
 */
export interface HoursBook {
  rules: readonly Rule[];
  breaks: readonly Rule[];
  exceptions: Map<number, readonly (readonly [number, number])[]> | null;
  /** By weekday, filled as asked; null when the pattern changes within the stretch. */
  steady: (number[] | undefined)[] | null;
}

export interface Rule {
  weekday: number;
  start: number;
  end: number;
  from: number;
  to: number;
  everyWeeks: number;
}

export function hoursBook(caseworker: EngineCaseworker, days: LocalDays): HoursBook {
  const first = days.first;
  const last = days.first + days.count - 1;
  let changes = false;
  const read = (
    rows: readonly (OfferWindow & { validFrom: string; validTo: string | null; everyWeeks?: number })[],
  ): Rule[] => {
    const rules: Rule[] = [];
    // Rules of a week mostly begin on one date: it is read once.
    let text = '';
    let from = 0;
    for (const row of rows) {
      if (row.validFrom !== text) {
        text = row.validFrom;
        from = dayOfIso(text);
      }
      const to = row.validTo === null ? last : dayOfIso(row.validTo);
      if (to < first || from > last) continue;
      const everyWeeks = row.everyWeeks ?? 1;
      if (from > first || to < last || everyWeeks > 1) changes = true;
      rules.push({ weekday: row.weekday, start: row.startMinute, end: row.endMinute, from, to, everyWeeks });
    }
    return rules;
  };
  const rules = read(caseworker.hours);
  const breaks = read(caseworker.breaks);
  const exceptions = caseworker.exceptions.length
    ? new Map(caseworker.exceptions.map((e) => [dayOfIso(e.day), e.pieces]))
    : null;
  return { rules, breaks, exceptions, steady: changes ? null : new Array(8) };
}

/** Wall minutes [start, end, start, end …] of the hours of a day less its breaks. */
export function wallPieces(book: HoursBook, day: number): number[] {
  const weekday = weekdayOf(day);
  if (book.steady && !book.exceptions?.has(day)) {
    book.steady[weekday] ??= subtract(wallHours(book, day), wallBreaks(book, day));
    return book.steady[weekday];
  }
  return subtract(wallHours(book, day), wallBreaks(book, day));
}

/** Hours of a day with breaks still in them; a dated exception stands in place of the pattern. */
export function wallHours(book: HoursBook, day: number): number[] {
  const exception = book.exceptions?.get(day);
  return merge(exception ? exception.flat() : matching(book.rules, day));
}

export function wallBreaks(book: HoursBook, day: number): number[] {
  return merge(matching(book.breaks, day));
}

/** An offer's own windows on a weekday, merged. */
export function wallWindows(windows: readonly OfferWindow[], weekday: number): number[] {
  return merge(windows.flatMap((w) => (w.weekday === weekday ? [w.startMinute, w.endMinute] : [])));
}

/** The rows of a pattern that hold on a day. */
export function rulesOn(rules: readonly Rule[], day: number): Rule[] {
  const weekday = weekdayOf(day);
  return rules.filter((rule) => {
    if (rule.weekday !== weekday || day < rule.from || day > rule.to) return false;
    if (rule.everyWeeks === 1) return true;
    return ((day - weekday - (rule.from - weekdayOf(rule.from))) / 7) % rule.everyWeeks === 0;
  });
}

const matching = (rules: readonly Rule[], day: number): number[] =>
  rulesOn(rules, day).flatMap((rule) => [rule.start, rule.end]);

/** Sorts spans and joins those that overlap or touch; empty ones vanish. */
function merge(spans: readonly number[]): number[] {
  if (spans.length === 2) return spans[1]! > spans[0]! ? [spans[0]!, spans[1]!] : [];
  const pairs: [number, number][] = [];
  for (let i = 0; i < spans.length; i += 2)
    if (spans[i + 1]! > spans[i]!) pairs.push([spans[i]!, spans[i + 1]!]);
  pairs.sort((a, b) => a[0] - b[0]);
  const merged: number[] = [];
  for (const [start, end] of pairs) {
    const open = merged.length - 1;
    if (open > 0 && start <= merged[open]!) merged[open] = Math.max(merged[open]!, end);
    else merged.push(start, end);
  }
  return merged;
}

/** What is left of merged spans after taking merged others away. */
function subtract(spans: readonly number[], taken: readonly number[]): number[] {
  const left: number[] = [];
  for (let i = 0; i < spans.length; i += 2) {
    let start = spans[i]!;
    const end = spans[i + 1]!;
    for (let j = 0; j < taken.length; j += 2) {
      if (taken[j + 1]! <= start || taken[j]! >= end) continue;
      if (taken[j]! > start) left.push(start, taken[j]!);
      start = taken[j + 1]!;
    }
    if (start < end) left.push(start, end);
  }
  return left;
}
