import { document, type Form, type Instant, type LocalDate, type Refusal } from './document.ts';

export type AbsenceKind = 'ABSENCE' | 'MEETING' | 'CASE_WORK' | 'RESERVED';

export interface TalkHit {
  id: string;
  startsAt: Instant;
  endsAt: Instant;
  citizen: { id: string; name: string };
  caseworker: { id: string; name: string };
}

export interface Absence {
  id: string;
  seriesId: string;
  kind: AbsenceKind;
  startsAt: Instant;
  endsAt: Instant;
  caseworker: { id: string; name: string };
  hits: TalkHit[];
}

const TALK = 'id startsAt endsAt citizen { id name } caseworker { id name }';

export const absencesDocument = document<
  { absences: Absence[] },
  { team?: string | undefined; caseworkers?: string[] | undefined; from: Instant; to: Instant }
>(`
query Absences($team: ID, $caseworkers: [ID!], $from: DateTime!, $to: DateTime!) {
  absences(team: $team, caseworkers: $caseworkers, from: $from, to: $to) {
    id seriesId kind startsAt endsAt caseworker { id name } hits { ${TALK} }
  }
}`);

/** What an absence would hit, asked before it is entered. */
export const talksHitDocument = document<
  { talksHit: TalkHit[] },
  { team?: string | undefined; caseworkers?: string[] | undefined; from: Instant; to: Instant }
>(`
query TalksHit($team: ID, $caseworkers: [ID!], $from: DateTime!, $to: DateTime!) {
  talksHit(team: $team, caseworkers: $caseworkers, from: $from, to: $to) { ${TALK} }
}`);

export const enterAbsenceDocument = document<
  { enterAbsence: ({ __typename: 'EnteredAbsences' } & Partial<Refusal>) | (Refusal & { path?: string }) },
  {
    input: {
      team?: string | undefined;
      caseworkers?: string[] | undefined;
      kind: AbsenceKind;
      startsAt: Instant;
      endsAt: Instant;
      repeat?: { every: 'WORKDAY' | 'WEEK'; until: LocalDate } | undefined;
      idempotencyKey: string;
    };
  }
>(`
mutation EnterAbsence($input: EnterAbsenceInput!) {
  enterAbsence(input: $input) {
    __typename
    ... on Refusal { code message whatNext }
    ... on InvalidInput { path }
  }
}`);

export const removeAbsenceDocument = document<
  { removeAbsence: ({ __typename: 'RemovedAbsences' } & Partial<Refusal>) | Refusal },
  { input: { absence: string; wholeSeries: boolean } }
>(`
mutation RemoveAbsence($input: RemoveAbsenceInput!) {
  removeAbsence(input: $input) {
    __typename
    ... on Refusal { code message whatNext }
  }
}`);

/** Time in which talks are held in some forms only. */
export interface FormSpan {
  id: string;
  seriesId: string;
  forms: Form[];
  startsAt: Instant;
  endsAt: Instant;
  caseworker: { id: string; name: string };
  /** Talks booked in another form. */
  otherwise: TalkHit[];
}

export const formSpansDocument = document<
  { formSpans: FormSpan[]; node: { jobCentre: { talkForms: Form[] } } | null },
  { team: string; from: Instant; to: Instant }
>(`
query FormSpans($team: ID!, $from: DateTime!, $to: DateTime!) {
  formSpans(team: $team, from: $from, to: $to) {
    id seriesId forms startsAt endsAt caseworker { id name } otherwise { ${TALK} }
  }
  node(id: $team) { ... on Team { jobCentre { talkForms } } }
}`);

export const enterFormSpanDocument = document<
  { enterFormSpan: ({ __typename: 'EnteredFormSpans' } & Partial<Refusal>) | (Refusal & { path?: string }) },
  {
    input: {
      caseworker: string;
      forms: Form[];
      startsAt: Instant;
      endsAt: Instant;
      repeat?: { every: 'WORKDAY' | 'WEEK'; until: LocalDate } | undefined;
      idempotencyKey: string;
    };
  }
>(`
mutation EnterFormSpan($input: EnterFormSpanInput!) {
  enterFormSpan(input: $input) {
    __typename
    ... on Refusal { code message whatNext }
    ... on InvalidInput { path }
  }
}`);

export const removeFormSpanDocument = document<
  { removeFormSpan: ({ __typename: 'RemovedFormSpans' } & Partial<Refusal>) | Refusal },
  { input: { formSpan: string; wholeSeries: boolean } }
>(`
mutation RemoveFormSpan($input: RemoveFormSpanInput!) {
  removeFormSpan(input: $input) {
    __typename
    ... on Refusal { code message whatNext }
  }
}`);

export const addExtraHoursDocument = document<
  { addExtraHours: ({ __typename: 'Caseworker' } & Partial<Refusal>) | (Refusal & { path?: string }) },
  { input: { caseworker: string; day: LocalDate; startMinute: number; endMinute: number } }
>(`
mutation AddExtraHours($input: AddExtraHoursInput!) {
  addExtraHours(input: $input) {
    __typename
    ... on Refusal { code message whatNext }
    ... on InvalidInput { path }
  }
}`);
