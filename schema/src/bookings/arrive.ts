import { booking, type Handle, type Viewer } from '@planner/db';
import { eq, sql } from 'drizzle-orm';
import { worksAt } from '../access/load-viewer.ts';
import { lock, readNow } from '../lock.ts';
import { NotAllowed, unknown } from '../refusals.ts';
import { sentence } from './sentences.ts';
import { readBooking } from './take.ts';

/**
 * Staff say that the citizen is here, or take it back. Saying it twice keeps the first instant. Returns the booking's
 * id. Refusals: NotAllowed (not there, not booked, or the talk is on another day).
 */
export async function registerArrival(
  handle: Handle,
  viewer: Viewer,
  input: { booking: string; arrived: boolean },
): Promise<string> {
  const { language } = viewer;
  const seen = await readBooking(handle, input.booking);
  if (!seen || !worksAt(viewer, seen.jobCentreId)) throw unknown(language);
  await lock(handle, [seen.citizenId]);
  const [talk, now] = await Promise.all([readBooking(handle, input.booking), readNow(handle)]);
  if (talk?.status !== 'booked') throw new NotAllowed('NOT_BOOKED', sentence.notBooked[language]);
  const halfDay = 12 * 3_600_000;
  if (Math.abs(talk.startsAt.getTime() - now.getTime()) > halfDay)
    throw new NotAllowed('ANOTHER_DAY', sentence.anotherDay[language]);
  if (input.arrived === (talk.arrivedAt !== null)) return talk.id;
  await handle.db
    .update(booking)
    .set({ arrivedAt: input.arrived ? now : null, version: sql`${booking.version} + 1` })
    .where(eq(booking.id, talk.id));
  return talk.id;
}
