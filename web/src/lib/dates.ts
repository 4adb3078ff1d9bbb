// Words for instants and local dates, always in the job centre's zone: the server's and the phone's zones don't matter.

export type Locale = 'da' | 'en';
export const DEFAULT_ZONE = 'Europe/Copenhagen';
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Between what no line may break: a day and its month, "kl." and its hour; and after a dash that allows a break. */
const KEPT = '\u00a0';
const JOINED = '\u2060';
const tags: Record<Locale, string> = { da: 'da-DK', en: 'en-GB' };

const formats = new Map<string, Intl.DateTimeFormat>();
/** Intl objects cost about 50 µs to make and a list has hundreds of times, so they are kept. */
function format(tag: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tag} ${zone} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(tag, { ...options, timeZone: zone });
    formats.set(key, found);
  }
  return found;
}

/** Texts for one reader: a language and the zone of the job centre. */
export function datesFor(locale: Locale, zone: string = DEFAULT_ZONE) {
  const tag = tags[locale];
  const at = locale === 'da' ? `kl.${KEPT}` : `at${KEPT}`;
  const withMonth = (text: string) => text.replace(/(?<=\d\.?) (?=\p{L})/gu, KEPT);
  const time = (instant: string) => {
    const text = format(tag, zone, { hour: 'numeric', minute: '2-digit', hour12: false }).format(
      new Date(instant),
    );
    return locale === 'da' ? text.replace(/^0(?=\d)/, '').replace(':', '.') : text;
  };
  const day = (instant: string) =>
    withMonth(
      format(tag, zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(
        new Date(instant),
      ),
    );
  // Intl writes "den" only together with a year.
  const withDen = (text: string) =>
    withMonth(locale === 'da' ? text.replace(/^(\p{L}+) (?=\d)/u, '$1 den ') : text);
  const weekdayOf = (localDate: string) =>
    format(tag, 'UTC', { weekday: 'short' })
      .format(new Date(`${localDate}T12:00:00Z`))
      .slice(0, 3);
  const shortDay = (instant: string) =>
    withDen(format(tag, zone, { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(instant)));
  const hours = (from: string, to: string) => `${at}${time(from)}–${JOINED}${time(to)}`;
  return {
    /** "9.15", "13.30"; English "9:15". */
    time,
    /** "fredag den 27. november 2026". */
    day,
    /** "fredag den 27. november". */
    shortDay,
    /** "fredag den 27. november 2026 kl. 9.15". */
    moment: (instant: string) => `${day(instant)} ${at}${time(instant)}`,
    /** For tables: "27.11.2026 9.15". */
    shortNumeric: (instant: string) =>
      `${format(tag, zone, { day: 'numeric', month: 'numeric', year: 'numeric' }).format(new Date(instant))} ${time(instant)}`,
    /** "kl. 9.15". */
    atTime: (instant: string) => `${at}${time(instant)}`,
    /** "fredag den 27. november kl. 9.15". */
    shortMoment: (instant: string) => `${shortDay(instant)} ${at}${time(instant)}`,
    /** "fredag den 27. november 2026 kl. 9.15–10.00". */
    span: (from: string, to: string) => `${day(from)} ${hours(from, to)}`,
    /** The same in two parts, so that a narrow page breaks the line between day and hours only. */
    spanParts: (from: string, to: string) => ({ day: day(from), hours: hours(from, to) }),
    /** A local date in words: "mandag den 7. december 2026". */
    date: (localDate: string) =>
      withMonth(
        format(tag, 'UTC', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(
          new Date(`${localDate}T12:00:00Z`),
        ),
      ),
    /** A local date for tables: "7.12.2026". */
    numericDate: (localDate: string) =>
      format(tag, 'UTC', { day: 'numeric', month: 'numeric', year: 'numeric' }).format(
        new Date(`${localDate}T12:00:00Z`),
      ),
    /** Two local dates as one stretch: "23.–27. november", "30. november – 4. december". */
    range: (from: string, to: string) =>
      withMonth(
        format(tag, 'UTC', { day: 'numeric', month: 'long' }).formatRange(
          new Date(`${from}T12:00:00Z`),
          new Date(`${to}T12:00:00Z`),
        ),
      ),
    /** A wall minute: "8.00", "13.30". */
    wallTime: (minute: number) =>
      `${Math.floor(minute / 60)}${locale === 'da' ? '.' : ':'}${String(minute % 60).padStart(2, '0')}`,
    /** The name of a weekday, 1 is Monday: "mandag". */
    weekday: (weekday: number) =>
      format(tag, 'UTC', { weekday: 'long' }).format(new Date(Date.UTC(2024, 0, weekday))),
    /** A local date's weekday: "man", English "Mon". */
    shortWeekday: (localDate: string) => weekdayOf(localDate),
    /** The same with the day of the month: "man 23". */
    weekdayAndDay: (localDate: string) => `${weekdayOf(localDate)} ${Number(localDate.slice(8))}`,
    /** A local date's month: "november 2026". */
    month: (localDate: string) =>
      format(tag, 'UTC', { month: 'long', year: 'numeric' }).format(new Date(`${localDate}T12:00:00Z`)),
    /** A local date without its year: "mandag den 7. december". */
    shortDate: (localDate: string) =>
      withDen(
        format(tag, 'UTC', { weekday: 'long', day: 'numeric', month: 'long' }).format(
          new Date(`${localDate}T12:00:00Z`),
        ),
      ),
  };
}

/** The local date ("2026-11-27") on which an instant falls. */
export function localDateOf(instant: string | Date, zone: string = DEFAULT_ZONE): string {
  return wallOf(instant, zone).slice(0, 10);
}

/** Wall clock of an instant as "2026-11-27T09:15:00". */
export function wallOf(instant: string | Date, zone: string = DEFAULT_ZONE): string {
  const text = format('sv-SE', zone, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  }).format(new Date(instant));
  return text.replace(' ', 'T');
}

/**
 * The instant at which a zone's wall clock shows `wall` ("2026-11-27T09:15"). A time that the clock skips in
 * spring becomes the one an hour later; of a time it shows twice in autumn, the first.
 */
export function instantOf(wall: string, zone: string = DEFAULT_ZONE): string {
  const asUtc = Date.parse(`${wall.length === 10 ? `${wall}T00:00` : wall}Z`);
  const offsetAt = (ms: number) => Date.parse(`${wallOf(new Date(ms), zone)}Z`) - ms;
  const early = offsetAt(asUtc - DAY_MS);
  const late = offsetAt(asUtc + DAY_MS);
  const candidates = [asUtc - early, asUtc - late].filter((ms) => ms + offsetAt(ms) === asUtc);
  const ms = candidates.length > 0 ? Math.min(...candidates) : asUtc - early;
  return new Date(ms).toISOString();
}

/** A local date moved by whole days. */
export function addDays(localDate: string, days: number): string {
  return new Date(Date.parse(`${localDate}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The Monday of a local date's week. */
export function mondayOf(localDate: string): string {
  const weekday = (new Date(`${localDate}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(localDate, -weekday);
}

/** ISO 8601 week number of a local date. */
export function weekNumber(localDate: string): number {
  const thursday = addDays(mondayOf(localDate), 3);
  const january4 = `${thursday.slice(0, 4)}-01-04`;
  return 1 + Math.round((Date.parse(thursday) - Date.parse(addDays(mondayOf(january4), 3))) / (7 * DAY_MS));
}

/** Whether text is a real local date, so that an address typed by hand can't break a page. */
export function isLocalDate(text: string | null | undefined): text is string {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  // A day that the month lacks becomes one of the next month.
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** "10 minutter", in the last minute "45 sekunder": nothing that looks like an hour of the day. Never below zero. */
export function timeLeft(leftMs: number, locale: Locale): string {
  const inMinutes = leftMs > MINUTE_MS;
  const count = inMinutes ? Math.round(leftMs / MINUTE_MS) : Math.max(0, Math.ceil(leftMs / 1000));
  return new Intl.NumberFormat(tags[locale], {
    style: 'unit',
    unit: inMinutes ? 'minute' : 'second',
    unitDisplay: 'long',
  }).format(count);
}
