import { type Connection, connectionFields } from '../../administration/list.ts';
import type { GivenRole } from '../../roles.ts';
import { document, type Instant, type LocalDate, type Refusal } from '../document.ts';

export type PeriodState = 'AHEAD' | 'CURRENT' | 'ENDED';
export interface RoleGrant {
  id: string;
  role: GivenRole;
  otherActor: { id: string; name: string } | null;
  from: LocalDate | null;
  to: LocalDate | null;
  endedAt: Instant | null;
  state: PeriodState;
}
export interface UserRow {
  id: string;
  name: string;
  email: string | null;
  roles: RoleGrant[];
}
export interface User extends UserRow {
  version: number;
  subject: string | null;
  caseworker: { id: string; name: string } | null;
}
const grant = 'id role from to endedAt state otherActor { id name }';

export const userListDocument = document<
  { jobCentre: { users: Connection<UserRow> } },
  {
    centre: string;
    search: string | undefined;
    role: GivenRole | undefined;
    ended: boolean;
    first: number | undefined;
    last: number | undefined;
    after: string | undefined;
    before: string | undefined;
  }
>(`
query UserList($centre: ID!, $search: String, $role: Role, $ended: Boolean, $first: Int, $last: Int, $after: String, $before: String) {
  jobCentre(id: $centre) {
    users(search: $search, role: $role, ended: $ended, first: $first, last: $last, after: $after, before: $before) {
      ${connectionFields} edges { node { id name email roles(jobCentre: $centre) { ${grant} } } }
    }
  }
}`);

/** What a user's form offers to choose from, and the user herself unless it is a new one. */
export const userFormDocument = document<
  {
    user: User | null;
    jobCentre: {
      otherActors: { edges: { node: { id: string; name: string } }[] };
      caseworkers: { edges: { node: { id: string; name: string } }[] };
    };
  },
  { centre: string; user: string }
>(`
query UserForm($centre: ID!, $user: ID!) {
  user: node(id: $user) {
    ... on User { id version name email subject caseworker { id name } roles(jobCentre: $centre) { ${grant} } }
  }
  jobCentre(id: $centre) {
    otherActors(first: 200) { edges { node { id name } } }
    caseworkers(first: 200) { edges { node { id name } } }
  }
}`);

type Given = { role: GivenRole; otherActor: string | null; from: LocalDate; to: LocalDate | null };
type Done = { __typename: 'User'; id: string } | (Refusal & { path?: string });
const answer = '__typename ... on User { id } ... on Refusal { code message whatNext }';

export const addUserDocument = document<
  { addUser: Done },
  {
    input: {
      jobCentre: string;
      name: string;
      email: string | null;
      subject: string | null;
      caseworker: string | null;
      role: Given;
      idempotencyKey: string;
    };
  }
>(`
mutation AddUser($input: AddUserInput!) {
  addUser(input: $input) { ${answer} ... on InvalidInput { path } }
}`);

export const saveUserDocument = document<
  { saveUser: Done },
  {
    input: {
      jobCentre: string;
      user: { id: string; version: number };
      name: string;
      caseworker: string | null;
    };
  }
>(`
mutation SaveUser($input: SaveUserInput!) {
  saveUser(input: $input) { ${answer} ... on InvalidInput { path } }
}`);

export const giveRoleDocument = document<
  { giveRole: Done },
  { input: { jobCentre: string; user: string; role: Given; idempotencyKey: string } }
>(`
mutation GiveRole($input: GiveRoleInput!) {
  giveRole(input: $input) { ${answer} ... on InvalidInput { path } }
}`);

export const endRoleDocument = document<{ endRole: Done }, { input: { role: string } }>(`
mutation EndRole($input: EndRoleInput!) {
  endRole(input: $input) { ${answer} }
}`);
