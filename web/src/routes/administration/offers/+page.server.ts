import { listState, pageOf } from '#lib/administration/list.ts';
import { type OfferState, offerListDocument } from '#lib/documents/administration/offers.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import type { PageServerLoad } from './$types';

const orders = { title: 'TITLE', type: 'TYPE', team: 'TEAM' } as const;
const states: readonly OfferState[] = ['DRAFT', 'UPCOMING', 'PUBLISHED', 'PAUSED', 'ENDED'];

export const load: PageServerLoad = async (event) => {
  const { administration } = await event.parent();
  const list = listState(event.url);
  const state = states.find((one) => one === event.url.searchParams.get('state'));
  const { jobCentre } = await ask(event, offerListDocument, {
    centre: administration.centre.id,
    state,
    ...pageOf(list, orders),
  });
  return {
    title: m.offer_list(),
    list,
    states,
    state: state ?? null,
    offers: jobCentre.offers,
    done: event.url.searchParams.get('done'),
  };
};
