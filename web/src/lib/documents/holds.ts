import {
  document,
  type Form,
  type Instant,
  type InterviewType,
  type LocalDate,
  type Refusal,
} from './document.ts';

export interface Hold {
  __typename: 'Hold';
  id: string;
  startsAt: Instant;
  endsAt: Instant;
  form: Form;
  /** In which it can be confirmed. */
  forms: Form[];
  expiresAt: Instant;
  serverTime: Instant;
  prolongationsLeft: number;
  citizen: { id: string; phone: string | null; email: string | null };
  caseworker: { id: string; name: string };
  offer: {
    id: string;
    title: string;
    forms: Form[];
    place: string | null;
    seats: number;
    interviewType: InterviewType;
  };
  /** The talk that is moved, and what was said with it. */
  replaces: {
    id: string;
    startsAt: Instant;
    endsAt: Instant;
    phone: string | null;
    email: string | null;
    message: string | null;
  } | null;
  meetsDeadline: { id: string; bookBy: LocalDate; holdBy: LocalDate } | null;
}

export const holdDocument = document<{ node: Hold | { __typename: string } | null }, { id: string }>(`
query Hold($id: ID!) {
  node(id: $id) {
    __typename
    ... on Hold {
      id startsAt endsAt form forms expiresAt serverTime prolongationsLeft
      citizen { id phone email }
      caseworker { id name }
      offer { id title forms place seats interviewType { code nameDa nameEn } }
      replaces { id startsAt endsAt phone email message }
      meetsDeadline { id bookBy holdBy }
    }
  }
}`);

type Held = { __typename: 'Hold'; id: string } & Partial<Refusal>;

export const holdSlotDocument = document<
  { holdSlot: Held | Refusal },
  {
    input: {
      offer: string;
      startsAt: Instant;
      form?: Form | undefined;
      caseworker?: string | undefined;
      citizen?: string | undefined;
      replaces?: string | undefined;
      idempotencyKey: string;
    };
  }
>(`
mutation HoldSlot($input: HoldSlotInput!) {
  holdSlot(input: $input) {
    __typename
    ... on Hold { id }
    ... on Refusal { code message whatNext }
    ... on SlotTaken { nearest { key startsAt endsAt seatsLeft } }
  }
}`);

export const prolongHoldDocument = document<{ prolongHold: Held | Refusal }, { input: { hold: string } }>(`
mutation ProlongHold($input: ProlongHoldInput!) {
  prolongHold(input: $input) {
    __typename
    ... on Hold { id }
    ... on Refusal { code message whatNext }
  }
}`);

export const releaseHoldDocument = document<
  { releaseHold: ({ __typename: 'ReleasedHold' } & Partial<Refusal>) | Refusal },
  { input: { hold: string } }
>(`
mutation ReleaseHold($input: ReleaseHoldInput!) {
  releaseHold(input: $input) {
    __typename
    ... on Refusal { code message whatNext }
  }
}`);

export const confirmBookingDocument = document<
  { confirmBooking: { __typename: 'Booking'; id: string } | (Refusal & { path?: string }) },
  {
    input: {
      hold: string;
      form?: Form | undefined;
      phone?: string | undefined;
      email?: string | undefined;
      message?: string | undefined;
      idempotencyKey: string;
    };
  }
>(`
mutation ConfirmBooking($input: ConfirmBookingInput!) {
  confirmBooking(input: $input) {
    __typename
    ... on Booking { id }
    ... on Refusal { code message whatNext }
    ... on InvalidInput { path }
    ... on SlotTaken { nearest { key startsAt endsAt seatsLeft } }
  }
}`);
