import { booking, type Handle, occupancy, type Viewer } from '@planner/db';
import { eq, sql } from 'drizzle-orm';
import { minute } from '../availability/slot.ts';
import { HoldExpired, LimitReached, unknown } from '../refusals.ts';
import { lock, readNow } from './lock.ts';
import { holdMinutes, maxProlongations } from './rules.ts';
import { sentence } from './sentences.ts';
import { type Booking, free, readBooking } from './take.ts';

/** The hold, after its citizen's lock and its own, still live by the database's clock. Throws NotAllowed or HoldExpired. */
export async function liveHold(
  handle: Handle,
  viewer: Viewer,
  id: string,
): Promise<{ held: Booking; now: Date }> {
  const seen = await readBooking(handle, id);
  if (!seen) throw unknown(viewer.language);
  // The row's own lock keeps the sweep off: a hold that lapsed in between would be booked with nothing taken.
  const [, [held], now] = await Promise.all([
    lock(handle, [seen.citizenId]),
    handle.db.select().from(booking).where(eq(booking.id, id)).for('update'),
    readNow(handle),
  ]);
  if (held?.status !== 'held' || !held.expiresAt || held.expiresAt <= now)
    throw new HoldExpired(viewer.language);
  return { held, now };
}

/** Ten more minutes from now, at most ten times. Returns the hold's id. */
export async function prolong(handle: Handle, viewer: Viewer, id: string): Promise<string> {
  const { held, now } = await liveHold(handle, viewer, id);
  if (held.prolonged >= maxProlongations) {
    throw new LimitReached(
      'PROLONGED_ENOUGH',
      sentence.prolongedEnough[viewer.language],
      sentence.bookOrChoose[viewer.language],
    );
  }
  const expiresAt = new Date(now.getTime() + holdMinutes * minute);
  await handle.db
    .update(booking)
    .set({ expiresAt, prolonged: held.prolonged + 1, version: sql`${booking.version} + 1` })
    .where(eq(booking.id, id));
  await handle.db.update(occupancy).set({ expiresAt }).where(eq(occupancy.bookingId, id));
  return id;
}

/** Lets the slot go. A hold that has already ended is let go too: the citizen's wish is fulfilled. */
export async function release(handle: Handle, viewer: Viewer, id: string): Promise<string> {
  const seen = await readBooking(handle, id);
  if (!seen) throw unknown(viewer.language);
  await lock(handle, [seen.citizenId]);
  const changed = await handle.db
    .update(booking)
    .set({ status: 'released', version: sql`${booking.version} + 1` })
    .where(sql`${booking.id} = ${id} and ${booking.status} = 'held'`)
    .returning({ id: booking.id });
  await free(
    handle,
    changed.map((row) => row.id),
  );
  return id;
}
