import { randomUUID } from 'node:crypto';
import {
  caseworker,
  competence,
  employment,
  type Handle,
  membership,
  resource,
  type Viewer,
} from '@planner/db';
import { and, eq, notInArray, sql } from 'drizzle-orm';
import { once } from '../idempotency.ts';
import { lock } from '../lock.ts';
import { InvalidInput, NotAllowed, Outdated, unknown } from '../refusals.ts';
import type { Read } from '../versioned.ts';
import { readEmail, readName } from './names.ts';
import { sentence } from './sentences.ts';

export type SaveCaseworkerInput = {
  jobCentreId: string;
  /** Null: a new one. */
  caseworker: Read | null;
  name: string;
  email: string;
  /** Teams and interview types at this job centre; what is left out ends. */
  teams: string[];
  competences: number[];
  summonable: boolean;
  /** A new one whose e-mail address somebody at another job centre has is that person. */
  alsoWorksHere: boolean;
  idempotencyKey: string;
};

type Known = { id: string; name: string; here: boolean };

/**
 * Makes a caseworker, changes one, or lets one of another job centre work here too, under the name that she has there.
 * Returns her id. Refusals: NotAllowed, InvalidInput, Outdated, KeyReused.
 */
export function saveCaseworker(handle: Handle, viewer: Viewer, input: SaveCaseworkerInput): Promise<string> {
  const { language } = viewer;
  const { jobCentreId, summonable } = input;
  return once(handle, viewer, input, async () => {
    if (!viewer.administers.includes(jobCentreId)) throw unknown(language);
    const name = readName('name', input.name, language);
    const email = readEmail(input.email, language);
    const teams = [...new Set(input.teams)];
    const competences = [...new Set(input.competences)];
    await lock(handle, [jobCentreId, `e-mail ${email}`]);
    const [found] = await handle.query<{ teams: number; competences: number; known: Known | null }>(
      `select (select count(*)::int from team where job_centre_id = $1 and id = any ($2::uuid[])) as teams,
         (select count(*)::int from interview_type where code = any ($3::int[])) as competences,
         (select json_build_object('id', c.id, 'name', c.name, 'here', exists (
            select from employment e where e.caseworker_id = c.id and e.job_centre_id = $1))
          from caseworker c where lower(c.email) = $4 and c.id is distinct from $5::uuid) as known`,
      [
        jobCentreId,
        `{${teams.join(',')}}`,
        `{${competences.join(',')}}`,
        email,
        input.caseworker?.id ?? null,
      ],
    );
    if (found?.teams !== teams.length || found.competences !== competences.length) throw unknown(language);
    const { known } = found;
    if (known && !(input.alsoWorksHere && !known.here && !input.caseworker)) {
      if (known.here || input.caseworker)
        throw new InvalidInput(
          'email',
          sentence.emailTaken[language].replace('{name}', () => known.name),
        );
      throw new NotAllowed(
        'WORKS_ELSEWHERE',
        sentence.emailElsewhere[language].replace('{name}', () => known.name),
        sentence.sameCalendar[language],
      );
    }
    const id = input.caseworker?.id ?? known?.id ?? randomUUID();
    await lock(handle, [id]);
    if (input.caseworker) {
      await stillAsRead(handle, viewer, jobCentreId, input.caseworker);
      await handle.db
        .update(caseworker)
        .set({ name, email, version: sql`${caseworker.version} + 1` })
        .where(
          and(
            eq(caseworker.id, id),
            sql`(${caseworker.name}, ${caseworker.email}) is distinct from (${name}, ${email})`,
          ),
        );
      await handle.db
        .update(employment)
        .set({ summonable, version: sql`${employment.version} + 1` })
        .where(and(eq(employment.caseworkerId, id), eq(employment.jobCentreId, jobCentreId)));
    } else {
      if (!known) {
        await handle.db.insert(resource).values({ id, kind: 'person' });
        await handle.db.insert(caseworker).values({ id, name, email });
      }
      await handle.db.insert(employment).values({ caseworkerId: id, jobCentreId, summonable });
    }
    await writeMemberships(handle, id, jobCentreId, teams);
    await writeCompetences(handle, id, jobCentreId, competences);
    return id;
  });
}

/**
 * Refuses who isn't employed at the job centre or has been changed since she was read. The version that is shown is
 * the employment's and the person's added up, as both only rise: another job centre may change her name.
 */
export async function stillAsRead(handle: Handle, { language }: Viewer, jobCentreId: string, read: Read) {
  const [row] = await handle.query<{ version: number }>(
    `select e.version + c.version - 1 as version from employment e join caseworker c on c.id = e.caseworker_id
     where e.caseworker_id = $1 and e.job_centre_id = $2`,
    [read.id, jobCentreId],
  );
  if (!row) throw unknown(language);
  if (row.version !== read.version) throw new Outdated(language);
}

/** Her teams at this job centre become these. */
export async function writeMemberships(
  handle: Handle,
  caseworkerId: string,
  jobCentreId: string,
  teams: string[],
) {
  const hers = and(eq(membership.caseworkerId, caseworkerId), eq(membership.jobCentreId, jobCentreId));
  await handle.db.delete(membership).where(and(hers, notInArray(membership.teamId, teams)));
  if (teams.length === 0) return;
  await handle.db
    .insert(membership)
    .values(teams.map((teamId) => ({ caseworkerId, teamId, jobCentreId })))
    .onConflictDoNothing();
}

/** What she can hold talks in at this job centre becomes this. */
export async function writeCompetences(
  handle: Handle,
  caseworkerId: string,
  jobCentreId: string,
  types: number[],
) {
  const hers = and(eq(competence.caseworkerId, caseworkerId), eq(competence.jobCentreId, jobCentreId));
  await handle.db.delete(competence).where(and(hers, notInArray(competence.interviewType, types)));
  if (types.length === 0) return;
  await handle.db
    .insert(competence)
    .values(types.map((interviewType) => ({ caseworkerId, jobCentreId, interviewType })))
    .onConflictDoNothing();
}
