import { error, fail, redirect } from '@sveltejs/kit';
import { forParam } from '#lib/acting.ts';
import { detailsDocument, updateMyDetailsDocument } from '#lib/documents/details.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import { citizenOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad } from './$types';

/** How the reader, or whom she acts for, is reached. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  const citizen = citizenOnly(viewer, event.url);
  const { node: details } = await ask(event, detailsDocument, { citizen: citizen.id });
  if (!details) error(404, { message: 'no such citizen' });
  const title = citizen.own ? m.details_title() : m.details_of({ name: citizen.name });
  return { title, citizen, details, saved: event.url.searchParams.has('saved') };
};

export const actions: Actions = {
  default: async (event) => {
    const fields = await event.request.formData();
    const language = ({ da: 'DA', en: 'EN' } as const)[String(fields.get('language'))];
    const typed = {
      phone: String(fields.get('phone') ?? ''),
      email: String(fields.get('email') ?? ''),
      remindBySms: fields.has('remindBySms'),
      remindByEmail: fields.has('remindByEmail'),
    };
    const citizen = forParam(event.url);
    const { updateMyDetails: answer } = await ask(event, updateMyDetailsDocument, {
      input: { citizen, language, ...typed },
    });
    if (answer.__typename === 'Citizen') {
      const search = new URLSearchParams({ saved: '1' });
      if (citizen) search.set('for', citizen);
      // Takes effect on this device, too, and leaves the address by itself.
      if (language) search.set('lang', language.toLowerCase());
      redirect(303, `/details?${search}`);
    }
    const { message, path = null } = answer as Extract<typeof answer, { message: string }>;
    return fail(400, { typed, refusal: { message, path } });
  },
};
