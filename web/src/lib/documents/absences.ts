import { document, type Instant, type LocalDate, type Refusal } from './document.ts';

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
