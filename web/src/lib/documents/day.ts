import {
  document,
  type Form,
  type Instant,
  type InterviewType,
  type LocalDate,
  type Refusal,
} from './document.ts';

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
