import { fail, redirect } from '@sveltejs/kit';
import { addDays, DEFAULT_ZONE, instantOf, isLocalDate, localDateOf } from '#lib/dates.ts';
import {
  answerRequestDocument,
  arrivalDocument,
  dayDocument,
  dayLiveDocument,
  waitingRequestsDocument,
} from '#lib/documents/day.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask, documentId } from '#lib/server/graphql.ts';
import { staffOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad } from './$types';

/** My day in one column; `?date=` shows another. */
export const load: PageServerLoad = async (event) => {
  const { viewer, jobCentre } = await event.parent();
  staffOnly(viewer, event.url);
  const zone = jobCentre?.zone ?? DEFAULT_ZONE;
  const today = localDateOf(viewer.now, zone);
  const asked = event.url.searchParams.get('date');
  const date = isLocalDate(asked) ? asked : today;
  const me = viewer.caseworker?.id;
  const from = instantOf(date, zone);
  const to = instantOf(addDays(date, 1), zone);
  return {
    title: date === today ? m.day_today_title() : m.day_title(),
    zone,
    date,
    today,
    now: viewer.now,
    requests: (await ask(event, waitingRequestsDocument)).requests.edges.map(({ node }) => node),
    day: me ? await ask(event, dayDocument, { caseworker: me, date }) : null,
    live: me ? { documentId: documentId(dayLiveDocument), caseworkers: [me], from, to } : null,
  };
};

export const actions: Actions = {
  arrival: async (event) => {
    const fields = await event.request.formData();
    const { registerArrival } = await ask(event, arrivalDocument, {
      input: { booking: String(fields.get('booking')), arrived: fields.get('arrived') === 'yes' },
    });
    if (registerArrival.__typename === 'Booking') redirect(303, event.url.pathname);
    const { message, whatNext } = registerArrival as { message: string; whatNext: string | null };
    return fail(409, { message, whatNext });
  },
  answer: async (event) => {
    const fields = await event.request.formData();
    const request = String(fields.get('request'));
    const answer = String(fields.get('answer') ?? '').trim();
    const typed = { request, answer, field: `answer-${request}` };
    if (!answer) return fail(400, { ...typed, message: m.requests_answer_needed(), whatNext: null });
    const { answerRequest } = await ask(event, answerRequestDocument, { input: { request, answer } });
    if (answerRequest.__typename === 'Request') redirect(303, event.url.pathname);
    const { message, whatNext } = answerRequest as { message: string; whatNext: string | null };
    return fail(409, { ...typed, message, whatNext });
  },
};
