import { fail, redirect } from '@sveltejs/kit';
import { m } from '#lib/generated/paraglide/messages.js';
import { purposeOf } from '#lib/server/cpr.ts';
import { foundBy, likeCpr, readSearch } from '#lib/server/find-citizen.ts';
import { staffOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  staffOnly(viewer, event.url);
  const words = event.url.searchParams.get('q')?.trim() ?? '';
  if (likeCpr(words)) redirect(303, '/citizens');
  const found = await foundBy(event, words);
  return {
    title: m.citizens_title(),
    words,
    citizens: found?.citizens ?? null,
    more: found?.more ?? false,
  };
};

export const actions: Actions = {
  /** The one search: always posted, so that a CPR number is in no address; words go on to a page of their own. */
  default: async (event) => {
    const fields = await event.request.formData();
    const read = await readSearch(event, String(fields.get('words') ?? ''), purposeOf(fields));
    if ('words' in read) redirect(303, `/citizens?${new URLSearchParams({ q: read.words })}`);
    if ('citizen' in read) redirect(303, `/citizens/${encodeURIComponent(read.citizen)}`);
    return fail(read.status, { message: read.message });
  },
};
