/** A GraphQL document with the shapes of its answer and variables; the server knows it by the hash of its text. */
export interface Document<Result, Variables> {
  readonly text: string;
  readonly shapes?: (variables: Variables) => Result;
}

/** Trimmed text of one operation; the text is the identity, so even a space makes another document. */
export function document<Result, Variables = Record<string, never>>(
  text: string,
): Document<Result, Variables> {
  return { text: text.trim() };
}

export type Form = 'IN_PERSON' | 'PHONE' | 'DIGITAL' | 'WORKPLACE';
/** An instant in UTC, as in "2026-11-27T08:15:00.000Z". */
export type Instant = string;
/** A local date, as in "2026-12-07". */
export type LocalDate = string;

export interface InterviewType {
  code: number;
  nameDa: string;
  nameEn: string;
}

export interface Slot {
  key: string;
  startsAt: Instant;
  endsAt: Instant;
  seatsLeft: number;
  /** In which of the offer's forms it can be had; only where a page asks. */
  forms?: Form[];
}

/** An expected no: what happened and what to do next, in the viewer's language. */
export interface Refusal {
  __typename: string;
  code: string;
  message: string;
  whatNext: string | null;
  nearest?: Slot[];
}
