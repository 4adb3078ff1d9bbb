import { randomUUID } from 'node:crypto';
import { type Handle, offer, type Viewer } from '@planner/db';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { once } from '../idempotency.ts';
import { lock } from '../lock.ts';
import { InvalidInput, unknown } from '../refusals.ts';
import { type Read, updateRead } from '../versioned.ts';
import { settingSentence as sentence } from './setting-sentences.ts';
import { type OfferSettings, readSettings } from './settings.ts';

export type SaveOfferInput = {
  jobCentreId: string;
  /** Null: a new one. */
  offer: Read | null;
  settings: OfferSettings;
  /** Citizens can book from this moment on, whatever first day the settings have. */
  publishNow: boolean;
  idempotencyKey: string;
};

/** Makes an offer or changes one. Returns its id. Refusals: NotAllowed, InvalidInput, Outdated, KeyReused. */
export function saveOffer(handle: Handle, viewer: Viewer, input: SaveOfferInput): Promise<string> {
  const { language } = viewer;
  const { jobCentreId, publishNow } = input;
  return once(handle, viewer, input, async () => {
    if (!viewer.administers.includes(jobCentreId)) throw unknown(language);
    const { publishedFrom, publishedTo, ...settings } = readSettings(input.settings, language);
    const id = input.offer?.id ?? randomUUID();
    await lock(handle, [jobCentreId]);
    const [found] = await handle.query<{ team: boolean; type: boolean; opened: boolean; ended: boolean }>(
      `select $2::uuid is null or exists (select from team where id = $2 and job_centre_id = j.id) as team,
         exists (select from interview_type where code = $3
           and coalesce(valid_from <= today, true) and (coalesce(valid_to >= today, true)
             or exists (select from offer where id = $4 and job_centre_id = j.id and interview_type = $3))) as type,
         exists (select from offer where id = $4 and job_centre_id = j.id and published_from <= planner_now()) as opened,
         coalesce($5::date < today, false) as ended
       from job_centre j, lateral (select (planner_now() at time zone j.zone)::date as today) clock where j.id = $1`,
      [jobCentreId, settings.teamId, settings.interviewType, id, publishedTo],
    );
    if (!found?.team) throw unknown(language);
    if (!found.type) throw new InvalidInput('interviewType', sentence.typeUnknown[language]);
    if (found.opened && !publishedFrom && !publishNow)
      throw new InvalidInput('publishedFrom', sentence.draftAgain[language]);
    if (publishNow && found.ended) throw new InvalidInput('publishedTo', sentence.endsFirst[language]);
    const zone = sql`(select zone from job_centre where id = ${jobCentreId})`;
    const midnight = (day: string | null, days: number) =>
      sql`((${day}::date + ${days}::int)::timestamp at time zone ${zone})`;
    // An offer that opened in the middle of that day keeps its instant.
    const kept = sql`(select published_from from offer where id = ${id} and (published_from at time zone ${zone})::date = ${publishedFrom}::date)`;
    const values = {
      ...settings,
      publishedFrom: publishNow
        ? sql`coalesce((select published_from from offer where id = ${id} and published_from <= planner_now()), planner_now())`
        : sql`coalesce(${kept}, ${midnight(publishedFrom, 0)})`,
      publishedTo: midnight(publishedTo, 1),
    };
    if (input.offer) await updateRead(handle, offer, { ...input.offer, jobCentreId }, values, language);
    else await handle.db.insert(offer).values({ ...values, id, jobCentreId });
    return id;
  });
}

/**
 * Stops an offer's booking at once, or lets it go on, whatever others are changing in it; talks that are booked stay.
 * Refusals: NotAllowed.
 */
export async function pauseOffer(
  handle: Handle,
  viewer: Viewer,
  { id, paused }: { id: string; paused: boolean },
): Promise<string> {
  const mine = and(eq(offer.id, id), inArray(offer.jobCentreId, [...viewer.administers]));
  const changed = await handle.db
    .update(offer)
    .set({
      pausedAt: paused ? sql`coalesce(${offer.pausedAt}, planner_now())` : null,
      version: sql`${offer.version} + 1`,
    })
    .where(mine)
    .returning({ id: offer.id });
  if (changed.length === 0) throw unknown(viewer.language);
  return id;
}
