import {
  document,
  type Form,
  type Instant,
  type InterviewType,
  type LocalDate,
  type Refusal,
  type Slot,
} from './document.ts';
import type { DeadlineState } from './meetings.ts';

export type CprPurpose = 'IDENTIFY' | 'PREPARE' | 'BOOK' | 'RECORD';

export interface FoundCitizen {
  id: string;
  name: string;
  cprMasked: string;
  phone: string | null;
  caseId: string | null;
  ownCaseworker: { name: string } | null;
}

export const searchCitizensDocument = document<
  { citizens: FoundCitizen[] },
  { search: string; first: number }
>(`
query SearchCitizens($search: String!, $first: Int!) {
  citizens(search: $search, first: $first) { id name cprMasked phone caseId ownCaseworker { name } }
}`);

export const findCitizenDocument = document<
  { findCitizen: ({ __typename: 'Citizen'; id: string } & Partial<Refusal>) | Refusal },
  { cpr: string; purpose: CprPurpose }
>(`
mutation FindCitizen($cpr: String!, $purpose: CprPurpose!) {
  findCitizen(input: { cpr: $cpr, purpose: $purpose }) {
    __typename
    ... on Citizen { id }
    ... on Refusal { code message whatNext }
  }
}`);

export const revealCprDocument = document<
  { revealCpr: ({ __typename: 'RevealedCpr'; cpr: string } & Partial<Refusal>) | Refusal },
  { citizen: string; purpose: CprPurpose }
>(`
mutation RevealCpr($citizen: ID!, $purpose: CprPurpose!) {
  revealCpr(input: { citizen: $citizen, purpose: $purpose }) {
    __typename
    ... on RevealedCpr { cpr }
    ... on Refusal { code message whatNext }
  }
}`);

interface Talk {
  id: string;
  status: string;
  startsAt: Instant;
  endsAt: Instant;
  form: Form;
  interviewType: InterviewType;
  caseworker: { name: string };
}

export interface CitizenFile extends FoundCitizen {
  email: string | null;
  contactGroup: string;
  exempt: boolean;
  jobCentre: { id: string; name: string; zone: string };
}

/** All that a caseworker needs to know of a citizen, on one page. */
export const citizenFileDocument = document<
  {
    node: ({ __typename: 'Citizen' } & CitizenFile) | { __typename: string } | null;
    deadlines: {
      id: string;
      bookBy: LocalDate;
      holdBy: LocalDate;
      state: DeadlineState;
      interviewType: InterviewType;
    }[];
    coming: { edges: { node: Talk }[] };
    earlier: { edges: { node: Talk }[] };
    requests: { edges: { node: { id: string; kind: 'TIME' | 'DEADLINE' | 'CALL'; createdAt: Instant } }[] };
  },
  { id: string; now: Instant }
>(`
query CitizenFile($id: ID!, $now: DateTime!) {
  node(id: $id) {
    __typename
    ... on Citizen {
      id name cprMasked phone email caseId contactGroup exempt
      ownCaseworker { name }
      jobCentre { id name zone }
    }
  }
  deadlines(citizen: $id) { id bookBy holdBy state interviewType { code nameDa nameEn } }
  coming: bookings(citizen: $id, from: $now, first: 20) { edges { node { ...Talk } } }
  earlier: bookings(citizen: $id, to: $now, status: [BOOKED, CANCELLED], last: 20) { edges { node { ...Talk } } }
  requests(citizen: $id, state: [OPEN], first: 10) { edges { node { id kind createdAt } } }
}
fragment Talk on Booking {
  id status startsAt endsAt form interviewType { code nameDa nameEn } caseworker { name }
}`);

export type EventKind =
  | 'BOOKED'
  | 'MOVED'
  | 'CANCELLED'
  | 'RESTORED'
  | 'FORM'
  | 'ROOM'
  | 'MESSAGE'
  | 'ARRIVED';

export interface TalkFile extends Talk {
  place: string | null;
  /** What the citizen gave for this talk, or else what is known of her. */
  phone: string | null;
  email: string | null;
  message: string | null;
  cancelReason: string | null;
  undoable: EventKind | null;
  offer: { id: string; title: string; seats: number } | null;
  /** In which it can be held at its time. */
  forms: Form[];
  caseworker: { id: string; name: string };
  citizen: { id: string; name: string; cprMasked: string; exempt: boolean; jobCentre: { zone: string } };
  room: { id: string; name: string } | null;
  freeRooms: { id: string; name: string }[];
  meetsDeadline: { id: string; bookBy: LocalDate } | null;
  deadlineIfCancelled: { bookBy: LocalDate; holdBy: LocalDate } | null;
  /** Where it can be moved to, near its own time. */
  nearestTimes: Slot[];
  notes: { id: string; at: Instant; author: string | null; note: string }[];
  history: {
    at: Instant;
    kind: EventKind;
    who: string;
    from: Instant | null;
    to: Instant | null;
    form: Form | null;
    room: { name: string } | null;
    reason: string | null;
  }[];
}

/** One talk with its history and notes, for staff. */
export const talkFileDocument = document<{ booking: TalkFile | null }, { id: string }>(`
query TalkFile($id: ID!) {
  booking(id: $id) {
    id status startsAt endsAt form place phone email message cancelReason undoable
    interviewType { code nameDa nameEn }
    offer { id title seats }
    forms
    caseworker { id name }
    citizen { id name cprMasked exempt jobCentre { zone } }
    room { id name }
    freeRooms { id name }
    meetsDeadline { id bookBy }
    deadlineIfCancelled { bookBy holdBy }
    nearestTimes { key startsAt endsAt seatsLeft }
    notes { id at author note }
    history { at kind who from to form room { name } reason }
  }
}`);

type Made = ({ __typename: 'Booking'; id: string } & Partial<Refusal>) | Refusal;

export const changeBookingDocument = document<
  { changeBooking: Made },
  {
    input: {
      booking: string;
      form?: Form | undefined;
      room?: string | undefined;
      withoutRoom?: boolean;
      idempotencyKey: string;
    };
  }
>(`
mutation ChangeBooking($input: ChangeBookingInput!) {
  changeBooking(input: $input) { __typename ... on Booking { id } ... on Refusal { code message whatNext } }
}`);

export const addNoteDocument = document<
  { addNote: Made },
  { input: { booking: string; note: string; idempotencyKey: string } }
>(`
mutation AddNote($input: AddNoteInput!) {
  addNote(input: $input) { __typename ... on Booking { id } ... on Refusal { code message whatNext } }
}`);

export const undoBookingDocument = document<
  { undoBooking: Made },
  { input: { booking: string; idempotencyKey: string } }
>(`
mutation UndoBooking($input: UndoBookingInput!) {
  undoBooking(input: $input) { __typename ... on Booking { id } ... on Refusal { code message whatNext } }
}`);

export const bookOverlappingDocument = document<
  { bookOverlapping: Made },
  {
    input: {
      offer: string;
      startsAt: Instant;
      caseworker: string;
      citizen: string;
      form: Form;
      replaces?: string;
      note?: string | undefined;
      idempotencyKey: string;
    };
  }
>(`
mutation BookOverlapping($input: BookOverlappingInput!) {
  bookOverlapping(input: $input) { __typename ... on Booking { id } ... on Refusal { code message whatNext } }
}`);

export const bookOnBehalfDocument = document<
  { bookOnBehalf: Made },
  {
    input: {
      offer: string;
      startsAt: Instant;
      caseworker?: string;
      citizen: string;
      form: Form;
      note?: string | undefined;
      idempotencyKey: string;
    };
  }
>(`
mutation BookOnBehalf($input: BookOnBehalfInput!) {
  bookOnBehalf(input: $input) { __typename ... on Booking { id } ... on Refusal { code message whatNext } }
}`);

interface BehalfOffer {
  id: string;
  title: string;
  forms: Form[];
  durationMinutes: number;
}

/** The offers of the citizen's job centre, as staff may book them. */
export const behalfOffersDocument = document<
  { offers: { edges: { node: BehalfOffer }[] } },
  { jobCentre: string }
>(`
query BehalfOffers($jobCentre: ID!) {
  offers(jobCentre: $jobCentre, first: 50) { edges { node { id title forms durationMinutes } } }
}`);

export const behalfTimesDocument = document<
  { offer: { id: string; slots: Slot[] } | null },
  { offer: string; from: Instant; to: Instant }
>(`
query BehalfTimes($offer: ID!, $from: DateTime!, $to: DateTime!) {
  offer(id: $offer) { id slots(from: $from, to: $to) { key startsAt endsAt seatsLeft forms } }
}`);
