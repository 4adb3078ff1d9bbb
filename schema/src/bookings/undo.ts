import { randomUUID } from 'node:crypto';
import { booking, type Handle, type offer, type Viewer } from '@planner/db';
import { eq, sql } from 'drizzle-orm';
import { worksAt } from '../access/load-viewer.ts';
import { meetAgain } from '../deadlines/meet.ts';
import { remember, replayed } from '../idempotency.ts';
import { createLoaders } from '../loaders.ts';
import { lock, readNow } from '../lock.ts';
import { NotAllowed, SlotTaken, unknown } from '../refusals.ts';
import { giveUp } from './cancel.ts';
import { applyChange } from './change.ts';
import { canUndo, type TrailRow } from './history/events.ts';
import { readLastChange } from './history/read.ts';
import { takePlaceOf } from './reschedule.ts';
import { sentence } from './sentences.ts';
import { type Booking, readBooking, take, takeAgain } from './take.ts';

type Offer = typeof offer.$inferSelect;

/**
 * Staff take back the last thing they did to a talk: its booking, move, cancellation, or change of form or room. What
 * the talk had is taken again, if it is still free. Returns the id of the booking as it is now. Refusals: NotAllowed
 * (too late, or it was somebody else), SlotTaken, KeyReused, InvalidInput.
 */
export async function undo(
  handle: Handle,
  viewer: Viewer,
  input: { booking: string; idempotencyKey: string },
): Promise<string> {
  const { language } = viewer;
  const known = await replayed(handle, viewer, input.idempotencyKey, input);
  if (known) return known;
  const seen = await readBooking(handle, input.booking);
  if (!seen || !worksAt(viewer, seen.jobCentreId)) throw unknown(language);
  const replaced = seen.replacesId ? await readBooking(handle, seen.replacesId) : null;
  await lock(handle, [seen.citizenId, seen.jobCentreId]);
  await lock(handle, [seen.caseworkerId, replaced?.caseworkerId ?? seen.caseworkerId]);
  const [talk, last, now] = await Promise.all([
    readBooking(handle, seen.id),
    readLastChange(handle, seen.id),
    readNow(handle),
  ]);
  const what = talk && canUndo(last, viewer.userId, talk.startsAt, now);
  if (!talk || !what)
    throw new NotAllowed('NOT_UNDOABLE', sentence.notUndoable[language], sentence.changeInstead[language]);
  const offer = talk.offerId ? await createLoaders(() => handle).offer.load(talk.offerId) : null;
  const id = await back(what);
  await remember(handle, viewer, input.idempotencyKey, input, id);
  return id;

  async function back(kind: NonNullable<typeof what>): Promise<string> {
    const on = talk as Booking;
    switch (kind) {
      case 'booked':
        await giveUp(handle, on, { by: 'staff', reason: sentence.undone[language], datesBy: 'citizen', now });
        return on.id;
      case 'cancelled':
        await restore(handle, viewer, on, offer);
        return on.id;
      case 'moved':
        return moveBack(handle, viewer, on, replaced, offer, now);
      default: {
        const { form, room_id: roomId } = (last as TrailRow).before as NonNullable<TrailRow['before']>;
        await applyChange(handle, viewer, on, offer, { form, roomId });
        return on.id;
      }
    }
  }
}

async function restore(handle: Handle, viewer: Viewer, talk: Booking, offer: Offer | null): Promise<void> {
  if ((await isAway(handle, talk)) || !(await takeAgain(handle, talk, offer)))
    throw new SlotTaken(viewer.language, []);
  await handle.db
    .update(booking)
    .set({ status: 'booked', cancelReason: null, cancelledBy: null, version: sql`${booking.version} + 1` })
    .where(eq(booking.id, talk.id));
  await meetAgain(handle, talk);
}

/** A new booking where the talk was before, in place of the one it was moved to. */
async function moveBack(
  handle: Handle,
  viewer: Viewer,
  talk: Booking,
  before: Booking | null,
  offer: Offer | null,
  now: Date,
): Promise<string> {
  const { language } = viewer;
  const citizen = await createLoaders(() => handle).citizen.load(talk.citizenId);
  if (!before || !offer || !citizen || before.startsAt <= now)
    throw new NotAllowed('NOT_UNDOABLE', sentence.notUndoable[language], sentence.changeInstead[language]);
  const { startsAt, endsAt, sessionId } = before;
  const made =
    !(await isAway(handle, before)) &&
    (await take(handle, {
      id: randomUUID(),
      offer,
      citizen,
      slot: { key: '', startsAt, endsAt, seatsLeft: 1, caseworkerIds: [], forms: [], sessionId },
      caseworkerId: before.caseworkerId,
      rooms: before.roomId ? [before.roomId] : [],
      form: before.form,
      status: 'booked',
      expiresAt: null,
      replaces: talk,
      selfBooked: before.selfBooked,
      agentId: before.agentId,
    }));
  if (!made) throw new SlotTaken(language, []);
  await takePlaceOf(handle, viewer, made);
  return made.id;
}

/** Whether an absence has come over the talk's time while it was given up. */
async function isAway(handle: Handle, talk: Booking): Promise<boolean> {
  if (talk.sessionId) return false;
  const rows = await handle.query(
    'select from absence where resource_id = $1 and during && tstzrange($2, $3) limit 1',
    [talk.caseworkerId, talk.startsAt.toISOString(), talk.endsAt.toISOString()],
  );
  return rows.length > 0;
}
