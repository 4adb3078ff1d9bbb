import { redirect } from '@sveltejs/kit';
import { offersDocument } from '#lib/documents/offers.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import { citizenOnly } from '#lib/server/guard.ts';
import type { PageServerLoad } from './$types';

/** The talks that fit; a citizen with one to choose from isn't asked. `?type=` keeps those that meet a deadline. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  citizenOnly(viewer, event.url);
  const { offers } = await ask(event, offersDocument);
  const all = offers.edges.map(({ node }) => node);
  const code = Number(event.url.searchParams.get('type'));
  const ofType = all.filter(({ interviewType }) => interviewType.code === code);
  const fitting = ofType.length > 0 ? ofType : all;
  const [only, ...rest] = fitting;
  if (only && rest.length === 0) redirect(303, `/offers/${encodeURIComponent(only.id)}/times`);
  return { title: only ? m.offers_title() : m.offers_none_title(), offers: fitting };
};
