import { type Handle, offer } from '@planner/db';
import { eq } from 'drizzle-orm';
import { type Centre, loadCentre } from '../availability/centre.ts';
import type { Offer } from '../availability/load-input.ts';

/** What a job centre has set up as this transaction sees it. */
export type SetUp = { centre: Centre; offers: ReadonlyMap<string, Offer> };

export async function loadSetUp(handle: Handle, jobCentreId: string): Promise<SetUp> {
  const [centre, offers] = await Promise.all([
    loadCentre(handle, jobCentreId, null),
    handle.db.select().from(offer).where(eq(offer.jobCentreId, jobCentreId)),
  ]);
  return { centre, offers: new Map(offers.map((row) => [row.id, row])) };
}

/** Lets others have their turn in between, however much there is to work out. */
export const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));
