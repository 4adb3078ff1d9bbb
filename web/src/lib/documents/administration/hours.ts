import { document, type Instant, type LocalDate, type Refusal } from '../document.ts';
import type { ReadCaseworker } from './caseworkers.ts';

type Piece = { weekday: number; startMinute: number; endMinute: number };
export interface HoursPeriod {
  validFrom: LocalDate;
  validTo: LocalDate | null;
  everyWeeks: number;
  hours: Piece[];
  breaks: Piece[];
}
/** Minutes from midnight; null where nothing was filled in. */
export interface Workday {
  weekday: number;
  startMinute: number | null;
  endMinute: number | null;
  breakStart: number | null;
  breakEnd: number | null;
}
type Person = {
  id: string;
  name: string;
  employment: { version: number; teams: { id: string }[]; hours: HoursPeriod[] } | null;
};

/** A caseworker's hours, another's to copy, and who can be chosen. */
export const hoursDocument = document<
  {
    caseworker: Person | null;
    colleague?: Person | null;
    jobCentre: { caseworkers: { edges: { node: { id: string; name: string } }[] } };
  },
  { centre: string; caseworker: string; colleague: string; copying: boolean }
>(`
query CaseworkerHours($centre: ID!, $caseworker: ID!, $colleague: ID!, $copying: Boolean!) {
  caseworker: node(id: $caseworker) { ...Hours }
  colleague: node(id: $colleague) @include(if: $copying) { ...Hours }
  jobCentre(id: $centre) { caseworkers(first: 200, ended: false) { edges { node { id name } } } }
}
fragment Hours on Caseworker {
  id name
  employment(jobCentre: $centre) {
    version teams { id }
    hours { validFrom validTo everyWeeks hours { weekday startMinute endMinute } breaks { weekday startMinute endMinute } }
  }
}`);

export interface HoursHit {
  __typename: 'Rehearsal';
  talkCount: number;
  talks: { booking: { id: string; startsAt: Instant; citizen: { id: string; name: string } } }[];
  holds: number;
  deadlineCount: number;
}

export const setHoursDocument = document<
  { setWorkingHours: { __typename: 'Caseworker'; id: string } | HoursHit | (Refusal & { path?: string }) },
  {
    input: {
      jobCentre: string;
      caseworker: ReadCaseworker;
      from: LocalDate;
      to: LocalDate | null;
      everyWeeks: number;
      besideOthers: boolean;
      days: Workday[];
      rehearse: boolean;
      idempotencyKey: string;
    };
  }
>(`
mutation SetWorkingHours($input: SetWorkingHoursInput!) {
  setWorkingHours(input: $input) {
    __typename
    ... on Caseworker { id }
    ... on Rehearsal { talkCount talks { booking { id startsAt citizen { id name } } } holds deadlineCount }
    ... on Refusal { code message whatNext }
    ... on InvalidInput { path }
  }
}`);
