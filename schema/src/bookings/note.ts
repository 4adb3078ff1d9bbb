import { bookingNote, type Handle, type Viewer } from '@planner/db';
import { asc, inArray } from 'drizzle-orm';
import { mentionsCpr } from '../citizens/cpr.ts';
import { keepStorable, remember, replayed } from '../idempotency.ts';
import type { Language } from '../refusals.ts';
import { InvalidInput, unknown } from '../refusals.ts';
import { readChain } from './history/read.ts';
import { sentence } from './sentences.ts';
import { readBooking } from './take.ts';

export type Note = typeof bookingNote.$inferSelect;
export const noteMax = 2000;

/** Staff write something down about a talk. Returns the booking's id. Refusals: NotAllowed, KeyReused, InvalidInput. */
export async function addNote(
  handle: Handle,
  viewer: Viewer,
  input: { booking: string; note: string; idempotencyKey: string },
): Promise<string> {
  const known = await replayed(handle, viewer, input.idempotencyKey, input);
  if (known) return known;
  const note = readNote(input.note, viewer.language);
  if (!note) throw new InvalidInput('note', sentence.noteNeeded[viewer.language]);
  const talk = await readBooking(handle, input.booking);
  if (!talk) throw unknown(viewer.language);
  await writeNote(handle, viewer, talk.id, note);
  await remember(handle, viewer, input.idempotencyKey, input, talk.id);
  return talk.id;
}

/** A note's text as it may be kept; null when nothing was written. Throws InvalidInput. */
export function readNote(text: string | null, language: Language): string | null {
  const note = text?.trim() || null;
  keepStorable('note', note, language);
  if ((note?.length ?? 0) > noteMax) throw new InvalidInput('note', sentence.noteTooLong[language]);
  if (note && mentionsCpr(note)) throw new InvalidInput('note', sentence.noCprInNotes[language]);
  return note;
}

export async function writeNote(handle: Handle, viewer: Viewer, bookingId: string, note: string) {
  await handle.db.insert(bookingNote).values({ bookingId, authorId: viewer.userId as string, note });
}

/** The notes on a talk, those on what it was moved from and to among them, in the order they were written. */
export async function readNotes(handle: Handle, booking: string): Promise<Note[]> {
  const talks = await readChain(handle, booking);
  return handle.db
    .select()
    .from(bookingNote)
    .where(inArray(bookingNote.bookingId, talks))
    .orderBy(asc(bookingNote.at), asc(bookingNote.id));
}
