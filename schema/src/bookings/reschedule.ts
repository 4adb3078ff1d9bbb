import { type Handle, occupancy, type Viewer } from '@planner/db';
import { and, eq } from 'drizzle-orm';
import type { FindSlots } from '../availability/find.ts';
import { unknown } from '../refusals.ts';
import { keepCallable } from './callable.ts';
import { settle } from './confirm.ts';
import { takeWordsAlong } from './contact.ts';
import { takeSlot } from './hold.ts';
import { type Booking, readBooking } from './take.ts';

export type RescheduleInput = {
  booking: string;
  startsAt: Date;
  caseworker: string | null;
  form: Booking['form'] | null;
  idempotencyKey: string;
};

/** Hold and confirm in one: the old time is free only when the new one is sure. Returns the new booking's id. */
export async function reschedule(
  handle: Handle,
  viewer: Viewer,
  input: RescheduleInput,
  look: FindSlots,
): Promise<string> {
  const old = await readBooking(handle, input.booking);
  if (!old?.offerId) throw unknown(viewer.language);
  const { id, made } = await takeSlot(
    handle,
    viewer,
    {
      offer: old.offerId,
      startsAt: input.startsAt,
      caseworker: input.caseworker,
      form: input.form ?? old.form,
      citizen: old.citizenId,
      replaces: old.id,
      idempotencyKey: input.idempotencyKey,
    },
    'booked',
    look,
  );
  if (made) {
    await takePlaceOf(handle, viewer, made);
    await keepCallable(handle, viewer, made);
  }
  return id;
}

/** The talk that a new one replaces is given up: what the citizen said with it goes along, and the claims that were borrowed of it are the new one's own. */
export async function takePlaceOf(handle: Handle, viewer: Viewer, made: Booking): Promise<void> {
  await settle(handle, viewer, made);
  if (!made.replacesId) return;
  await takeWordsAlong(handle, made.replacesId, made.id);
  await handle.db
    .update(occupancy)
    .set({ claimId: made.id })
    .where(and(eq(occupancy.bookingId, made.id), eq(occupancy.claimId, made.replacesId)));
}
