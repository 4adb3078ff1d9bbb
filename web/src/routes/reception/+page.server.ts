import { error, fail, redirect } from '@sveltejs/kit';
import { arrivingDocument, receiveDocument, receivedDocument } from '#lib/documents/reception.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { likeCpr } from '#lib/server/find-citizen.ts';
import { ask } from '#lib/server/graphql.ts';
import { staffOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who comes today, and when a citizen who is named has her next and last talk. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  staffOnly(viewer, event.url);
  const centres = viewer.roles.flatMap(({ role, jobCentre }) => (role === 'reception' ? jobCentre : []));
  const asked = event.url.searchParams.get('centre');
  const centre = asked ? centres.find(({ id }) => id === asked) : centres[0];
  if (!centre) error(403, { message: 'no reception' });
  const words = event.url.searchParams.get('q')?.trim() ?? '';
  if (likeCpr(words)) redirect(303, '/reception');
  const [{ arriving }, found] = await Promise.all([
    ask(event, arrivingDocument, { centre: centre.id }),
    words ? ask(event, receivedDocument, { centre: centre.id, search: words }) : null,
  ]);
  return { title: m.reception_title(), centre, centres, words, arriving, found: found?.received ?? null };
};

export const actions: Actions = {
  default: async (event) => {
    const fields = await event.request.formData();
    const { receive } = await ask(event, receiveDocument, {
      booking: String(fields.get('booking')),
      arrived: fields.get('arrived') === 'yes',
    });
    if ('code' in receive) return fail(409, { message: receive.message });
    return { message: null };
  },
};
