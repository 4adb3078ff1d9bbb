import {
  document,
  type Form,
  type Instant,
  type InterviewType,
  type LocalDate,
  type Refusal,
} from './document.ts';
import type { Request } from './requests.ts';

export interface Talk {
  id: string;
  startsAt: Instant;
  endsAt: Instant;
  form: Form;
  place: string | null;
  message: string | null;
  arrivedAt: Instant | null;
  interviewType: InterviewType;
  citizen: { id: string; name: string };
}

export interface FollowUp {
  citizen: { id: string; name: string };
  deadline: { bookBy: LocalDate; interviewType: InterviewType } | null;
  nextTalk: { id: string; startsAt: Instant } | null;
}

/** A request that waits, as who answers it sees it. */
export type OpenRequest = Pick<
  Request,
  'id' | 'number' | 'kind' | 'createdAt' | 'words' | 'phone' | 'offer' | 'wishes'
> & { citizen: { id: string; name: string }; onOffer: { slots: number } | null };

/** Requests that wait for an answer, the oldest first. */
export const waitingRequestsDocument = document<{ requests: { edges: { node: OpenRequest }[] } }>(`
query WaitingRequests {
  requests(state: [OPEN], first: 50) { edges { node {
    id number kind createdAt words: message phone
    citizen { id name }
    offer { id title }
    wishes { forms otherPlaces partsOfDay }
    onOffer { slots }
  } } }
}`);

export const answerRequestDocument = document<
  { answerRequest: { __typename: 'Request'; id: string } | (Refusal & { path?: string }) },
  { input: { request: string; answer: string } }
>(`
mutation AnswerRequest($input: AnswerRequestInput!) {
  answerRequest(input: $input) {
    __typename
    ... on Request { id }
    ... on Refusal { code message whatNext }
    ... on InvalidInput { path }
  }
}`);

/** One caseworker's date in one column, and which of her citizens need a look. */
export const dayDocument = document<
  {
    caseworkerDay: { talks: Talk[]; gaps: { startsAt: Instant; endsAt: Instant }[] };
    followUps: FollowUp[];
  },
  { caseworker: string; date: LocalDate }
>(`
query Day($caseworker: ID!, $date: Date!) {
  caseworkerDay(caseworker: $caseworker, date: $date) {
    talks {
      id startsAt endsAt form place message arrivedAt
      interviewType { code nameDa nameEn }
      citizen { id name }
    }
    gaps { startsAt endsAt }
  }
  followUps(caseworker: $caseworker, withinDays: 7) {
    citizen { id name }
    deadline { bookBy interviewType { code nameDa nameEn } }
    nextTalk { id startsAt }
  }
}`);

export type DayEvent = { __typename: 'CalendarSnapshot' | 'CalendarChange'; cursor: string };

/** Tells that something of the day has changed; what it is now is asked anew. */
export const dayLiveDocument = document<
  { calendar: DayEvent },
  { caseworkers: string[]; from: Instant; to: Instant; since?: string }
>(`
subscription DayLive($caseworkers: [ID!], $from: DateTime!, $to: DateTime!, $since: String) {
  calendar(caseworkers: $caseworkers, from: $from, to: $to, since: $since) {
    __typename
    ... on CalendarSnapshot { cursor }
    ... on CalendarChange { cursor }
  }
}`);

export const arrivalDocument = document<
  { registerArrival: { __typename: 'Booking'; id: string } | Refusal },
  { input: { booking: string; arrived: boolean } }
>(`
mutation RegisterArrival($input: RegisterArrivalInput!) {
  registerArrival(input: $input) {
    __typename
    ... on Booking { id }
    ... on Refusal { code message whatNext }
  }
}`);
