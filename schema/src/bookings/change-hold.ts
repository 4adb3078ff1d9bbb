import { booking, type Handle, occupancy, type Viewer } from '@planner/db';
import { eq, sql } from 'drizzle-orm';
import { minute } from '../availability/slot.ts';
import { lock, readNow } from '../lock.ts';
import { HoldExpired, LimitReached, unknown } from '../refusals.ts';
import { readCallable } from './callable.ts';
import { readFormSpans } from './forms.ts';
import { holdMinutes, maxProlongations } from './rules.ts';
import { sentence } from './sentences.ts';
import { type Booking, free, readBooking } from './take.ts';

type Read = {
  held: Booking | undefined;
  now: Date;
  /** An absence of its caseworker was entered after the slot had been set aside. */
  away: boolean;
  /** What the form spans over its time allow, each as its forms. */
  formSpans: Booking['form'][][];
  /** The citizen has a number of her own. */
  callable: boolean;
};

/** A hold as it is under its citizen's lock, its caseworker's and its own, with the database's clock; in one sending. */
export async function readHold(handle: Handle, id: string): Promise<Read> {
  // The row's own lock keeps the sweep off: a hold that lapsed in between would be booked with nothing taken.
  const [, [held], now, [absence], formSpans, callable] = await Promise.all([
    lockPeopleOf(handle, id),
    handle.db.select().from(booking).where(eq(booking.id, id)).for('update'),
    readNow(handle),
    handle.query(
      `select from absence a join booking b on b.caseworker_id = a.resource_id
       where b.id = $1 and b.session_id is null and a.during && tstzrange(b.starts_at, b.ends_at) limit 1`,
      [id],
    ),
    readFormSpans(handle, id),
    readCallable(handle, id),
  ]);
  return { held, now, away: absence !== undefined, formSpans, callable };
}

/** The hold, if it lives by the clock it was read with. Throws NotAllowed or HoldExpired. */
export function keepLive(viewer: Viewer, { held, now }: Read): Booking {
  if (!held) throw unknown(viewer.language);
  if (held.status !== 'held' || !held.expiresAt || held.expiresAt <= now)
    throw new HoldExpired(viewer.language);
  return held;
}

/** Locks the citizen of a booking, then its caseworker, whom a hold keeps for as long as it lives. */
async function lockPeopleOf(handle: Handle, id: string): Promise<void> {
  const lockOf = (who: string) =>
    handle.query(
      `select pg_advisory_xact_lock(hashtextextended(who, 0)) from (select ${who}::text as who from booking where id = $1 offset 0) it`,
      [id],
    );
  await Promise.all([lockOf('citizen_id'), lockOf('caseworker_id')]);
}

/** Ten more minutes from now, at most ten times. Returns the hold's id. */
export async function prolong(handle: Handle, viewer: Viewer, id: string): Promise<string> {
  const read = await readHold(handle, id);
  const held = keepLive(viewer, read);
  if (held.prolonged >= maxProlongations) {
    throw new LimitReached(
      'PROLONGED_ENOUGH',
      sentence.prolongedEnough[viewer.language],
      sentence.bookOrChoose[viewer.language],
    );
  }
  const expiresAt = new Date(read.now.getTime() + holdMinutes * minute);
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
