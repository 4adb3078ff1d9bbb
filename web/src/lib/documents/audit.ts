import { document, type Instant, type Refusal } from './document.ts';

export interface AuditedPerson {
  id: string;
  name: string;
}
export interface Difference {
  field: string;
  before: string | null;
  after: string | null;
  /** A citizen's own: only that it changed is told. */
  hidden: boolean;
}
export interface TrailEvent {
  number: string;
  at: Instant;
  who: AuditedPerson | null;
  byCitizen: boolean;
  operation: string | null;
  entity: string;
  entityId: string | null;
  action: string;
  differences: Difference[];
  erasedUnder: string | null;
}
export interface AuditLook {
  number: string;
  at: Instant;
  who: AuditedPerson | null;
  role: string | null;
  organisation: string | null;
  kind: string;
  purpose: string | null;
  operation: string;
  citizen: string;
}
interface Pages<Row> {
  edges: { node: Row }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
type Search = {
  centre: string;
  who: string | undefined;
  citizen: string | undefined;
  from: Instant | undefined;
  to: Instant | undefined;
  first: number;
  after: string | undefined;
};

export const trailDocument = document<
  {
    jobCentre: {
      auditedPeople: AuditedPerson[];
      caseworkers: { edges: { node: { id: string; name: string } }[] };
      trail: Pages<TrailEvent>;
    };
  },
  Search & { caseworker: string | undefined; entities: string[] | undefined }
>(`
query Trail($centre: ID!, $who: ID, $citizen: ID, $caseworker: ID, $entities: [String!], $from: DateTime, $to: DateTime, $first: Int, $after: String) {
  jobCentre(id: $centre) {
    auditedPeople { id name }
    caseworkers(first: 200) { edges { node { id name } } }
    trail(who: $who, citizen: $citizen, caseworker: $caseworker, entities: $entities, from: $from, to: $to, first: $first, after: $after) {
      edges { node {
        number at who { id name } byCitizen operation entity entityId action
        differences { field before after hidden }
        erasedUnder
      } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`);

export const looksDocument = document<
  { jobCentre: { auditedPeople: AuditedPerson[]; looks: Pages<AuditLook> } },
  Search
>(`
query LooksAtCitizens($centre: ID!, $who: ID, $citizen: ID, $from: DateTime, $to: DateTime, $first: Int, $after: String) {
  jobCentre(id: $centre) {
    auditedPeople { id name }
    looks(who: $who, citizen: $citizen, from: $from, to: $to, first: $first, after: $after) {
      edges { node { number at who { id name } role organisation kind purpose operation citizen } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`);

/** A citizen's id to search by, for her CPR number, which is in no address. */
export const findForAuditDocument = document<
  { findForAudit: { __typename: 'AuditedCitizen'; citizen: string } | Refusal },
  { input: { cpr: string } }
>(`
mutation FindForAudit($input: FindForAuditInput!) {
  findForAudit(input: $input) {
    __typename
    ... on AuditedCitizen { citizen }
    ... on Refusal { code message whatNext }
  }
}`);
