import { m } from '#lib/generated/paraglide/messages.js';

/** The roles that an administrator gives, in the order in which they are offered. */
export const givenRoles = [
  'CASEWORKER',
  'LEADER',
  'RECEPTION',
  'MANAGER',
  'ADMINISTRATOR',
  'AUDITOR',
  'ACTOR',
  'COORDINATOR',
  'INTEGRATOR',
] as const;
export type GivenRole = (typeof givenRoles)[number];

const words: Record<GivenRole, () => string> = {
  ADMINISTRATOR: m.role_administrator,
  LEADER: m.role_leader,
  CASEWORKER: m.role_caseworker,
  RECEPTION: m.role_reception,
  MANAGER: m.role_manager,
  AUDITOR: m.role_auditor,
  ACTOR: m.role_actor,
  COORDINATOR: m.role_coordinator,
  INTEGRATOR: m.role_integrator,
};
const gives: Record<GivenRole, () => string> = {
  ADMINISTRATOR: m.role_gives_administrator,
  LEADER: m.role_gives_leader,
  CASEWORKER: m.role_gives_caseworker,
  RECEPTION: m.role_gives_reception,
  MANAGER: m.role_gives_manager,
  AUDITOR: m.role_gives_auditor,
  ACTOR: m.role_gives_actor,
  COORDINATOR: m.role_gives_coordinator,
  INTEGRATOR: m.role_gives_integrator,
};
const isRole = (text: string): text is GivenRole => (givenRoles as readonly string[]).includes(text);

/** What a role is called, however it is written; an employee when it is none that is known. */
export function roleName(role: string | null): string {
  const name = (role ?? '').toUpperCase();
  return isRole(name) ? words[name]() : m.role_unknown();
}
/** What a role gives access to, in a sentence. */
export const roleGives = (role: GivenRole): string => gives[role]();
