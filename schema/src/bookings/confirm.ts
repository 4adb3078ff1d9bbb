import { booking, type Handle, occupancy, type Viewer } from '@planner/db';
import { eq, sql } from 'drizzle-orm';
import { audienceOf } from '../availability/audience.ts';
import type { FindSlots } from '../availability/find.ts';
import { meet, meetOpen, metBy } from '../deadlines/meet.ts';
import { keepStorable, remember, replayed } from '../idempotency.ts';
import { createLoaders } from '../loaders.ts';
import { InvalidInput, NotAllowed, SlotTaken } from '../refusals.ts';
import { keepLive, readHold } from './change-hold.ts';
import { type Contact, readContact, writeWords } from './contact.ts';
import { formNotFree, heldForms } from './forms.ts';
import { lookAround, taken } from './nearest.ts';
import { sentence } from './sentences.ts';
import { type Booking, free, readBooking } from './take.ts';

export type ConfirmInput = Contact & {
  hold: string;
  /** Another of the offer's forms than it was held for; null: that one. */
  form: Booking['form'] | null;
  message: string | null;
  idempotencyKey: string;
};
export const messageMax = 2000;

/** The hold becomes a booking; the talk it replaces is given up in the same transaction, never before. */
export async function confirm(
  handle: Handle,
  viewer: Viewer,
  input: ConfirmInput,
  look: FindSlots,
): Promise<Booking | string> {
  const [known, read] = await Promise.all([
    replayed(handle, viewer, input.idempotencyKey, input),
    readHold(handle, input.hold),
  ]);
  if (known) return known;
  keepStorable('message', input.message, viewer.language);
  if ((input.message?.length ?? 0) > messageMax) {
    throw new InvalidInput('message', sentence.messageTooLong[viewer.language]);
  }
  const contact = readContact(viewer, input);
  const held = keepLive(viewer, read);
  if (read.away) throw await takenMeanwhile(handle, viewer, held, look);
  const form = await formOf(handle, viewer, held, input.form);
  if (heldForms([form], read.formSpans).length === 0)
    throw await notHeld(handle, viewer, held, read.formSpans, look);
  if (form === 'PHONE' && !contact.phone && !read.callable)
    throw new InvalidInput('phone', sentence.numberNeeded[viewer.language]);
  const settled = settle(handle, viewer, held);
  // The hold borrowed the claim of the talk it replaces: that talk goes first, then the claim is its own again.
  if (held.replacesId) await settled;
  const [[booked]] = await Promise.all([
    handle.db
      .update(booking)
      .set({ status: 'booked', form, expiresAt: null, version: sql`${booking.version} + 1` })
      .where(eq(booking.id, held.id))
      .returning(),
    settled,
    handle.db
      .update(occupancy)
      .set({ expiresAt: null, claimId: held.id })
      .where(eq(occupancy.bookingId, held.id)),
    writeWords(handle, held.id, { ...contact, message: input.message }),
    remember(handle, viewer, input.idempotencyKey, input, held.id),
  ]);
  return booked ?? held.id;
}

async function formOf(handle: Handle, viewer: Viewer, held: Booking, wanted: Booking['form'] | null) {
  if (!wanted || wanted === held.form) return held.form;
  const offer = held.offerId ? await createLoaders(() => handle).offer.load(held.offerId) : null;
  if (!offer?.forms.includes(wanted))
    throw new InvalidInput('form', sentence.formNotOffered[viewer.language]);
  return wanted;
}

/** Her form spans have changed while she was held: the citizen may still have another form, or the time is gone. */
async function notHeld(
  handle: Handle,
  viewer: Viewer,
  held: Booking,
  spans: Booking['form'][][],
  look: FindSlots,
) {
  const offer = held.offerId ? await createLoaders(() => handle).offer.load(held.offerId) : null;
  return heldForms(offer?.forms ?? [], spans).length > 0
    ? formNotFree(viewer.language)
    : takenMeanwhile(handle, viewer, held, look);
}

async function takenMeanwhile(handle: Handle, viewer: Viewer, held: Booking, look: FindSlots) {
  const loaders = createLoaders(() => handle);
  const [offer, citizen] = await Promise.all([
    held.offerId ? loaders.offer.load(held.offerId) : null,
    loaders.citizen.load(held.citizenId),
  ]);
  if (!offer) return new SlotTaken(viewer.language, []);
  const { startsAt: from, endsAt: to, replacesId: exceptClaim } = held;
  const ask = { offer, from, to, audience: audienceOf(viewer, citizen), exceptClaim };
  return taken(viewer, ask, held.citizenId, await lookAround(handle, look, ask));
}

/** What a new booking brings with it: the replaced talk is given up, and a deadline is met. */
export async function settle(handle: Handle, viewer: Viewer, made: Booking): Promise<void> {
  if (made.replacesId) {
    const replaced = await readBooking(handle, made.replacesId);
    if (replaced?.status !== 'booked') {
      throw new NotAllowed(
        'NOT_BOOKED',
        sentence.notBooked[viewer.language],
        sentence.chooseListed[viewer.language],
      );
    }
    await handle.db
      .update(booking)
      .set({ status: 'moved', version: sql`${booking.version} + 1` })
      .where(eq(booking.id, replaced.id));
    await free(handle, [replaced.id]);
    const met = await metBy(handle, replaced.id);
    if (met) return meet(handle, met, made.id);
  }
  await meetOpen(handle, made);
}
