import { booking, type Handle, type offer, type Viewer } from '@planner/db';
import { eq, sql } from 'drizzle-orm';
import { worksAt } from '../access/load-viewer.ts';
import { remember, replayed } from '../idempotency.ts';
import { createLoaders } from '../loaders.ts';
import { lock, readNow } from '../lock.ts';
import { InvalidInput, NotAllowed, unknown } from '../refusals.ts';
import { formNotFree, heldForms, readFormSpans } from './forms.ts';
import { after, mayChange } from './rules.ts';
import { sentence } from './sentences.ts';
import { type Booking, readBooking, takeRoom } from './take.ts';

type Offer = typeof offer.$inferSelect;
export type ChangeInput = {
  booking: string;
  /** Null: as it was. */
  form: Booking['form'] | null;
  /** Null: as it was, unless it is to be without one. */
  room: string | null;
  withoutRoom: boolean;
  idempotencyKey: string;
};

/**
 * Staff change how or in which room a talk is held; its time stays. Returns the booking's id. Refusals: NotAllowed
 * (not booked, begun, the room is taken, she does not hold that form then), KeyReused, InvalidInput.
 */
export async function change(handle: Handle, viewer: Viewer, input: ChangeInput): Promise<string> {
  const { language } = viewer;
  const known = await replayed(handle, viewer, input.idempotencyKey, input);
  if (known) return known;
  const seen = await readBooking(handle, input.booking);
  if (!seen || !worksAt(viewer, seen.jobCentreId)) throw unknown(language);
  const changesRoom = input.room !== null || input.withoutRoom;
  await lock(handle, [seen.citizenId, ...(changesRoom ? [seen.jobCentreId] : [])]);
  const [talk, now, spans] = await Promise.all([
    readBooking(handle, input.booking),
    readNow(handle),
    readFormSpans(handle, input.booking),
  ]);
  if (!talk || after(talk.status, 'move') === null)
    throw new NotAllowed('NOT_BOOKED', sentence.notBooked[language]);
  if (!mayChange('staff', talk.startsAt, 0, now))
    throw new NotAllowed('TOO_LATE', sentence.tooLateToChange[language]);
  const loaders = createLoaders(() => handle);
  const offer = talk.offerId ? await loaders.offer.load(talk.offerId) : null;
  const form = input.form ?? talk.form;
  if (offer && form !== talk.form && !offer.forms.includes(form))
    throw new InvalidInput('form', sentence.formNotOffered[language]);
  if (form !== talk.form && heldForms([form], spans).length === 0) throw formNotFree(language);
  const roomId = changesRoom ? input.room : talk.roomId;
  if (roomId !== talk.roomId) {
    if (talk.sessionId) throw new InvalidInput('room', sentence.roomOfSession[language]);
    if (!roomId && offer?.needsRoom) throw new InvalidInput('room', sentence.roomNeeded[language]);
    const room = roomId ? await loaders.room.load(roomId) : null;
    if (roomId && room?.jobCentreId !== talk.jobCentreId) throw unknown(language);
  }
  await applyChange(handle, viewer, talk, offer, { form, roomId });
  await remember(handle, viewer, input.idempotencyKey, input, talk.id);
  return talk.id;
}

/** Writes another form and room, of which the constraint has the last word. */
export async function applyChange(
  handle: Handle,
  viewer: Viewer,
  talk: Booking,
  offer: Offer | null,
  { form, roomId }: Pick<Booking, 'form' | 'roomId'>,
): Promise<void> {
  if (form === talk.form && roomId === talk.roomId) return;
  if (roomId !== talk.roomId && !(await takeRoom(handle, talk, offer, roomId))) {
    const { language } = viewer;
    throw new NotAllowed('ROOM_TAKEN', sentence.roomTaken[language], sentence.chooseRoom[language]);
  }
  await handle.db
    .update(booking)
    .set({ form, roomId, version: sql`${booking.version} + 1` })
    .where(eq(booking.id, talk.id));
}
