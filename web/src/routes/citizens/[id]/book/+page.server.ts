import { error, fail, redirect } from '@sveltejs/kit';
import { addDays, instantOf, isLocalDate, localDateOf, mondayOf } from '#lib/dates.ts';
import { teamsDocument } from '#lib/documents/calendar.ts';
import {
  behalfOffersDocument,
  behalfTimesDocument,
  bookOnBehalfDocument,
  citizenFileDocument,
} from '#lib/documents/casework.ts';
import type { Form } from '#lib/documents/document.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import { staffOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad } from './$types';

/** The free times of an offer, a week at a time, for staff who book on a citizen's behalf. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  staffOnly(viewer, event.url);
  const { id } = event.params;
  const { node } = await ask(event, citizenFileDocument, { id, now: viewer.now });
  if (!node || !('cprMasked' in node)) error(404, { message: 'no such citizen' });
  const { zone } = node.jobCentre;
  const search = event.url.searchParams;
  const [{ offers }, { teams }] = await Promise.all([
    ask(event, behalfOffersDocument, { jobCentre: node.jobCentre.id }),
    ask(event, teamsDocument),
  ]);
  const here = teams.filter((team) => team.jobCentre.id === node.jobCentre.id);
  const caseworkers = new Map(here.flatMap((team) => team.caseworkers.map((one) => [one.id, one] as const)));
  const choices = offers.edges.map((edge) => edge.node);
  const offer = choices.find((one) => one.id === search.get('offer')) ?? choices[0] ?? null;
  const asked = search.get('from');
  const monday = mondayOf(isLocalDate(asked) ? asked : localDateOf(viewer.now, zone));
  const times =
    offer &&
    (await ask(event, behalfTimesDocument, {
      offer: offer.id,
      from: instantOf(monday, zone),
      to: instantOf(addDays(monday, 7), zone),
    }));
  return {
    title: m.file_book(),
    id,
    name: node.name,
    caseworkers: [...caseworkers.values()],
    me: viewer.caseworker?.id ?? null,
    zone,
    choices,
    offer,
    monday,
    slots: times?.offer?.slots ?? [],
    idempotencyKey: crypto.randomUUID(),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const fields = await event.request.formData();
    const startsAt = String(fields.get('startsAt'));
    const note = String(fields.get('note') ?? '');
    const { bookOnBehalf } = await ask(event, bookOnBehalfDocument, {
      input: {
        offer: String(fields.get('offer')),
        startsAt,
        citizen: event.params.id,
        form: String(fields.get('form')) as Form,
        note: note.trim() || undefined,
        idempotencyKey: `${fields.get('idempotencyKey')}:${startsAt}`,
      },
    });
    if ('id' in bookOnBehalf) redirect(303, `/talks/${encodeURIComponent(bookOnBehalf.id)}?done=booked`);
    const { message = '', whatNext = null } = bookOnBehalf;
    return fail(409, { message, whatNext, note, form: String(fields.get('form')) });
  },
};
