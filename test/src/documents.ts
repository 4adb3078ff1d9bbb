/** Documents that several tests send. */
export const slots = `query ($offer: ID!, $from: DateTime!, $to: DateTime!) {
  offer(id: $offer) { slots(from: $from, to: $to) { key startsAt seatsLeft } } }`;
export const holdSlot = `mutation ($input: HoldSlotInput!) { holdSlot(input: $input) { __typename
  ... on Hold { id startsAt expiresAt caseworker { id } meetsDeadline { state } }
  ... on SlotTaken { code nearest { startsAt } } ... on Refusal { code message whatNext } } }`;
export const confirm = `mutation ($input: ConfirmBookingInput!) { confirmBooking(input: $input) { __typename
  ... on Booking { id status startsAt meetsDeadline { state } } ... on Refusal { code message } } }`;
export const cancel = `mutation ($input: CancelBookingInput!) { cancelBooking(input: $input) { __typename
  ... on Booking { id status } ... on Refusal { code message } } }`;
export const reschedule = `mutation ($input: RescheduleBookingInput!) { rescheduleBooking(input: $input) { __typename
  ... on Booking { id status startsAt meetsDeadline { state } } ... on Refusal { code message } } }`;

export type Answer = {
  __typename: string;
  id: string;
  code?: string;
  nearest?: { startsAt: string }[];
  status?: string;
  startsAt?: string;
  meetsDeadline?: { state: string } | null;
};
export const key = () => crypto.randomUUID();
