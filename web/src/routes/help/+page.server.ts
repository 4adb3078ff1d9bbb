import { fail, redirect } from '@sveltejs/kit';
import { forParam } from '#lib/acting.ts';
import { askForCallDocument, waitingDocument } from '#lib/documents/asked.ts';
import { helpDocument, jobCentresDocument } from '#lib/documents/help.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import type { Actions, PageServerLoad } from './$types';

/** Whom to call, or to be called by. Before sign-in the job centre is chosen: `?centre=`, or the only one there is. */
export const load: PageServerLoad = async (event) => {
  const { jobCentre, citizen } = await event.parent();
  const centres = jobCentre ? [] : (await ask(event, jobCentresDocument)).jobCentres;
  const asked = event.url.searchParams.get('centre');
  const [only, ...more] = centres;
  const chosen = jobCentre ?? centres.find(({ id }) => id === asked) ?? (more.length === 0 ? only : null);
  const [help, waiting] = await Promise.all([
    chosen ? ask(event, helpDocument, { jobCentre: chosen.id }) : null,
    citizen ? ask(event, waitingDocument, { citizen: citizen.id }) : null,
  ]);
  const requests = waiting?.requests.edges.map(({ node }) => node) ?? [];
  return {
    title: m.help_title(),
    centre: help?.node ?? null,
    centres,
    waiting: requests.filter(({ kind }) => kind === 'CALL'),
    phone: waiting?.node?.phone ?? '',
    idempotencyKey: crypto.randomUUID(),
  };
};

export const actions: Actions = {
  /** Asks to be called. */
  default: async (event) => {
    const fields = await event.request.formData();
    const typed = {
      phone: String(fields.get('phone') ?? ''),
      message: String(fields.get('message') ?? ''),
    };
    if (!typed.phone.trim())
      return fail(400, {
        typed,
        refusal: { message: m.call_phone_missing(), whatNext: null, path: 'phone' },
      });
    const citizen = forParam(event.url);
    const { makeRequest } = await ask(event, askForCallDocument, {
      input: { kind: 'CALL', citizen, ...typed, idempotencyKey: String(fields.get('idempotencyKey')) },
    });
    if (makeRequest.__typename === 'Request') {
      // The page shows what waits, with its number: that is the receipt, now and later.
      redirect(303, citizen ? `/help?for=${encodeURIComponent(citizen)}` : '/help');
    }
    const {
      message,
      whatNext,
      path = null,
    } = makeRequest as Extract<typeof makeRequest, { message: string }>;
    return fail(409, { typed, refusal: { message, whatNext, path } });
  },
};
