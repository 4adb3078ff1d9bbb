import { document, type Form, type Instant, type InterviewType } from './document.ts';

export interface Team {
  id: string;
  name: string;
  jobCentre: { id: string; name: string; zone: string };
  caseworkers: { id: string; name: string }[];
}

export interface CalendarEntry {
  id: string;
  kind: 'BOOKED' | 'HELD' | 'SESSION' | 'ABSENCE' | 'BUSY' | 'CLOSED' | 'FREE';
  startsAt: Instant;
  endsAt: Instant;
  /** null: a closing that holds for all who are shown. */
  caseworker: { id: string; name: string } | null;
  booking: {
    id: string;
    form: Form;
    citizen: { id: string; name: string };
    interviewType: InterviewType;
  } | null;
}

export type CalendarEvent =
  | { __typename: 'CalendarSnapshot'; cursor: string; entries: CalendarEntry[] }
  | { __typename: 'CalendarChange'; cursor: string; upserted: CalendarEntry[]; removed: string[] };

const ENTRY =
  'id kind startsAt endsAt caseworker { id name } booking { id form citizen { id name } interviewType { code nameDa nameEn } }';

export const teamsDocument = document<{ teams: Team[] }>(`
query Teams {
  teams { id name jobCentre { id name zone } caseworkers { id name } }
}`);

export const calendarDocument = document<
  { calendar: CalendarEntry[] },
  { team?: string | undefined; from: Instant; to: Instant }
>(`
query Calendar($team: ID, $from: DateTime!, $to: DateTime!) {
  calendar(team: $team, from: $from, to: $to) { ${ENTRY} }
}`);

export const calendarLiveDocument = document<
  { calendar: CalendarEvent },
  { team?: string | undefined; from: Instant; to: Instant; since?: string }
>(`
subscription CalendarLive($team: ID, $from: DateTime!, $to: DateTime!, $since: String) {
  calendar(team: $team, from: $from, to: $to, since: $since) {
    __typename
    ... on CalendarSnapshot { cursor entries { ${ENTRY} } }
    ... on CalendarChange { cursor upserted { ${ENTRY} } removed }
  }
}`);

export interface Explanation {
  open: boolean;
  rules: { rule: string; ok: boolean; text: string; caseworker: { id: string; name: string } | null }[];
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
      rules { rule ok text caseworker { id name } }
    }
  }
}`);
