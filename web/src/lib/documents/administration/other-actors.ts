import { type Connection, connectionFields } from '../../administration/list.ts';
import { document, type Instant, type LocalDate, type Refusal } from '../document.ts';
import type { PeriodState, RoleGrant } from './users.ts';

export interface OtherActorRow {
  id: string;
  name: string;
  assignments: { totalCount: number };
}
export interface Assignment {
  id: string;
  citizen: { id: string; name: string; cprMasked: string } | null;
  from: LocalDate | null;
  to: LocalDate | null;
  reason: string | null;
  endedAt: Instant | null;
  state: PeriodState;
}
type Page = {
  first: number | undefined;
  last: number | undefined;
  after: string | undefined;
  before: string | undefined;
};

export const otherActorListDocument = document<
  { jobCentre: { otherActors: Connection<OtherActorRow> } },
  Page & { centre: string; search: string | undefined }
>(`
query OtherActorList($centre: ID!, $search: String, $first: Int, $last: Int, $after: String, $before: String) {
  jobCentre(id: $centre) {
    otherActors(search: $search, first: $first, last: $last, after: $after, before: $before) {
      ${connectionFields} edges { node { id name assignments(first: 1) { totalCount } } }
    }
  }
}`);

/** One other actor: its name, its caseworkers in the job centre, and a page of its assignments. */
export const otherActorDocument = document<
  {
    otherActor: { id: string; name: string; version: number; assignments: Connection<Assignment> } | null;
    jobCentre: {
      users: {
        edges: { node: { id: string; name: string; roles: Pick<RoleGrant, 'otherActor' | 'state'>[] } }[];
      };
    };
  },
  Page & { centre: string; actor: string; ended: boolean }
>(`
query OtherActor($centre: ID!, $actor: ID!, $ended: Boolean, $first: Int, $last: Int, $after: String, $before: String) {
  otherActor: node(id: $actor) {
    ... on OtherActor {
      id name version
      assignments(ended: $ended, first: $first, last: $last, after: $after, before: $before) {
        ${connectionFields} edges { node { id from to reason endedAt state citizen { id name cprMasked } } }
      }
    }
  }
  jobCentre(id: $centre) {
    users(first: 200, role: ACTOR) { edges { node { id name roles(jobCentre: $centre) { state otherActor { id name } } } } }
  }
}`);

type Failed = Refusal & { path?: string };
const refused = '... on Refusal { code message whatNext }';

export const saveOtherActorDocument = document<
  { saveOtherActor: { __typename: 'OtherActor'; id: string } | Failed },
  {
    input: {
      jobCentre: string;
      otherActor: { id: string; version: number } | null;
      name: string;
      idempotencyKey: string;
    };
  }
>(`
mutation SaveOtherActor($input: SaveOtherActorInput!) {
  saveOtherActor(input: $input) { __typename ... on OtherActor { id } ${refused} ... on InvalidInput { path } }
}`);

/** Whom a CPR number has found. */
export const assignableDocument = document<
  { citizen: { id: string; name: string; cprMasked: string } | null },
  { id: string }
>(`
query Assignable($id: ID!) {
  citizen: node(id: $id) { ... on Citizen { id name cprMasked } }
}`);

export interface NewAssignment {
  citizen: string;
  from: LocalDate;
  to: LocalDate | null;
  reason: string;
}
export const assignCitizensDocument = document<
  { assignCitizens: { __typename: 'OtherActor'; id: string } | Failed },
  { input: { otherActor: string; assignments: NewAssignment[]; idempotencyKey: string } }
>(`
mutation AssignCitizens($input: AssignCitizensInput!) {
  assignCitizens(input: $input) { __typename ... on OtherActor { id } ${refused} ... on InvalidInput { path } }
}`);

export const endAssignmentDocument = document<
  { endAssignment: { __typename: 'Assignment'; id: string } | Failed },
  { input: { assignment: string } }
>(`
mutation EndAssignment($input: EndAssignmentInput!) {
  endAssignment(input: $input) { __typename ... on Assignment { id } ${refused} }
}`);

export interface PreviewedRow {
  line: number;
  outcome: 'NEW' | 'UNCHANGED' | 'REFUSED';
  citizen: { id: string; name: string; cprMasked: string } | null;
  from: LocalDate | null;
  to: LocalDate | null;
  reason: string | null;
  problem: string | null;
}
export const previewAssignmentsDocument = document<
  { previewAssignments: { __typename: 'AssignmentsPreview'; rows: PreviewedRow[] } | Failed },
  {
    input: {
      otherActor: string;
      lines: { line: number; cpr: string; from: string; to: string; reason: string }[];
    };
  }
>(`
mutation PreviewAssignments($input: PreviewAssignmentsInput!) {
  previewAssignments(input: $input) {
    __typename
    ... on AssignmentsPreview { rows { line outcome from to reason problem citizen { id name cprMasked } } }
    ${refused}
  }
}`);
