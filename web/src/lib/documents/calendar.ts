import { document, type Form, type Instant, type InterviewType } from './document.ts';

export interface Team {
  id: string;
  name: string;
  jobCentre: { id: string; name: string; zone: string; rooms: { id: string; name: string }[] };
  caseworkers: { id: string; name: string }[];
}

export type EntryKind = 'BOOKED' | 'HELD' | 'SESSION' | 'ABSENCE' | 'BUSY' | 'CLOSED' | 'FREE';

/** Who changed a talk last. `name` is that of staff. */
export interface LastChange {
  at: Instant;
  by: 'VIEWER' | 'STAFF' | 'CITIZEN' | 'PLANNER';
  name: string | null;
}

export interface CalendarEntry {
  id: string;
  kind: EntryKind;
  startsAt: Instant;
  endsAt: Instant;
  /** null: in a room's calendar, or a closing that holds for all who are shown. */
  caseworker: { id: string; name: string } | null;
  room: { id: string; name: string } | null;
  /** The name of a closing or a group meeting. */
  title: string | null;
  /** The id it had before the talk was moved. */
  replaces: string | null;
  booking: {
    id: string;
    form: Form;
    citizen: { id: string; name: string };
    interviewType: InterviewType;
  } | null;
  /** Only told with changes. */
  lastChange?: LastChange | null;
}

/** What became of a talk that left the view. */
export interface Gone {
  id: string;
  status: string;
  movedTo: Instant | null;
  lastChange: LastChange | null;
}

export type CalendarEvent =
  | { __typename: 'CalendarSnapshot'; cursor: string; entries: CalendarEntry[] }
  | {
      __typename: 'CalendarChange';
      cursor: string;
      upserted: CalendarEntry[];
      removed: string[];
      gone: Gone[];
    };

export type CalendarWindow = {
  caseworkers: string[];
  rooms: string[];
  kinds: EntryKind[];
  from: Instant;
  to: Instant;
};

const ENTRY = `id kind startsAt endsAt caseworker { id name } room { id name } title replaces
    booking { id form citizen { id name } interviewType { code nameDa nameEn } }`;
const LAST_CHANGE = 'lastChange { at by name }';

/** Whose calendars one may choose from, and what time it is. */
export const teamsDocument = document<{ teams: Team[]; viewer: { now: Instant } }>(`
query Teams {
  teams { id name jobCentre { id name zone rooms { id name } } caseworkers { id name } }
  viewer { now }
}`);

export const calendarDocument = document<{ calendar: CalendarEntry[] }, CalendarWindow>(`
query Calendar($caseworkers: [ID!], $rooms: [ID!], $kinds: [CalendarEntryKind!], $from: DateTime!, $to: DateTime!) {
  calendar(caseworkers: $caseworkers, rooms: $rooms, kinds: $kinds, from: $from, to: $to) {
    ${ENTRY}
  }
}`);

export const calendarLiveDocument = document<
  { calendar: CalendarEvent },
  CalendarWindow & { since?: string }
>(`
subscription CalendarLive($caseworkers: [ID!], $rooms: [ID!], $kinds: [CalendarEntryKind!], $from: DateTime!, $to: DateTime!, $since: String) {
  calendar(caseworkers: $caseworkers, rooms: $rooms, kinds: $kinds, from: $from, to: $to, since: $since) {
    __typename
    ... on CalendarSnapshot { cursor entries { ${ENTRY} } }
    ... on CalendarChange { cursor upserted { ${ENTRY} ${LAST_CHANGE} } removed gone { id status movedTo ${LAST_CHANGE} } }
  }
}`);

/** Where one talk can be moved to, by whom it could be held. */
export const otherTimesDocument = document<
  {
    booking: {
      otherTimes: { startsAt: Instant; endsAt: Instant; caseworkers: { id: string }[] }[];
    } | null;
  },
  { booking: string; from: Instant; to: Instant }
>(`
query OtherTimes($booking: ID!, $from: DateTime!, $to: DateTime!) {
  booking(id: $booking) { otherTimes(from: $from, to: $to) { startsAt endsAt caseworkers { id } } }
}`);

/** Why a talk can't be moved to a start. */
export const explainMoveDocument = document<
  { booking: { explainMove: Explanation | null } | null },
  { booking: string; startsAt: Instant; caseworker: string }
>(`
query ExplainMove($booking: ID!, $startsAt: DateTime!, $caseworker: ID!) {
  booking(id: $booking) {
    explainMove(startsAt: $startsAt, caseworker: $caseworker) {
      open
      rules { rule ok text changeBy caseworker { id name } }
    }
  }
}`);

export interface Explanation {
  open: boolean;
  rules: ExplainedRule[];
}

export interface ExplainedRule {
  rule: string;
  ok: boolean;
  text: string;
  changeBy: 'ADMINISTRATOR' | 'CASEWORKER';
  caseworker: { id: string; name: string } | null;
}

/** Every rule that let a start time through or stopped it, for one offer. */
export const explainDocument = document<
  { offer: { id: string; title: string; explain: Explanation } | null },
  { offer: string; startsAt: Instant; caseworker?: string | undefined }
>(`
query Explain($offer: ID!, $startsAt: DateTime!, $caseworker: ID) {
  offer(id: $offer) {
    id title
    explain(startsAt: $startsAt, caseworker: $caseworker) {
      open
      rules { rule ok text changeBy caseworker { id name } }
    }
  }
}`);
