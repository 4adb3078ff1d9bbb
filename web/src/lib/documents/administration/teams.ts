import { type Connection, connectionFields } from '../../administration/list.ts';
import { document, type Refusal } from '../document.ts';

export interface TeamRow {
  id: string;
  name: string;
  place: { id: string; name: string } | null;
  caseworkers: { id: string; name: string }[];
}
export interface Team extends TeamRow {
  version: number;
}
type Page = {
  search: string | undefined;
  orderBy: 'NAME' | 'MEMBERS' | undefined;
  descending: boolean;
  first: number | undefined;
  last: number | undefined;
  after: string | undefined;
  before: string | undefined;
};

export const teamListDocument = document<
  { jobCentre: { teams: Connection<TeamRow> } },
  Page & { centre: string }
>(`
query TeamList($centre: ID!, $search: String, $orderBy: TeamOrder, $descending: Boolean, $first: Int, $last: Int, $after: String, $before: String) {
  jobCentre(id: $centre) {
    teams(search: $search, orderBy: $orderBy, descending: $descending, first: $first, last: $last, after: $after, before: $before) {
      ${connectionFields} edges { node { id name place { id name } caseworkers { id name } } }
    }
  }
}`);

/** What a team's form offers to choose from, and the team itself unless it is a new one. */
export const teamFormDocument = document<
  {
    team: Team | null;
    jobCentre: {
      places: { id: string; name: string }[];
      caseworkers: { edges: { node: { id: string; name: string } }[] };
    };
  },
  { centre: string; team: string }
>(`
query TeamForm($centre: ID!, $team: ID!) {
  team: node(id: $team) { ... on Team { id version name place { id name } caseworkers { id name } } }
  jobCentre(id: $centre) { places { id name } caseworkers(first: 200, ended: false) { edges { node { id name } } } }
}`);

type Read = { id: string; version: number };
export const saveTeamDocument = document<
  { saveTeam: { __typename: 'Team'; id: string } | (Refusal & { path?: string }) },
  {
    input: {
      jobCentre: string;
      team: Read | null;
      name: string;
      place: string | null;
      members: string[];
      idempotencyKey: string;
    };
  }
>(`
mutation SaveTeam($input: SaveTeamInput!) {
  saveTeam(input: $input) {
    __typename
    ... on Team { id }
    ... on Refusal { code message whatNext }
    ... on InvalidInput { path }
  }
}`);

export const removeTeamDocument = document<
  { removeTeam: { __typename: 'RemovedTeam'; name: string } | Refusal },
  { input: { team: Read } }
>(`
mutation RemoveTeam($input: RemoveTeamInput!) {
  removeTeam(input: $input) {
    __typename
    ... on RemovedTeam { name }
    ... on Refusal { code message whatNext }
  }
}`);
