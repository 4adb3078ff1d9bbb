import { redirect } from '@sveltejs/kit';
import { keepTo } from '#lib/acting.ts';
import { offersForDocument } from '#lib/documents/offers.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import { citizenOnly } from '#lib/server/guard.ts';
import type { PageServerLoad } from './$types';

/**
 * The meetings that can be booked, and why others can't. `?type=` asks for those that meet a deadline. Who has one to
 * choose from, and nothing to be told, isn't asked.
 */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  const citizen = citizenOnly(viewer, event.url);
  const answer = await ask(event, offersForDocument, { citizen: citizen.id });
  const open = answer.offers.edges.map(({ node }) => node);
  const code = Number(event.url.searchParams.get('type'));
  const isAsked = ({ interviewType }: (typeof open)[number]) => !code || interviewType.code === code;
  const asked = open.filter(isAsked);
  const notOpen = answer.offersNotOpen;
  const [only, ...more] = asked;
  if (only && more.length === 0 && (code || notOpen.length === 0)) {
    redirect(303, keepTo(citizen, `/offers/${encodeURIComponent(only.id)}/times`));
  }
  return {
    title: only ? m.offers_title() : m.offers_none_title(),
    citizen,
    asked,
    others: open.filter((offer) => !isAsked(offer)),
    // One answer for whoever is called in by the job centre, not the same one for each offer.
    exempt: notOpen.find((closed) => closed.code === 'EXEMPT') ?? null,
    notOpen,
  };
};
