import type { Handle } from '@planner/db';
import { readNow } from '../lock.ts';
import { Rehearsed } from '../rehearsed.ts';
import { deadlinesWithout, loadFreeTimes, openDeadlines } from './free-times.ts';
import { loadTalks, misfits } from './misfits.ts';
import { loadSetUp } from './set-up.ts';

/**
 * Does a command, reads with the engine what would no longer fit in that job centre, and undoes it: throws what it
 * would hit. How it was before is read only for what doesn't fit after, so that nothing is blamed that never fitted.
 */
export async function rehearse(
  handle: Handle,
  jobCentreId: string,
  work: (handle: Handle) => Promise<unknown>,
): Promise<never> {
  await handle.query('savepoint before');
  await work(handle);
  const now = await readNow(handle);
  const after = await loadSetUp(handle, jobCentreId);
  const talks = await misfits(after, await loadTalks(handle, jobCentreId, now, null));
  const deadlines = await openDeadlines(handle, jobCentreId, after.centre.zone, now);
  const without = await deadlinesWithout(await loadFreeTimes(handle, after, deadlines), deadlines);
  await handle.query('rollback to savepoint before');

  const before = await loadSetUp(handle, jobCentreId);
  const ids = talks.map(({ talk }) => talk.id);
  const never = new Set(
    (ids.length > 0 ? await misfits(before, await loadTalks(handle, jobCentreId, now, ids)) : []).map(
      ({ talk }) => talk.id,
    ),
  );
  const hit = talks.filter(({ talk }) => !never.has(talk.id));
  const lacked = new Set(
    without.length > 0 ? await deadlinesWithout(await loadFreeTimes(handle, before, without), without) : [],
  );
  throw new Rehearsed({
    talks: hit
      .filter(({ talk }) => talk.status === 'booked')
      .map(({ talk, rules }) => ({ id: talk.id, rules, zone: after.centre.zone })),
    holds: hit.filter(({ talk }) => talk.status === 'held').length,
    deadlines: without.filter((deadline) => !lacked.has(deadline)).map(({ id }) => id),
  });
}
