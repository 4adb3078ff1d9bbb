import type { Handle } from '@planner/db';
import * as t from '@planner/db';
import { and, asc, inArray, sql } from 'drizzle-orm';

/** The offers of these job centres whose talks at least one of these caseworkers can hold, by title. */
export async function offersHeldBy(
  handle: Handle,
  ask: { caseworkers: readonly string[]; centres: readonly string[] },
): Promise<(typeof t.offer.$inferSelect)[]> {
  if (ask.caseworkers.length === 0 || ask.centres.length === 0) return [];
  const { offer, membership: m, competence: k } = t;
  return handle.db
    .select()
    .from(offer)
    .where(
      and(
        inArray(offer.jobCentreId, [...ask.centres]),
        sql`exists (select from ${m} join ${k} on ${k.caseworkerId} = ${m.caseworkerId} and ${k.jobCentreId} = ${m.jobCentreId}
          where ${inArray(m.caseworkerId, [...ask.caseworkers])} and ${m.jobCentreId} = ${offer.jobCentreId}
            and (${offer.teamId} is null or ${m.teamId} = ${offer.teamId}) and ${k.interviewType} = ${offer.interviewType})`,
      ),
    )
    .orderBy(asc(offer.titleDa), asc(offer.id));
}
