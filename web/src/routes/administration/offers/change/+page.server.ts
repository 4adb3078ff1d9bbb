import { redirect } from '@sveltejs/kit';
import { figures } from '#lib/administration/offer-words.ts';
import {
  changeOffersDocument,
  offersToChangeDocument,
  type Rehearsal,
} from '#lib/documents/administration/offers.ts';
import { viewerDocument } from '#lib/documents/viewer.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { type Answer, administratorOnly, finish, within } from '#lib/server/administration.ts';
import { ask } from '#lib/server/graphql.ts';
import type { Actions, PageServerLoad } from './$types';

/** One figure for the offers that were ticked in the list. */
export const load: PageServerLoad = async (event) => {
  await event.parent();
  const ids = event.url.searchParams.getAll('offer').slice(0, 100);
  const list = within(event.url, '/administration/offers');
  if (ids.length === 0) redirect(303, list);
  const { nodes } = await ask(event, offersToChangeDocument, { ids });
  return {
    title: m.offer_change_many(),
    list,
    offers: nodes.flatMap((node) => (node?.id ? [node] : [])),
    idempotencyKey: crypto.randomUUID(),
  };
};

export const actions: Actions = {
  save: async (event) => {
    const { viewer } = await ask(event, viewerDocument);
    const { centre } = administratorOnly(viewer, event.url);
    const fields = await event.request.formData();
    const [typed, figure] = [String(fields.get('value') ?? '').trim(), String(fields.get('figure'))];
    const input = {
      jobCentre: centre.id,
      offers: fields.getAll('read').map((read) => {
        const [version, id = ''] = String(read).split(' ');
        return { id, version: Number(version) };
      }),
      figure: (figures.find((one) => one.figure === figure) ?? figures[0]!).figure,
      // What is no number is sent as −1, which is refused with words.
      value: typed === '' ? null : /^\d{1,9}$/.test(typed) ? Number(typed) : -1,
      rehearse: !fields.has('sure'),
      idempotencyKey: String(fields.get('idempotencyKey')),
    };
    const values = { value: typed, figure, reads: fields.getAll('read').map(String) };
    let { changeOffers } = await ask(event, changeOffersDocument, { input });
    if (changeOffers.__typename === 'Rehearsal') {
      const rehearsal = changeOffers as Rehearsal;
      if (rehearsal.talkCount + rehearsal.holds + rehearsal.deadlineCount > 0)
        return { values, rehearsal, problem: null };
      ({ changeOffers } = await ask(event, changeOffersDocument, { input: { ...input, rehearse: false } }));
    }
    const href = within(event.url, '/administration/offers', { done: 'changed' });
    return finish(changeOffers as Answer, 'ChangedOffers', href, values);
  },
};
