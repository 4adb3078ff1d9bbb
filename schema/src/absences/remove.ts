import { absence, type Handle, type Viewer } from '@planner/db';
import { eq } from 'drizzle-orm';
import { lock } from '../lock.ts';
import { unknown } from '../refusals.ts';

/** Takes an absence away, or all that was entered with it. Returns how many stretches are free again. */
export async function removeAbsence(
  handle: Handle,
  viewer: Viewer,
  input: { absence: string; wholeSeries: boolean },
): Promise<number> {
  const [seen] = await handle.query<{ resourceId: string; seriesId: string }>(
    `select resource_id as "resourceId", series_id as "seriesId" from absence where id = $1
       and (resource_id = any ($3::uuid[]) or resource_id in
         (select caseworker_id from employment where job_centre_id = any ($2::uuid[])))`,
    [input.absence, `{${viewer.centres.join(',')}}`, `{${viewer.staff.join(',')}}`],
  );
  if (!seen) throw unknown(viewer.language);
  await lock(handle, [seen.resourceId]);
  // Row-level security leaves alone those of a series who are no colleagues any more.
  const gone = await handle.db
    .delete(absence)
    .where(input.wholeSeries ? eq(absence.seriesId, seen.seriesId) : eq(absence.id, input.absence))
    .returning({ id: absence.id });
  return gone.length;
}
