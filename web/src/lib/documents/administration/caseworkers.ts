import { type Connection, connectionFields } from '../../administration/list.ts';
import { document, type Instant, type InterviewType, type LocalDate, type Refusal } from '../document.ts';

type Named = { id: string; name: string };
export interface CaseworkerRow {
  id: string;
  name: string;
  email: string | null;
  employment: { lastDay: LocalDate | null; teams: Named[]; competences: InterviewType[] } | null;
}
export interface CaseworkerForm extends CaseworkerRow {
  employment: {
    version: number;
    lastDay: LocalDate | null;
    summonable: boolean;
    teams: Named[];
    competences: InterviewType[];
  } | null;
}
export interface TalkToMove {
  id: string;
  startsAt: Instant;
  citizen: Named;
}
/** An end that was refused: the day, and talks that stand after it. */
export interface Ending {
  lastDay: LocalDate;
  talks: TalkToMove[];
  more: boolean;
}

type Page = {
  search: string | undefined;
  orderBy: 'NAME' | 'EMAIL' | undefined;
  descending: boolean;
  first: number | undefined;
  last: number | undefined;
  after: string | undefined;
  before: string | undefined;
};

export const caseworkerListDocument = document<
  { jobCentre: { teams: { edges: { node: Named }[] }; caseworkers: Connection<CaseworkerRow> } },
  Page & { centre: string; team: string | undefined; ended: boolean | undefined }
>(`
query CaseworkerList($centre: ID!, $team: ID, $ended: Boolean, $search: String, $orderBy: CaseworkerOrder, $descending: Boolean, $first: Int, $last: Int, $after: String, $before: String) {
  jobCentre(id: $centre) {
    teams(first: 200) { edges { node { id name } } }
    caseworkers(team: $team, ended: $ended, search: $search, orderBy: $orderBy, descending: $descending, first: $first, last: $last, after: $after, before: $before) {
      ${connectionFields}
      edges { node { id name email employment(jobCentre: $centre) { lastDay teams { id name } competences { code nameDa nameEn } } } }
    }
  }
}`);

/** What a caseworker's form offers to choose from, and the caseworker unless it is a new one. */
export const caseworkerFormDocument = document<
  {
    caseworker: CaseworkerForm | null;
    jobCentre: { teams: { edges: { node: Named }[] }; interviewTypes: InterviewType[] };
  },
  { centre: string; caseworker: string }
>(`
query CaseworkerForm($centre: ID!, $caseworker: ID!) {
  caseworker: node(id: $caseworker) {
    ... on Caseworker {
      id name email
      employment(jobCentre: $centre) { version lastDay summonable teams { id name } competences { code nameDa nameEn } }
    }
  }
  jobCentre(id: $centre) { teams(first: 200) { edges { node { id name } } } interviewTypes { code nameDa nameEn } }
}`);

/** Talks of a caseworker from an instant on. */
export const talksToMoveDocument = document<
  { bookings: { edges: { node: TalkToMove }[]; pageInfo: { hasNextPage: boolean } } },
  { caseworkers: string[]; from: Instant }
>(`
query TalksToMove($caseworkers: [ID!], $from: DateTime) {
  bookings(caseworkers: $caseworkers, from: $from, first: 100) {
    pageInfo { hasNextPage } edges { node { id startsAt citizen { id name } } }
  }
}`);

export type ReadCaseworker = { id: string; version: number };
type Saved = { __typename: 'Caseworker'; id: string } | (Refusal & { path?: string });

export const saveCaseworkerDocument = document<
  { saveCaseworker: Saved },
  {
    input: {
      jobCentre: string;
      caseworker: ReadCaseworker | null;
      name: string;
      email: string;
      teams: string[];
      competences: number[];
      summonable: boolean;
      alsoWorksHere: boolean;
      idempotencyKey: string;
    };
  }
>(`
mutation SaveCaseworker($input: SaveCaseworkerInput!) {
  saveCaseworker(input: $input) {
    __typename
    ... on Caseworker { id }
    ... on Refusal { code message whatNext }
    ... on InvalidInput { path }
  }
}`);

export const endCaseworkerDocument = document<
  { endCaseworker: Saved },
  { input: { jobCentre: string; caseworker: ReadCaseworker; lastDay: LocalDate | null } }
>(`
mutation EndCaseworker($input: EndCaseworkerInput!) {
  endCaseworker(input: $input) {
    __typename
    ... on Caseworker { id }
    ... on Refusal { code message whatNext }
  }
}`);
