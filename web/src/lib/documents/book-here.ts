import type { Explanation } from './calendar.ts';
import { document, type Form, type Instant, type InterviewType, type LocalDate } from './document.ts';
import type { DeadlineState } from './meetings.ts';

export interface HereOffer {
  id: string;
  title: string;
  forms: Form[];
  seats: number;
  interviewType: InterviewType;
}

/** What can be booked with one caseworker, or, without one, at the viewer's job centres. */
export const hereOffersDocument = document<
  { offers: { edges: { node: HereOffer }[] } },
  { caseworker?: string | undefined }
>(`
query HereOffers($caseworker: ID) {
  offers(caseworker: $caseworker, first: 50) {
    edges { node { id title forms seats interviewType { code nameDa nameEn } } }
  }
}`);

/** Whether staff may book an offer at a start, and whether on purpose. */
export const explainForStaffDocument = document<
  { offer: { id: string; explain: Explanation & { onPurpose: boolean; forms: Form[] } } | null },
  { offer: string; startsAt: Instant; caseworker?: string | undefined }
>(`
query ExplainForStaff($offer: ID!, $startsAt: DateTime!, $caseworker: ID) {
  offer(id: $offer) {
    id
    explain(startsAt: $startsAt, caseworker: $caseworker, forStaff: true) {
      open onPurpose forms
      rules { rule ok text changeBy caseworker { id name } }
    }
  }
}`);

export interface ForWhom {
  id: string;
  name: string;
  cprMasked: string;
  phone: string | null;
}

/** What one must know of a citizen before booking for her: what she must book, and what she has. */
export const forWhomDocument = document<
  {
    node: ({ __typename: 'Citizen' } & ForWhom) | { __typename: string } | null;
    deadlines: { id: string; bookBy: LocalDate; state: DeadlineState; interviewType: InterviewType }[];
    coming: { edges: { node: { id: string; startsAt: Instant; interviewType: InterviewType } }[] };
  },
  { id: string; now: Instant }
>(`
query ForWhom($id: ID!, $now: DateTime!) {
  node(id: $id) { __typename ... on Citizen { id name cprMasked phone } }
  deadlines(citizen: $id) { id bookBy state interviewType { code nameDa nameEn } }
  coming: bookings(citizen: $id, from: $now, status: [BOOKED], first: 5) {
    edges { node { id startsAt interviewType { code nameDa nameEn } } }
  }
}`);
