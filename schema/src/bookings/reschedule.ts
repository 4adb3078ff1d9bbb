import { type Handle, occupancy, type Viewer } from '@planner/db';
import { eq } from 'drizzle-orm';
import type { FindSlots } from '../availability/find.ts';
import { unknown } from '../refusals.ts';
import { settle } from './confirm.ts';
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
  const id = await takeSlot(
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
  const made = await readBooking(handle, id);
  // A repeated command finds the old talk moved already, a twin only after it has waited: nothing is left to settle.
  const left = await readBooking(handle, old.id);
  if (made && left?.status === 'booked') {
    await settle(handle, viewer, made);
    await handle.db.update(occupancy).set({ claimId: id }).where(eq(occupancy.bookingId, id));
  }
  return id;
}
