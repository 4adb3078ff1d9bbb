import { datesFor } from '../dates.ts';
import type { CalendarEntry, EntryKind } from '../documents/calendar.ts';
import { m } from '../generated/paraglide/messages.js';
import { getLocale } from '../generated/paraglide/runtime.js';
import { formName, typeName } from '../words.ts';
import { clockOf, type Placed, type Track } from './tracks.ts';

const kinds: Record<EntryKind, () => string> = {
  BOOKED: m.kind_BOOKED,
  HELD: m.kind_HELD,
  SESSION: m.kind_SESSION,
  ABSENCE: m.kind_ABSENCE,
  BUSY: m.kind_BUSY,
  CLOSED: m.kind_CLOSED,
  FREE: m.kind_FREE,
};
export const kindName = (kind: EntryKind) => kinds[kind]();

/** "AJ" of "Anna Jensen": the first letters of the first and the last name. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => word?.[0]?.toUpperCase() ?? '').join('');
}

/** "9.15", in the reader's language. */
export const clock = (minutes: number) => clockOf(minutes, getLocale());

/** What an entry is about, without its time and whose it is: "Anna Jensen, jobsamtale, telefon". */
export function aboutOf({ kind, booking, title }: CalendarEntry): string {
  const parts = booking
    ? [booking.citizen.name, typeName(booking.interviewType), formName(booking.form)]
    : [title ?? ''];
  return [...parts, kind === 'BOOKED' ? '' : kindName(kind)].filter(Boolean).join(', ');
}

/** A spot or entry by place: "tirsdag den 24. november kl. 9.15, Mette Holm". */
export const placeName = ({ day, whose }: Track, minute: number) =>
  `${datesFor(getLocale()).shortDate(day)}${getLocale() === 'da' ? ' kl. ' : ' at '}${clock(minute)}, ${whose.name}`;

/** What lies behind an empty spot: a closing's name, or that citizens can book it. */
export function behind({ bands }: Track, minute: number): string {
  const over = bands.filter(({ from, to }) => from <= minute && minute < to);
  const closed = over.find(({ entry }) => entry.kind === 'CLOSED');
  if (closed) return closedName(closed);
  return over.length > 0 ? m.spot_free() : m.spot_empty();
}

export const closedName = ({ entry }: Placed) => [m.kind_CLOSED(), entry.title].filter(Boolean).join(': ');
