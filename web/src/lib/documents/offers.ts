import {
  document,
  type Form,
  type Instant,
  type InterviewType,
  type LocalDate,
  type Slot,
} from './document.ts';

export interface Offer {
  id: string;
  title: string;
  description: string | null;
  forms: Form[];
  durationMinutes: number;
  seats: number;
  place: string | null;
  interviewType: InterviewType;
}

const OFFER = 'id title description forms durationMinutes seats place interviewType { code nameDa nameEn }';

/** An offer that can't be booked now, and why. */
export interface ClosedOffer {
  code: string;
  message: string;
  whatNext: string | null;
  opensAt: Instant | null;
  offer: { id: string; title: string; interviewType: InterviewType };
}

/** The offers open to a citizen, and those that are not. */
export const offersForDocument = document<
  { offers: { edges: { node: Offer }[] }; offersNotOpen: ClosedOffer[] },
  { citizen: string }
>(`
query OffersFor($citizen: ID!) {
  offers(citizen: $citizen, first: 50) { edges { node { ${OFFER} } } }
  offersNotOpen(citizen: $citizen) {
    code message whatNext opensAt
    offer { id title interviewType { code nameDa nameEn } }
  }
}`);

/** One offer, its free times between two instants, and the reader's deadlines that it may meet. */
export const timesDocument = document<
  {
    offer: (Offer & { jobCentre: { id: string; zone: string }; slots: Slot[] }) | null;
    deadlines: {
      id: string;
      bookBy: LocalDate;
      holdBy: LocalDate;
      state: string;
      interviewType: { code: number };
    }[];
  },
  { id: string; from: Instant; to: Instant; citizen: string }
>(`
query Times($id: ID!, $from: DateTime!, $to: DateTime!, $citizen: ID!) {
  offer(id: $id) {
    ${OFFER}
    jobCentre { id zone }
    slots(from: $from, to: $to, citizen: $citizen) { key startsAt endsAt seatsLeft }
  }
  deadlines(citizen: $citizen) { id bookBy holdBy state interviewType { code } }
}`);

export type SlotsEvent =
  | { __typename: 'SlotsSnapshot'; cursor: string; slots: Slot[] }
  | { __typename: 'SlotsChange'; cursor: string; opened: Slot[]; closed: string[] };

/** The same times, live; `since` resumes from the last cursor seen. */
export const slotsLiveDocument = document<
  { slots: SlotsEvent },
  { offer: string; from: Instant; to: Instant; citizen?: string; since?: string }
>(`
subscription SlotsLive($offer: ID!, $from: DateTime!, $to: DateTime!, $citizen: ID, $since: String) {
  slots(offer: $offer, from: $from, to: $to, citizen: $citizen, since: $since) {
    __typename
    ... on SlotsSnapshot { cursor slots { key startsAt endsAt seatsLeft } }
    ... on SlotsChange { cursor opened { key startsAt endsAt seatsLeft } closed }
  }
}`);
