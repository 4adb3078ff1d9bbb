import {
  document,
  type Form,
  type Instant,
  type InterviewType,
  type LocalDate,
  type Refusal,
} from './document.ts';
import type { DeadlineState } from './meetings.ts';

export type PartOfDay = 'EARLY' | 'MORNING' | 'AFTERNOON';
export type RequestKind = 'TIME' | 'DEADLINE' | 'CALL';

/** What a citizen asked for, as its receipt tells it. */
export interface Request {
  __typename: 'Request';
  id: string;
  number: string;
  kind: RequestKind;
  state: 'OPEN' | 'ANSWERED' | 'WITHDRAWN';
  createdAt: Instant;
  words: string | null;
  phone: string | null;
  answer: string | null;
  answeredAt: Instant | null;
  answeredBy: { name: string } | null;
  wishes: { forms: Form[]; otherPlaces: boolean; partsOfDay: PartOfDay[] };
  onOffer: { from: Instant; to: Instant; slots: number } | null;
  offer: { id: string; title: string } | null;
  deadline: { bookBy: LocalDate; holdBy: LocalDate; waitsForAnswer: boolean } | null;
  citizen: { id: string };
}

export const requestDocument = document<{ node: Request | { __typename: string } | null }, { id: string }>(`
query Request($id: ID!) {
  node(id: $id) {
    __typename
    ... on Request {
      id number kind state createdAt words: message phone answer answeredAt
      answeredBy { name }
      wishes { forms otherPlaces partsOfDay }
      onOffer { from to slots }
      offer { id title }
      deadline { bookBy holdBy waitsForAnswer }
      citizen { id }
    }
  }
}`);

/** What the form for a request is filled in from. */
export const requestFormDocument = document<
  {
    offer: { id: string; title: string; forms: Form[]; interviewType: InterviewType } | null;
    deadlines: {
      id: string;
      bookBy: LocalDate;
      holdBy: LocalDate;
      state: DeadlineState;
      interviewType: { code: number };
    }[];
    node: { phone: string | null } | null;
  },
  { offer: string; citizen: string }
>(`
query RequestForm($offer: ID!, $citizen: ID!) {
  offer(id: $offer) { id title forms interviewType { code nameDa nameEn } }
  deadlines(citizen: $citizen) { id bookBy holdBy state interviewType { code } }
  node(id: $citizen) { ... on Citizen { phone } }
}`);

/** The citizen's requests that wait, to lead to the first instead of asking twice. */
export const openRequestsDocument = document<
  { requests: { edges: { node: { id: string; kind: RequestKind; offer: { id: string } | null } }[] } },
  { citizen: string }
>(`
query OpenRequests($citizen: ID!) {
  requests(citizen: $citizen, state: [OPEN], first: 50) { edges { node { id kind offer { id } } } }
}`);

export const makeRequestDocument = document<
  { makeRequest: { __typename: 'Request'; id: string } | (Refusal & { path?: string }) },
  {
    input: {
      kind: RequestKind;
      offer?: string | undefined;
      deadline?: string | undefined;
      citizen?: string | undefined;
      wishes: { forms: Form[]; otherPlaces: boolean; partsOfDay: PartOfDay[] };
      message: string;
      phone: string;
      idempotencyKey: string;
    };
  }
>(`
mutation MakeRequest($input: MakeRequestInput!) {
  makeRequest(input: $input) {
    __typename
    ... on Request { id }
    ... on Refusal { code message whatNext }
    ... on InvalidInput { path }
  }
}`);

export const withdrawRequestDocument = document<
  { withdrawRequest: { __typename: 'Request' } | Refusal },
  { input: { request: string } }
>(`
mutation WithdrawRequest($input: WithdrawRequestInput!) {
  withdrawRequest(input: $input) {
    __typename
    ... on Refusal { code message whatNext }
  }
}`);
