import { employment, type Handle, type Viewer } from '@planner/db';
import { and, eq, sql } from 'drizzle-orm';
import { lock } from '../lock.ts';
import { NotAllowed, unknown } from '../refusals.ts';
import type { Read } from '../versioned.ts';
import { stillAsRead } from './save-caseworker.ts';
import { sentence } from './sentences.ts';

/**
 * Ends a caseworker at one job centre after her last day there; null takes her back. Her teams and competences stay as
 * they were. Whoever books her takes the same lock, so no talk slips in behind the look. Returns her id. Refusals:
 * NotAllowed (also HAS_TALKS: talks after that day must be reassigned first), Outdated.
 */
export async function endCaseworker(
  handle: Handle,
  viewer: Viewer,
  input: { jobCentreId: string; caseworker: Read; lastDay: string | null },
): Promise<string> {
  const { language } = viewer;
  const { jobCentreId, lastDay } = input;
  const { id } = input.caseworker;
  if (!viewer.administers.includes(jobCentreId)) throw unknown(language);
  await lock(handle, [id]);
  await stillAsRead(handle, viewer, jobCentreId, input.caseworker);
  if (lastDay !== null) {
    const count = await talksAfter(handle, id, jobCentreId, lastDay);
    if (count > 0)
      throw new NotAllowed(
        'HAS_TALKS',
        sentence.talksLeft[language].replace('{count}', String(count)),
        sentence.reassign[language],
      );
  }
  await handle.db
    .update(employment)
    .set({ lastDay, version: sql`${employment.version} + 1` })
    .where(and(eq(employment.caseworkerId, id), eq(employment.jobCentreId, jobCentreId)));
  return id;
}

/** Talks, live holds and group sessions to come that begin after a local day. */
async function talksAfter(handle: Handle, id: string, jobCentreId: string, lastDay: string): Promise<number> {
  const [row] = await handle.query<{ count: number }>(
    `with after as (select greatest((($3::date + 1)::timestamp at time zone zone), planner_now()) as begins, planner_now() as now
       from job_centre where id = $2)
     select (select count(*) from booking, after where caseworker_id = $1 and job_centre_id = $2 and starts_at >= begins
         and session_id is null and (status = 'booked' or (status = 'held' and expires_at > now)))::int
       + (select count(*) from group_session, after where caseworker_id = $1 and job_centre_id = $2 and starts_at >= begins)::int
       as count`,
    [id, jobCentreId, lastDay],
  );
  return row?.count ?? 0;
}
