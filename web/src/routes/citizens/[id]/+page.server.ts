import { error } from '@sveltejs/kit';
import { citizenFileDocument } from '#lib/documents/casework.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { reveal } from '#lib/server/cpr.ts';
import { ask } from '#lib/server/graphql.ts';
import { staffOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  staffOnly(viewer, event.url);
  const { node, deadlines, coming, earlier, requests } = await ask(event, citizenFileDocument, {
    id: event.params.id,
    now: viewer.now,
  });
  if (!node || !('cprMasked' in node)) error(404, { message: 'no such citizen' });
  return {
    // Names stay out of the browser's history.
    title: m.menu_citizens(),
    file: node,
    deadlines,
    coming: coming.edges.map((edge) => edge.node),
    earlier: earlier.edges.map((edge) => edge.node).reverse(),
    requests: requests.edges.map((edge) => edge.node),
  };
};

export const actions: Actions = {
  reveal: async (event) => reveal(event, event.params.id, await event.request.formData()),
};
