import type { Handle, Viewer } from '@planner/db';
import type { FindSlots } from '../availability/find.ts';
import { settle } from './confirm.ts';
import { takeSlot } from './hold.ts';
import { readNote, writeNote } from './note.ts';
import type { Booking } from './take.ts';

export type OnBehalfInput = {
  offer: string;
  startsAt: Date;
  caseworker: string | null;
  citizen: string;
  form: Booking['form'];
  note: string | null;
  idempotencyKey: string;
};

/** Staff book a free slot for a citizen in one step, with a note if they like. Refusals as for a hold. */
export async function bookOnBehalf(
  handle: Handle,
  viewer: Viewer,
  input: OnBehalfInput,
  look: FindSlots,
): Promise<string> {
  const note = readNote(input.note, viewer.language);
  const { id, made } = await takeSlot(handle, viewer, { ...input, replaces: null }, 'booked', look);
  if (made) await settle(handle, viewer, made);
  if (made && note) await writeNote(handle, viewer, id, note);
  return id;
}
