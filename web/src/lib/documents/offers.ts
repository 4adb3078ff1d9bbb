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

/** One offer as one citizen may choose from it; of the others, where the same kind of talk is held. */
export const choosingDocument = document<
  {
    offer: (Offer & { holdBy: LocalDate | null; ownCaseworker: { id: string; name: string } | null }) | null;
    offers: {
      edges: { node: { id: string; place: string | null; seats: number; interviewType: { code: number } } }[];
    };
  },
  { id: string; citizen: string; replaces?: string | undefined }
>(`
query Choosing($id: ID!, $citizen: ID!, $replaces: ID) {
  offer(id: $id) {
    ${OFFER}
    holdBy(citizen: $citizen, replaces: $replaces)
    ownCaseworker(citizen: $citizen) { id name }
  }
  offers(citizen: $citizen, first: 50) { edges { node { id place seats interviewType { code } } } }
}`);

/** An offer's free times between two instants: nobody's own data, so that one answer does for all like the reader. */
export const timesDocument = document<
  { offer: { id: string; slots: Slot[] } | null },
  {
    id: string;
    from: Instant;
    to: Instant;
    caseworker?: string | undefined;
    citizen?: string | undefined;
  }
>(`
query Times($id: ID!, $from: DateTime!, $to: DateTime!, $caseworker: ID, $citizen: ID) {
  offer(id: $id) {
    id
    slots(from: $from, to: $to, caseworker: $caseworker, citizen: $citizen) { key startsAt endsAt seatsLeft forms }
  }
}`);

export type SlotsEvent =
  | { __typename: 'SlotsSnapshot'; cursor: string; slots: Slot[] }
  | { __typename: 'SlotsChange'; cursor: string; opened: Slot[]; closed: string[] };

/** The same times, live; `since` resumes from the last cursor seen. */
export const slotsLiveDocument = document<
  { slots: SlotsEvent },
  { offer: string; from: Instant; to: Instant; caseworker?: string; citizen?: string; since?: string }
>(`
subscription SlotsLive($offer: ID!, $from: DateTime!, $to: DateTime!, $caseworker: ID, $citizen: ID, $since: String) {
  slots(offer: $offer, from: $from, to: $to, caseworker: $caseworker, citizen: $citizen, since: $since) {
    __typename
    ... on SlotsSnapshot { cursor slots { key startsAt endsAt seatsLeft forms } }
    ... on SlotsChange { cursor opened { key startsAt endsAt seatsLeft forms } closed }
  }
}`);
