import { randomUUID } from 'node:crypto';
import { closingDay, type Handle, jobCentre, type Viewer } from '@planner/db';
import { eq, sql } from 'drizzle-orm';
import { once } from '../idempotency.ts';
import { lock } from '../lock.ts';
import { InvalidInput, unknown } from '../refusals.ts';
import { type Read, updateRead } from '../versioned.ts';
import { readName } from './names.ts';
import { sentence } from './sentences.ts';

export type SaveClosingDaysInput = {
  jobCentreId: string;
  /** Null: new ones. */
  closingDay: Read | null;
  name: string;
  /** Local days, both included. One that is changed is one day. */
  from: string;
  to: string;
  /** Minutes from midnight by the job centre's clock. */
  startMinute: number;
  endMinute: number;
  teamId: string | null;
  placeId: string | null;
  idempotencyKey: string;
};

const longest = 60;
const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/**
 * Closes a job centre, one of its teams or one of its places on some days, or changes one closing day. Returns the id of
 * the first. Talks that are booked then stay. Refusals: NotAllowed, InvalidInput, Outdated, KeyReused.
 */
export function saveClosingDays(
  handle: Handle,
  viewer: Viewer,
  input: SaveClosingDaysInput,
): Promise<string> {
  const { language } = viewer;
  const { jobCentreId, from, to, startMinute, endMinute, teamId, placeId } = input;
  return once(handle, viewer, input, async () => {
    if (!viewer.administers.includes(jobCentreId)) throw unknown(language);
    const name = readName('name', input.name, language);
    if (!(0 <= startMinute && startMinute < endMinute && endMinute <= 1440))
      throw new InvalidInput('endMinute', sentence.closesBackwards[language]);
    if (to < from) throw new InvalidInput('to', sentence.lastDayFirst[language]);
    if (daysBetween(from, to) >= longest) throw new InvalidInput('to', sentence.closedLong[language]);
    if (input.closingDay && to !== from) throw new InvalidInput('to', sentence.oneDay[language]);
    if (teamId && placeId) throw new InvalidInput('place', sentence.teamOrPlace[language]);
    await lock(handle, [jobCentreId]);
    const [found] = await handle.query<{ team: boolean; place: boolean; past: boolean; taken: boolean }>(
      `select $2::uuid is null or exists (select from team where id = $2 and job_centre_id = j.id) as team,
         $3::uuid is null or exists (select from place where id = $3 and job_centre_id = j.id) as place,
         $4::date < (planner_now() at time zone j.zone)::date as past,
         exists (select from closing_day where job_centre_id = j.id and team_id is not distinct from $2
           and place_id is not distinct from $3 and day between $4 and $5 and start_minute < $7 and end_minute > $6
           and id is distinct from $8) as taken
       from job_centre j where j.id = $1`,
      [jobCentreId, teamId, placeId, from, to, startMinute, endMinute, input.closingDay?.id ?? null],
    );
    if (!found?.team || !found.place) throw unknown(language);
    if (found.past) throw new InvalidInput('from', sentence.dayPast[language]);
    if (found.taken) throw new InvalidInput('from', sentence.closedAlready[language]);
    const values = { name, startMinute, endMinute, teamId, placeId };
    if (input.closingDay) {
      const read = { ...input.closingDay, jobCentreId };
      await updateRead(handle, closingDay, read, { ...values, day: from }, language);
      return input.closingDay.id;
    }
    const id = randomUUID();
    const rows = Array.from({ length: daysBetween(from, to) + 1 }, (_, n) => ({
      ...values,
      jobCentreId,
      id: n === 0 ? id : randomUUID(),
      day: new Date(Date.parse(from) + n * 86_400_000).toISOString().slice(0, 10),
    }));
    await handle.db.insert(closingDay).values(rows);
    return id;
  });
}

/** Opens the day again. Refusals: NotAllowed, Outdated. */
export async function removeClosingDay(
  handle: Handle,
  viewer: Viewer,
  read: Read,
): Promise<{ name: string }> {
  const [seen] = await handle.query<{ jobCentreId: string; name: string }>(
    'select job_centre_id as "jobCentreId", name from closing_day where id = $1',
    [read.id],
  );
  if (!seen || !viewer.administers.includes(seen.jobCentreId)) throw unknown(viewer.language);
  await lock(handle, [seen.jobCentreId]);
  await updateRead(handle, closingDay, { ...read, jobCentreId: seen.jobCentreId }, {}, viewer.language);
  await handle.db.delete(closingDay).where(eq(closingDay.id, read.id));
  return { name: seen.name };
}

/** Whether the job centre is closed on the national holidays. Refusals: NotAllowed. */
export async function keepPublicHolidays(
  handle: Handle,
  viewer: Viewer,
  { jobCentreId, closed }: { jobCentreId: string; closed: boolean },
): Promise<void> {
  if (!viewer.administers.includes(jobCentreId)) throw unknown(viewer.language);
  await lock(handle, [jobCentreId]);
  await handle.db
    .update(jobCentre)
    .set({ publicHolidays: closed, version: sql`${jobCentre.version} + 1` })
    .where(eq(jobCentre.id, jobCentreId));
}
