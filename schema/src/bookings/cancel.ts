import { booking, type Handle, type Viewer } from '@planner/db';
import { eq, sql } from 'drizzle-orm';
import { reopen } from '../deadlines/meet.ts';
import { keepStorable, remember, replayed } from '../idempotency.ts';
import { createLoaders } from '../loaders.ts';
import { lock, readNow } from '../lock.ts';
import { InvalidInput, NotAllowed, unknown } from '../refusals.ts';
import { after, mayChange } from './rules.ts';
import { sentence } from './sentences.ts';
import { type Booking, free, readBooking } from './take.ts';

export type CancelInput = { booking: string; reason: string | null; idempotencyKey: string };
const reasonMax = 500;

/** Cancels a booked talk; a deadline that it met opens again. Staff must give a reason. Returns the booking's id. */
export async function cancel(handle: Handle, viewer: Viewer, input: CancelInput): Promise<string> {
  const known = await replayed(handle, viewer, input.idempotencyKey, input);
  if (known) return known;
  const by = viewer.kind === 'staff' ? 'staff' : 'citizen';
  const reason = input.reason?.trim() || null;
  if (by === 'staff' && !reason) throw new InvalidInput('reason', sentence.reasonNeeded[viewer.language]);
  keepStorable('reason', reason, viewer.language);
  if ((reason?.length ?? 0) > reasonMax)
    throw new InvalidInput('reason', sentence.reasonTooLong[viewer.language]);
  const seen = await readBooking(handle, input.booking);
  if (!seen) throw unknown(viewer.language);
  await Promise.all([lock(handle, [seen.citizenId]), lock(handle, [seen.caseworkerId])]);
  const talk = await readBooking(handle, input.booking);
  const now = await readNow(handle);
  if (!talk || after(talk.status, 'cancel') === null) {
    throw new NotAllowed('NOT_BOOKED', sentence.notBooked[viewer.language]);
  }
  const loaders = createLoaders(() => handle);
  const offer = talk.offerId ? await loaders.offer.load(talk.offerId) : null;
  if (!mayChange(by, talk.startsAt, offer?.cancelUntilMinutes ?? 0, now)) {
    throw new NotAllowed(
      'TOO_LATE',
      sentence.tooLateToCancel[viewer.language],
      sentence.callUs[viewer.language],
    );
  }
  await giveUp(handle, talk, { by, reason, datesBy: by, now });
  await remember(handle, viewer, input.idempotencyKey, input, talk.id);
  return talk.id;
}

/**
 * A booked talk is off and what it took is free. A deadline that it met opens again: with its dates if `datesBy` is the
 * citizen, with new ones if it is staff.
 */
export async function giveUp(
  handle: Handle,
  talk: Booking,
  how: { by: 'citizen' | 'staff'; reason: string | null; datesBy: 'citizen' | 'staff'; now: Date },
): Promise<void> {
  await handle.db
    .update(booking)
    .set({
      status: 'cancelled',
      cancelReason: how.reason,
      cancelledBy: how.by,
      version: sql`${booking.version} + 1`,
    })
    .where(eq(booking.id, talk.id));
  await free(handle, [talk.id]);
  const centre = await createLoaders(() => handle).jobCentre.load(talk.jobCentreId);
  await reopen(handle, talk.id, how.datesBy, how.now, centre?.zone ?? 'UTC');
}
