import { Temporal } from 'temporal-polyfill';

/**
 * Consecutive local days of a zone as integer columns, so that the engine does arithmetic only.
 *
 * A wall time that a clock change skips means the instant of the change; one that occurs twice means the first.
 * So the mapping never runs backwards, and hours such as 01:00–02:30 in a spring night end when the clock jumps.
 */
export interface LocalDays {
  zone: string;
  /** Local date of row 0 as days since 1970-01-01; always a Monday, and `count` is whole weeks. */
  first: number;
  count: number;
  /** Epoch minute at which each day begins; one longer than `count`. */
  start: Int32Array;
  /** Epoch minute that wall minute 0 would have under the offset at the day's beginning / after its change. */
  zero: Int32Array;
  zeroAfter: Int32Array;
  /** Epoch minute of a clock change inside the day; `NEVER` without one. */
  turn: Int32Array;
}

export const NEVER = 0x7fffffff;
export const MINUTES_PER_DAY = 1440;

/** The whole ISO weeks that cover the epoch minutes [from, to]. */
export function localWeeks(zone: string, from: number, to: number): LocalDays {
  const firstDay = localDayOf(zone, from);
  const first = firstDay - (weekdayOf(firstDay) - 1);
  const lastDay = localDayOf(zone, Math.max(from, to));
  const count = lastDay - weekdayOf(lastDay) + 7 - first + 1;
  const start = new Int32Array(count + 1);
  const zero = new Int32Array(count);
  const zeroAfter = new Int32Array(count);
  const turn = new Int32Array(count);
  const known = daysOfZone(zone);
  for (let i = 0; i < count; i++) {
    const row = known.get(first + i) ?? remember(known, zone, first + i);
    start[i] = row.start;
    zero[i] = row.zero;
    zeroAfter[i] = row.zeroAfter;
    turn[i] = row.turn;
    start[i + 1] = row.end;
  }
  return { zone, first, count, start, zero, zeroAfter, turn };
}

/** Epoch minute of a wall minute (0–1440) on row `row` of the days. */
export function wallToEpoch(days: LocalDays, row: number, wallMinute: number): number {
  const turn = days.turn[row]!;
  const epoch = days.zero[row]! + wallMinute;
  if (epoch < turn) {
    const start = days.start[row]!;
    return epoch < start ? start : epoch;
  }
  const after = days.zeroAfter[row]! + wallMinute;
  return after < turn ? turn : after;
}

/** Local date of an epoch minute, as days since 1970-01-01. */
export function localDayOf(zone: string, epochMinute: number): number {
  const known = daysOfZone(zone);
  let day = Math.floor(epochMinute / MINUTES_PER_DAY);
  for (;;) {
    const row = known.get(day) ?? remember(known, zone, day);
    if (epochMinute < row.start) day--;
    else if (epochMinute >= row.end) day++;
    else return day;
  }
}

/** Epoch minute at which a local date (days since 1970-01-01) begins. */
export function startOfLocalDay(zone: string, day: number): number {
  const known = daysOfZone(zone);
  return (known.get(day) ?? remember(known, zone, day)).start;
}

/** ISO weekday, 1 = Monday … 7 = Sunday, of days since 1970-01-01 (a Thursday). */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** Days since 1970-01-01 of an ISO date; Howard Hinnant's days-from-civil, without a Date. */
export function dayOfIso(iso: string): number {
  const month = digit(iso, 5) * 10 + digit(iso, 6);
  const year =
    digit(iso, 0) * 1000 + digit(iso, 1) * 100 + digit(iso, 2) * 10 + digit(iso, 3) - (month < 3 ? 1 : 0);
  const dayOfMonth = digit(iso, 8) * 10 + digit(iso, 9);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** ISO date of days since 1970-01-01. */
export function isoOfDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;

interface DayRow {
  start: number;
  end: number;
  zero: number;
  zeroAfter: number;
  turn: number;
}

/** A year of days takes some 50 kB; beyond this many a zone's table starts afresh. */
const DAYS_KEPT_PER_ZONE = 4000;
const tables = new Map<string, Map<number, DayRow>>();

function daysOfZone(zone: string): Map<number, DayRow> {
  let table = tables.get(zone);
  if (!table) {
    table = new Map();
    tables.set(zone, table);
  }
  return table;
}

function remember(table: Map<number, DayRow>, zone: string, day: number): DayRow {
  const date = new Temporal.PlainDate(1970, 1, 1).add({ days: day });
  const begins = date.toZonedDateTime(zone);
  const ends = date.add({ days: 1 }).toZonedDateTime(zone);
  const offset = offsetMinutes(begins);
  const offsetLast = offsetMinutes(ends.subtract({ minutes: 1 }));
  const change = offset === offsetLast ? null : begins.getTimeZoneTransition('next');
  const row = {
    start: epochMinute(begins),
    end: epochMinute(ends),
    zero: day * MINUTES_PER_DAY - offset,
    zeroAfter: day * MINUTES_PER_DAY - offsetLast,
    turn: change ? epochMinute(change) : NEVER,
  };
  if (table.size >= DAYS_KEPT_PER_ZONE) table.clear();
  table.set(day, row);
  return row;
}

const epochMinute = (at: Temporal.ZonedDateTime): number => Math.floor(at.epochMilliseconds / 60_000);
const offsetMinutes = (at: Temporal.ZonedDateTime): number => Math.round(at.offsetNanoseconds / 60e9);
