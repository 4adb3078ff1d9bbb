import type { RequestEvent } from '@sveltejs/kit';
import { fail } from '@sveltejs/kit';
import { type CprPurpose, revealCprDocument } from '#lib/documents/casework.ts';
import { ask } from './graphql.ts';

const purposes: readonly string[] = ['IDENTIFY', 'PREPARE', 'BOOK', 'RECORD'] satisfies CprPurpose[];

/** The purpose a form was sent with; the first one for anything else. */
export const purposeOf = (fields: FormData): CprPurpose => {
  const asked = String(fields.get('purpose'));
  return purposes.includes(asked) ? (asked as CprPurpose) : 'IDENTIFY';
};

/** Shows a citizen's whole number in the answer to the form itself: it is in no address and nothing keeps it. */
export async function reveal(event: RequestEvent, citizen: string, fields: FormData) {
  const { revealCpr } = await ask(event, revealCprDocument, { citizen, purpose: purposeOf(fields) });
  if ('cpr' in revealCpr) return { cpr: revealCpr.cpr };
  return fail(409, { field: 'cpr', message: revealCpr.message, whatNext: revealCpr.whatNext });
}
