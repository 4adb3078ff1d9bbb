import { error } from '@sveltejs/kit';
import { offerHistoryDocument } from '#lib/documents/administration/offers.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { within } from '#lib/server/administration.ts';
import { ask } from '#lib/server/graphql.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await event.parent();
  const { offer } = await ask(event, offerHistoryDocument, { offer: event.params.id });
  if (!offer?.title) error(404, { message: 'no such offer' });
  return {
    title: m.offer_history_of({ title: offer.title }),
    changes: offer.changes,
    back: within(event.url, `/administration/offers/${encodeURIComponent(event.params.id)}`),
  };
};
