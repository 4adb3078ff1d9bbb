import { error, fail, redirect } from '@sveltejs/kit';
import { personOf } from '#lib/acting.ts';
import { type Request, requestDocument, withdrawRequestDocument } from '#lib/documents/requests.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import { citizenOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad } from './$types';

/** The receipt of a request, and later its answer. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  citizenOnly(viewer, event.url);
  const { node } = await ask(event, requestDocument, { id: event.params.id });
  const request = node?.__typename === 'Request' ? (node as Request) : null;
  const citizen = request && personOf(viewer, request.citizen.id);
  if (!request || !citizen) error(404, { message: 'no such request' });
  const titles = {
    OPEN: m.request_sent_title,
    ANSWERED: m.request_answered_title,
    WITHDRAWN: m.request_withdrawn_title,
  };
  return {
    title: titles[request.state](),
    request,
    citizen,
    again: event.url.searchParams.has('again'),
  };
};

export const actions: Actions = {
  withdraw: async (event) => {
    const input = { request: event.params.id };
    const { withdrawRequest: answer } = await ask(event, withdrawRequestDocument, { input });
    if (answer.__typename !== 'Request')
      return fail(409, { refusal: answer as Exclude<typeof answer, { __typename: 'Request' }> });
    redirect(303, `/requests/${encodeURIComponent(event.params.id)}`);
  },
};
