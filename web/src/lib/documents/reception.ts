import { document, type Instant, type Refusal } from './document.ts';

export interface Arriving {
  booking: string;
  name: string;
  startsAt: Instant;
  caseworker: { name: string };
  room: { name: string } | null;
  arrivedAt: Instant | null;
}
type Talk = { startsAt: Instant; caseworker: { name: string }; room: { name: string } | null };
export interface Received {
  name: string;
  cprMasked: string;
  nextTalk: Talk | null;
  lastTalk: Talk | null;
}

/** Who comes today. */
export const arrivingDocument = document<{ arriving: Arriving[] }, { centre: string }>(`
query Arriving($centre: ID!) {
  arriving(jobCentre: $centre) { booking name startsAt caseworker { name } room { name } arrivedAt }
}`);

/** A citizen who stands at the desk. */
export const receivedDocument = document<{ received: Received[] }, { centre: string; search: string }>(`
query Received($centre: ID!, $search: String!) {
  received(jobCentre: $centre, search: $search) {
    name cprMasked
    nextTalk { startsAt caseworker { name } room { name } }
    lastTalk { startsAt caseworker { name } room { name } }
  }
}`);

export const receiveDocument = document<
  { receive: { __typename: 'ReceivedArrival' } | Refusal },
  { booking: string; arrived: boolean }
>(`
mutation Receive($booking: ID!, $arrived: Boolean!) {
  receive(input: { booking: $booking, arrived: $arrived }) {
    __typename
    ... on Refusal { code message whatNext }
  }
}`);
