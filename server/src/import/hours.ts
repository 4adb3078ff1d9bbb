import { quoted } from './cells.ts';
import { RowRefused } from './decision.ts';

/** A weekly piece of wall time: weekday 1 is Monday, minutes from midnight. */
export type WeeklyPiece = { weekday: number; start: number; end: number };

const danish = ['man', 'tir', 'ons', 'tor', 'fre', 'lør', 'søn'];
const english = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const time = String.raw`\d{1,2}(?:[.:]\d{2})?`;
const range = String.raw`${time}\s*[-–]\s*${time}`;
const part = new RegExp(String.raw`^(\p{L}[\p{L}\s,–-]*?)?\s*(${range}(?:\s*(?:,|og)\s*${range})*)$`, 'u');

/** Reads working hours such as `man-tor 8-15.30; fre 8-12, 12.30-14`, sorted. */
export function readHours(text: string): WeeklyPiece[] {
  return sorted(
    parts(text).flatMap(({ days, ranges }) => {
      if (!days) throw new RowRefused(`The working hours ${quotedHours(text)} do not say which days.`);
      return days.flatMap((weekday) => ranges.map((r) => ({ weekday, ...r })));
    }),
    'working hours',
  );
}

/** Reads breaks such as `12-12.30`, on every day whose hours have room for it, or `man-tor 12-12.30; fre 11-11.30`. */
export function readBreaks(text: string, hours: readonly WeeklyPiece[]): WeeklyPiece[] {
  return sorted(
    parts(text).flatMap(({ days, ranges }) =>
      ranges.flatMap((r) =>
        (days ?? [1, 2, 3, 4, 5, 6, 7])
          .filter((day) => days || hours.some((h) => h.weekday === day && h.start < r.end && r.start < h.end))
          .map((weekday) => ({ weekday, ...r })),
      ),
    ),
    'breaks',
  );
}

function parts(text: string) {
  return text
    .toLowerCase()
    .split(/[;\n]/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .map((piece) => {
      const [, days, ranges = ''] = part.exec(piece) ?? [];
      if (!ranges)
        throw new RowRefused(
          `${quotedHours(piece)} is not understood; write it as "man-tor 8-15.30; fre 8-14".`,
        );
      return {
        days: days ? readDays(days) : null,
        ranges: ranges.match(new RegExp(range, 'g'))?.map(readRange) ?? [],
      };
    });
}

function readDays(text: string): number[] {
  return text
    .split(/,|\bog\b/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .flatMap((piece) => {
      const [from = '', to = from] = piece.split(/\s*[-–]\s*/);
      const [first, last] = [weekday(from), weekday(to)];
      if (first > last) throw new RowRefused(`The days ${quoted(piece)} run backwards.`);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}

function weekday(text: string): number {
  const short = text.trim().slice(0, 3);
  const at = Math.max(danish.indexOf(short), english.indexOf(short));
  if (at < 0) throw new RowRefused(`${quoted(text)} is not a weekday.`);
  return at + 1;
}

function readRange(text: string): { start: number; end: number } {
  const [start = -1, end = -1] = text.split(/\s*[-–]\s*/).map(minutes);
  if (start >= end) throw new RowRefused(`The time ${quotedHours(text)} ends before it begins.`);
  return { start, end };
}

function minutes(text: string): number {
  const [hour = '', minute = '0'] = text.split(/[.:]/);
  const total = Number(hour) * 60 + Number(minute);
  if (Number(minute) > 59 || total > 1440) throw new RowRefused(`${quotedHours(text)} is not a time of day.`);
  return total;
}

function sorted(pieces: WeeklyPiece[], what: string): WeeklyPiece[] {
  const ordered = pieces.toSorted((a, b) => a.weekday - b.weekday || a.start - b.start);
  ordered.forEach((piece, index) => {
    const before = ordered[index - 1];
    if (before && before.weekday === piece.weekday && piece.start < before.end)
      throw new RowRefused(`The ${what} overlap on a ${danish[piece.weekday - 1]}.`);
  });
  return ordered;
}

/** Times have many digits; only a run of digits longer than a time's could be a CPR number. */
const quotedHours = (text: string) => (/\d{3}/.test(text) ? '(not shown)' : `"${text.slice(0, 60)}"`);
