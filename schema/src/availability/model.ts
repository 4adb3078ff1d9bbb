/**
 * What the slot engine takes in and gives out: plain values, no identities beyond ids, no personal text.
 *
 * Units: an *epoch minute* is minutes since 1970-01-01T00:00Z (whole, fits 32 bits until the year 6053).
 * A *wall minute* is minutes since local midnight on the clock on the wall, 0–1440. A *local date* is ISO text
 * (`2026-03-29`) in the job centre's zone. Weekdays are ISO: 1 = Monday … 7 = Sunday. Spans are half-open.
 *
 * What the loader must bring for a window [from, to): talks, external time, absences and rooms' time that touch
 * [from − 1 day, to + 1 day); where a weekly cap, a weekly quota or least-loaded assignment is in use, counting
 * talks and `quotaUsed` of every ISO week that the window touches.
 */

/** Wall-clock hours of a weekday that hold from `validFrom` to `validTo` (both local dates, included). */
export interface HoursRule {
  weekday: number;
  startMinute: number;
  endMinute: number;
  validFrom: string;
  /** null: until further notice. */
  validTo: string | null;
  /** 1 = every week, 2 = every other …, counted in ISO weeks from the week of `validFrom`. */
  everyWeeks: number;
}

/** A break inside the hours, or a window an offer keeps to; breaks apply on days with an exception too. */
export interface WeekdayBreak {
  weekday: number;
  startMinute: number;
  endMinute: number;
  validFrom: string;
  validTo: string | null;
}

/** The hours of one date, in place of the weekly pattern; no pieces = does not work that day. */
export interface DatedHours {
  day: string;
  /** Wall minutes [start, end). */
  pieces: readonly (readonly [number, number])[];
}

export interface OfferWindow {
  weekday: number;
  startMinute: number;
  endMinute: number;
}

/** How a talk is held. */
export type Form = 'IN_PERSON' | 'PHONE' | 'DIGITAL' | 'WORKPLACE';

/** Epoch minutes, half-open, in which a caseworker holds talks in these forms only. */
export interface FormSpan {
  start: number;
  end: number;
  forms: readonly Form[];
}

export interface OfferRules {
  id: string;
  /** How it can be held, by whoever is in no form span. */
  forms: readonly Form[];
  durationMinutes: number;
  gridMinutes: number;
  /** `piece`: starts count from the beginning of each piece of hours; `clock`: from local midnight. */
  gridFrom: 'piece' | 'clock';
  /** The caseworker's time around a talk; clashes with other talks' occupied time and external busy time only. */
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  /** The room's own time on either side of a talk. */
  roomBufferMinutes: number;
  /** A talk starts at the earliest this long after `now`. */
  noticeMinutes: number;
  /** Local days ahead of today that are open; 0 = today only. */
  horizonDays: number;
  /** Counting talks a caseworker may have on a local day / in an ISO week; null = no cap. */
  dailyCap: number | null;
  weeklyCap: number | null;
  /** Bookings of this offer over all caseworkers on a local day / in an ISO week; null = no quota. */
  quotaPerDay: number | null;
  quotaPerWeek: number | null;
  needsRoom: boolean;
  /** Colleagues open this many local days after `audience.ownSince`; null = everybody from the start. */
  ownCaseworkerDays: number | null;
  /** Windows the whole talk must lie within, on top of working hours; null = all hours. */
  ownHours: readonly OfferWindow[] | null;
  /** Epoch minutes between which citizens may book; null = open on that side. */
  publishedFrom: number | null;
  publishedTo: number | null;
  /** Citizens can't book for now, although it is published. */
  paused: boolean;
  /** Group codes that may book; empty = all. */
  groups: readonly string[];
  assignment: 'leastLoaded' | 'ownFirst';
  /** 1 = individual talk; more = group meeting, bookable only in its published sessions. */
  seats: number;
}

/** Everything personal that the engine takes in; the canonical form of it is the key of a shared answer. */
export interface Audience {
  /** Target group code; null = none known (a citizen without one is let in only where all groups are). */
  group: string | null;
  /** null = none, or one who does not hold this offer: then everybody is open. */
  ownCaseworkerId: string | null;
  /** Epoch minute at which the waiting for the own caseworker began; null = not begun. */
  ownSince: number | null;
  /** Staff see an offer before and after its publication, and without naming a group. */
  rights: 'citizen' | 'staff';
}

/** Flat pairs start, end in epoch minutes, sorted by start, none empty: see `packSpans`. */
export type Spans = Int32Array;

/** Four numbers a talk, sorted by the first: see `packTalks`. */
export type Talks = Int32Array;
/** Columns of `Talks`: occupied start, occupied end (both with the talk's own buffers), start, 1 if it counts. */
export const TALK_COLUMNS = 4;

/** A talk, hold or group session that takes a caseworker's time. */
export interface EngineTalk {
  start: number;
  end: number;
  bufferBefore: number;
  bufferAfter: number;
  /** Counts towards the caps and the load that this offer looks at. */
  counts: boolean;
}

export interface EngineCaseworker {
  id: string;
  hours: readonly HoursRule[];
  exceptions: readonly DatedHours[];
  breaks: readonly WeekdayBreak[];
  absences: Spans;
  /** Foreign calendars' busy time. */
  busy: Spans;
  /** By start; one may be there twice. */
  formSpans: readonly FormSpan[];
  /** Own talks, live holds included; without those of the booking that is being moved. */
  talks: Talks;
}

export interface EngineRoom {
  id: string;
  /** Occupied time, buffers of those bookings included. */
  busy: Spans;
}

export interface GroupSession {
  id: string;
  start: number;
  end: number;
  seats: number;
  seatsTaken: number;
  caseworkerIds: readonly string[];
}

/** A closing day or public holiday, or hours of one (wall minutes). */
export interface Closing {
  day: string;
  startMinute: number;
  endMinute: number;
  /** null = everybody. */
  caseworkerIds: readonly string[] | null;
  /** What it is called; only explanations look at it. */
  name?: { da: string; en: string };
}

export interface EngineInput {
  /** IANA zone of the job centre. */
  zone: string;
  /** Epoch minute, rounded down. */
  now: number;
  /** Start times asked for: from ≤ start < to, epoch minutes. */
  from: number;
  to: number;
  offer: OfferRules;
  audience: Audience;
  /** Only who can hold it in this one of the offer's forms; null = in any. */
  form: Form | null;
  /** Those who match the offer's team and competences, in the order that breaks ties. */
  caseworkers: readonly EngineCaseworker[];
  rooms: readonly EngineRoom[];
  /** The offer's published sessions (group meetings only). */
  sessions: readonly GroupSession[];
  closings: readonly Closing[];
  /** Bookings of the offer, live holds included, by local date of their start. */
  quotaUsed: readonly { day: string; count: number }[];
  /** Epoch minutes at which live holds lapse; only `nextChangeAt` looks at them. */
  holdExpiries: readonly number[];
}

/** The answer, in columns; slot `i` has caseworkers[offsets[i] … offsets[i + 1]). */
export interface SlotList {
  /** Epoch minutes, ascending; unique, except that two group sessions may start together. */
  starts: Int32Array;
  /** One longer than `starts`. */
  offsets: Int32Array;
  /** Indexes into `input.caseworkers`, the one to be given the talk first. */
  caseworkers: Uint16Array;
  seatsLeft: Int32Array;
  /** Indexes into `input.sessions`; null for individual talks. */
  sessions: Int32Array | null;
}

/** Sorts spans into the flat form; empty ones take no time and are left out. */
export function packSpans(spans: readonly (readonly [number, number])[]): Spans {
  return Int32Array.from(
    spans
      .filter(([start, end]) => end > start)
      .sort((a, b) => a[0] - b[0])
      .flat(),
  );
}

/** Sorts talks by occupied start into the flat form. */
export function packTalks(talks: readonly EngineTalk[]): Talks {
  const rows = talks
    .map((t) => [t.start - t.bufferBefore, t.end + t.bufferAfter, t.start, t.counts ? 1 : 0])
    .sort((a, b) => a[0]! - b[0]!);
  return Int32Array.from(rows.flat());
}
