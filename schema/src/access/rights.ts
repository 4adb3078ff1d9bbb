import type { Viewer } from '@planner/db';

export const roles = [
  'administrator',
  'leader',
  'caseworker',
  'reception',
  'manager',
  'auditor',
  'actor',
  'coordinator',
  'operator',
  'integrator',
] as const;
export type Role = (typeof roles)[number];

/**
 * What each role may, in the job centre where it is held. Commands and scopes ask `may`; the lists by which row-level
 * security decides (`access/load-viewer`) are made of the same table.
 */
const powers = {
  /** All the job centre's citizens. */
  seeCitizens: ['administrator', 'leader', 'caseworker', 'integrator'],
  /** Citizens who are assigned to the other actor, for as long as they are. */
  seeAssigned: ['actor'],
  /** Works with the talks of those she sees: books, moves, registers. */
  serve: ['administrator', 'leader', 'caseworker', 'integrator', 'actor'],
  /** Looks citizens up by CPR number, and has it shown. */
  useCpr: ['administrator', 'leader', 'caseworker', 'actor'],
  /** Whose time is taken when; of whom it is talked with, only by the powers above. */
  seeCalendars: ['administrator', 'leader', 'caseworker', 'integrator', 'actor', 'reception'],
  /** Who comes today, and a named citizen's next and last talk. */
  receive: ['reception'],
  /** Hours, absences and calendars of the other actor's own staff. */
  coordinate: ['coordinator'],
  /** Sets the job centre up, and says who may what in it. */
  administer: ['administrator'],
  /** Figures about citizens, where counts under 5 are hidden. */
  seeFigures: ['administrator', 'leader', 'manager'],
  /** Who did what, and who looked at whom. */
  audit: ['administrator', 'auditor'],
  /** Makes job centres and their first administrators; sees that the installation is well. */
  operate: ['operator'],
} as const satisfies Record<string, readonly Role[]>;
export type Power = keyof typeof powers;

export const gives = (role: string, power: Power): boolean =>
  (powers[power] as readonly string[]).includes(role);

/** Whether the viewer has a power in this job centre; in any, when none is named. */
export function may(viewer: Viewer, power: Power, jobCentreId?: string): boolean {
  return viewer.roles.some(
    (grant) => gives(grant.role, power) && (jobCentreId === undefined || grant.jobCentreId === jobCentreId),
  );
}
