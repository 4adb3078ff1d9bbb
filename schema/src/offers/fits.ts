import type { Handle } from '@planner/db';
import { type ClosedCode, whyClosed } from './rules.ts';
import type { OfferSettings } from './settings.ts';

/** How many present citizens of a job centre could book, and how many could not, by what stands against it. */
export type Fits = { citizens: number; fit: number } & Record<Exclude<ClosedCode, `OFFER_${string}`>, number>;

/** Asks the rules that the list of offers asks, as if the offer were open now. Counts only whom the viewer may see. */
export async function whoFits(
  handle: Handle,
  jobCentreId: string,
  settings: Pick<OfferSettings, 'groups' | 'maxOpen' | 'interviewType'>,
): Promise<Fits> {
  type Row = { contactGroup: string; exempt: boolean; open: number; citizens: number };
  const rows = await handle.query<Row>(
    // Of each citizen no more talks are counted than matter.
    `select contact_group as "contactGroup", exempt, open, count(*)::int as citizens
     from citizen c, lateral (select count(*)::int as open from (select from booking b where b.citizen_id = c.id
       and interview_type = $2 and status = 'booked' and starts_at > planner_now() limit $3) talk) talks
     where job_centre_id = $1 group by 1, 2, 3`,
    [jobCentreId, settings.interviewType, settings.maxOpen],
  );
  const offer = { ...settings, publishedFrom: null, publishedTo: null, paused: false };
  const fits: Fits = { citizens: 0, fit: 0, EXEMPT: 0, GROUP: 0, MAX_OPEN: 0 };
  for (const row of rows) {
    fits.citizens += row.citizens;
    const code = whyClosed(offer, row, row.open, 0);
    fits[(code ?? 'fit') as keyof Fits] += row.citizens;
  }
  return fits;
}
