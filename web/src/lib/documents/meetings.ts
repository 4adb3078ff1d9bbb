import { ASKED, type Asked } from './asked.ts';
import {
  document,
  type Form,
  type Instant,
  type InterviewType,
  type LocalDate,
  type Refusal,
} from './document.ts';

/** WAITING: its day has passed, and a person has yet to look at what was asked for. */
export type DeadlineState = 'OPEN' | 'MET' | 'WAITING' | 'MISSED' | 'LIFTED' | 'LAPSED';
/** Something is still to be done about these; in the order of their weight. */
export const stillDue: readonly DeadlineState[] = ['MISSED', 'OPEN', 'WAITING'];

export interface Deadline {
  id: string;
  interviewType: InterviewType;
  bookBy: LocalDate;
  holdBy: LocalDate;
  state: DeadlineState;
  /** It does not run out before a person has looked at what was asked for. */
  waitsForAnswer: boolean;
}

export interface Meeting {
  id: string;
  status: 'HELD' | 'BOOKED' | 'CANCELLED';
  form: Form;
  startsAt: Instant;
  endsAt: Instant;
  place: string | null;
  message: string | null;
  selfBooked: boolean;
  /** Who booked it by power of attorney. */
  bookedBy: string | null;
  rebookUntil: Instant | null;
  cancelUntil: Instant | null;
  mayRebook: boolean;
  mayCancel: boolean;
  cancelReason: string | null;
  interviewType: InterviewType;
  offer: { id: string; title: string; seats: number } | null;
  caseworker: { id: string; name: string };
  citizen: { id: string; name: string; cprMasked: string };
  meetsDeadline: { id: string; bookBy: LocalDate; holdBy: LocalDate } | null;
}

/** What becomes of the deadline that a meeting meets, when the reader cancels it. */
export interface DeadlineIfCancelled {
  bookBy: LocalDate;
  holdBy: LocalDate;
  state: DeadlineState;
  waitsForAnswer: boolean;
}

const MEETING = `
    id status form startsAt endsAt place message selfBooked bookedBy rebookUntil cancelUntil mayRebook mayCancel cancelReason
    interviewType { code nameDa nameEn }
    offer { id title seats }
    caseworker { id name }
    citizen { id name cprMasked }
    meetsDeadline { id bookBy holdBy }`;

interface Meetings {
  edges: { node: Meeting }[];
}

/** The start page: what must be done, what is coming and what was. A talk that runs now began at `today` at the earliest. */
export const overviewDocument = document<
  { deadlines: Deadline[]; requests: Asked; coming: Meetings; calledOff: Meetings; earlier: Meetings },
  { citizen: string; today: Instant; now: Instant }
>(`
query Overview($citizen: ID!, $today: DateTime!, $now: DateTime!) {
  deadlines(citizen: $citizen) { id bookBy holdBy state waitsForAnswer interviewType { code nameDa nameEn } }
  requests(citizen: $citizen, state: [OPEN, ANSWERED], last: 5) { ...Asked }
  coming: bookings(citizen: $citizen, from: $today, status: [BOOKED], first: 50) { ...Meetings }
  calledOff: bookings(citizen: $citizen, from: $now, status: [CANCELLED], first: 10) { ...Meetings }
  earlier: bookings(citizen: $citizen, to: $now, status: [BOOKED, CANCELLED], last: 20) { ...Meetings }
}
${ASKED}
fragment Meetings on QueryBookingsConnection {
  edges { node {${MEETING}
  } }
}`);

/** One meeting, and where the citizen is called for it. */
export const meetingDocument = document<
  { booking: (Meeting & { phone: string | null }) | null },
  { id: string }
>(`
query Meeting($id: ID!) {
  booking(id: $id) {${MEETING}
    phone
  }
}`);

/** One meeting, and what cancelling it would mean. */
export const beforeCancelDocument = document<
  { booking: (Meeting & { deadlineIfCancelled: DeadlineIfCancelled | null }) | null },
  { id: string }
>(`
query BeforeCancel($id: ID!) {
  booking(id: $id) {${MEETING}
    deadlineIfCancelled { bookBy holdBy state waitsForAnswer }
  }
}`);

export const cancelDocument = document<
  { cancelBooking: ({ __typename: 'Booking'; id: string } & Partial<Refusal>) | Refusal },
  { input: { booking: string; reason?: string | undefined; idempotencyKey: string } }
>(`
mutation CancelBooking($input: CancelBookingInput!) {
  cancelBooking(input: $input) {
    __typename
    ... on Booking { id }
    ... on Refusal { code message whatNext }
  }
}`);

export const rescheduleDocument = document<
  { rescheduleBooking: ({ __typename: 'Booking'; id: string } & Partial<Refusal>) | Refusal },
  { input: { booking: string; startsAt: Instant; caseworker?: string; form?: Form; idempotencyKey: string } }
>(`
mutation RescheduleBooking($input: RescheduleBookingInput!) {
  rescheduleBooking(input: $input) {
    __typename
    ... on Booking { id }
    ... on Refusal { code message whatNext }
    ... on SlotTaken { nearest { key startsAt endsAt seatsLeft } }
  }
}`);
