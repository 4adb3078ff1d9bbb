import {
  dayOfIso,
  localWeeks,
  startOfLocalDay,
  wallToEpoch,
} from '@planner/schema/availability/wall-time.ts';
import { readCpr } from '@planner/schema/citizens/cpr.ts';
import { RowRefused } from './decision.ts';

/** A cell's text for a reason; text with six digits or more is kept back, since it may hold a CPR number. */
export function quoted(text: string): string {
  if (text.replace(/\D/g, '').length >= 6) return '(not shown)';
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}

/** The ten digits. The refusals never repeat what was written. */
export function cprCell(text: string): string {
  const cpr = readCpr(text);
  if (cpr) return cpr;
  if (text === '') throw new RowRefused('The CPR number is missing.');
  if (/^\d{9}$/.test(text))
    throw new RowRefused(
      'The CPR number has nine digits: the spreadsheet dropped its zero. Make the column text.',
    );
  throw new RowRefused('The CPR number is not valid.');
}

/** Lower case; '' stays ''. */
export function emailCell(text: string): string {
  const email = text.toLowerCase();
  if (email !== '' && !/^[^\s@;,]+@[^\s@;,]+\.[^\s@;,.]+$/.test(email))
    throw new RowRefused(`${quoted(text)} is not an e-mail address.`);
  return email;
}

/** A name without digits: a CPR number in the wrong column is not stored as open text. */
export function nameCell(text: string): string {
  if (text === '') throw new RowRefused('The name is missing.');
  if (/\d/.test(text)) throw new RowRefused('The name has digits in it.');
  if (text.length > 200) throw new RowRefused('The name has more than 200 letters.');
  return text;
}

/** Free text that may have digits, but no CPR number. */
export function plainCell(text: string, what: string): string {
  if (text.length > 100) throw new RowRefused(`${what} has more than 100 letters.`);
  if (/\d{6}[ -]?\d{4}/.test(text)) throw new RowRefused(`${what} looks like a CPR number.`);
  return text;
}

export function phoneCell(text: string): string {
  if (text !== '' && !/^\+?[\d ]{3,20}$/.test(text))
    throw new RowRefused('The telephone number is not valid.');
  if (/^\d{10}$/.test(text.replace(/ /g, '')) && readCpr(text))
    throw new RowRefused('The telephone number looks like a CPR number.');
  return text;
}

export function yesNoCell(text: string): boolean | null {
  if (text === '') return null;
  if (/^(ja|yes|x|1)$/i.test(text)) return true;
  if (/^(nej|no|0)$/i.test(text)) return false;
  throw new RowRefused(`${quoted(text)} is neither "ja" nor "nej".`);
}

/** ISO date of `2026-12-01`, `1-12-2026`, `1.12.2026` or `1/12/2026`; null for a blank cell. */
export function dateCell(text: string): string | null {
  if (text === '') return null;
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const danish = /^(\d{1,2})[-./](\d{1,2})[-./](\d{4})$/.exec(text);
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : danish ? [danish[3], danish[2], danish[1]] : [];
  const date = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  if (!year || Number.isNaN(Date.parse(date)) || new Date(date).toISOString().slice(0, 10) !== date)
    throw new RowRefused('A date is not valid; write it as 2026-12-01.');
  return date;
}

/** The instant of a wall time such as `2026-12-01 10.00` in `zone`; of two instants (clock set back) the first. */
export function instantCell(text: string, zone: string): Date {
  const [, dayText = '', hour, minute] = /^(\S+)[ T]+(\d{1,2})[.:](\d{2})(?:[.:]00)?$/.exec(text) ?? [];
  if (Number(hour) > 23 || Number(minute) > 59 || hour === undefined)
    throw new RowRefused('The start is not valid; write it as 2026-12-01 10.00.');
  const day = dayOfIso(dateCell(dayText) as string);
  const wall = Number(hour) * 60 + Number(minute);
  const start = startOfLocalDay(zone, day);
  const days = localWeeks(zone, start, start);
  const row = day - days.first;
  const epoch = wallToEpoch(days, row, wall);
  if (epoch - (days.zero[row] as number) !== wall && epoch - (days.zeroAfter[row] as number) !== wall)
    throw new RowRefused('The start does not exist: the clock is set forward in that hour.');
  return new Date(epoch * 60_000);
}

/** Parts of a cell with several values, such as `Nord, Syd`. */
export const listCell = (text: string): string[] =>
  text
    .split(/[,;+\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
