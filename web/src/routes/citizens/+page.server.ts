import { fail, redirect } from '@sveltejs/kit';
import { findCitizenDocument, searchCitizensDocument } from '#lib/documents/casework.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { purposeOf } from '#lib/server/cpr.ts';
import { ask } from '#lib/server/graphql.ts';
import { staffOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad } from './$types';

const shown = 30;
/** Ten digits, however they are parted: such a text never becomes part of an address. */
const likeCpr = (text: string) => /\d{10}/.test(text.replace(/[\s.-]/g, ''));

export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  staffOnly(viewer, event.url);
  const words = event.url.searchParams.get('q')?.trim() ?? '';
  if (likeCpr(words)) redirect(303, '/citizens');
  const found =
    words.length < 2
      ? null
      : (await ask(event, searchCitizensDocument, { search: words, first: shown + 1 })).citizens;
  return {
    title: m.citizens_title(),
    words,
    citizens: found?.slice(0, shown) ?? null,
    more: (found?.length ?? 0) > shown,
  };
};

export const actions: Actions = {
  /** The one search: always posted, so that a CPR number is in no address; words go on to a page of their own. */
  default: async (event) => {
    const fields = await event.request.formData();
    const words = String(fields.get('words') ?? '').trim();
    if (words.length < 2) return fail(400, { message: m.citizens_too_short() });
    if (!likeCpr(words)) redirect(303, `/citizens?${new URLSearchParams({ q: words })}`);
    const { findCitizen } = await ask(event, findCitizenDocument, { cpr: words, purpose: purposeOf(fields) });
    if ('id' in findCitizen) redirect(303, `/citizens/${encodeURIComponent(findCitizen.id)}`);
    // What was typed is not given back.
    const missing = findCitizen.code === 'NOT_FOUND';
    return fail(409, { message: missing ? m.citizens_not_found() : (findCitizen.message ?? '') });
  },
};
