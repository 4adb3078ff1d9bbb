import { bookingContact, bookingMessage, type Handle, type Viewer } from '@planner/db';
import { eq } from 'drizzle-orm';
import { contactSentence, readEmail, readPhone } from '../citizens/contact.ts';
import { InvalidInput } from '../refusals.ts';

export type Contact = { phone: string | null; email: string | null };

/** The contact details as they are kept; blank is none. Throws InvalidInput. */
export function readContact({ language }: Viewer, given: Contact): Contact {
  const phone = given.phone?.trim() ? readPhone(given.phone) : null;
  if (given.phone?.trim() && !phone) throw new InvalidInput('phone', contactSentence.phone[language]);
  const email = given.email?.trim() ? readEmail(given.email) : null;
  if (given.email?.trim() && !email) throw new InvalidInput('email', contactSentence.email[language]);
  return { phone, email };
}

/** What the citizen said with a booking. */
export async function writeWords(
  handle: Handle,
  bookingId: string,
  { phone, email, message }: Contact & { message: string | null },
) {
  await Promise.all([
    (phone || email) && handle.db.insert(bookingContact).values({ bookingId, phone, email }),
    message && handle.db.insert(bookingMessage).values({ bookingId, message }),
  ]);
}

/** A talk that is moved in one step takes along what the citizen said with it. */
export async function takeWordsAlong(handle: Handle, from: string, to: string) {
  const [[contact], [words]] = await Promise.all([
    handle.db.select().from(bookingContact).where(eq(bookingContact.bookingId, from)),
    handle.db.select().from(bookingMessage).where(eq(bookingMessage.bookingId, from)),
  ]);
  await writeWords(handle, to, {
    phone: contact?.phone ?? null,
    email: contact?.email ?? null,
    message: words?.message ?? null,
  });
}
