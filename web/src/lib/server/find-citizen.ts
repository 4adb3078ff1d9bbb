import {
  type CprPurpose,
  type FoundCitizen,
  findCitizenDocument,
  searchCitizensDocument,
} from '#lib/documents/casework.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from './graphql.ts';

type Asker = Parameters<typeof ask>[0];

/** How many are listed before one is asked to write more. */
const shown = 30;
/** Ten digits, however they are parted: such a text never becomes part of an address. */
export const likeCpr = (text: string) => /\d{10}/.test(text.replace(/[\s.-]/g, ''));

/** The citizens that fit what was typed, and whether there are more; null when it is too short to search for. */
export async function foundBy(
  event: Asker,
  words: string,
): Promise<{ citizens: FoundCitizen[]; more: boolean } | null> {
  if (words.length < 2) return null;
  const { citizens } = await ask(event, searchCitizensDocument, { search: words, first: shown + 1 });
  return { citizens: citizens.slice(0, shown), more: citizens.length > shown };
}

/** Reads what was typed into the one search: words to list by, a citizen found by her CPR number, or what is wrong. */
export async function readSearch(
  event: Asker,
  typed: string,
  purpose: CprPurpose,
): Promise<{ words: string } | { citizen: string } | { message: string; status: 400 | 409 }> {
  const words = typed.trim();
  if (words.length < 2) return { message: m.citizens_too_short(), status: 400 };
  if (!likeCpr(words)) return { words };
  const { findCitizen } = await ask(event, findCitizenDocument, { cpr: words, purpose });
  if ('id' in findCitizen) return { citizen: findCitizen.id };
  // What was typed is not given back.
  const missing = findCitizen.code === 'NOT_FOUND';
  return { message: missing ? m.citizens_not_found() : (findCitizen.message ?? ''), status: 409 };
}
