import { error, fail, redirect } from '@sveltejs/kit';
import { forParam, keepTo, personOf } from '#lib/acting.ts';
import { addDays, instantOf, isLocalDate, localDateOf, mondayOf, weekNumber } from '#lib/dates.ts';
import { type Daytime, isIn } from '#lib/days.ts';
import type { Form } from '#lib/documents/document.ts';
import { holdSlotDocument } from '#lib/documents/holds.ts';
import { meetingDocument } from '#lib/documents/meetings.ts';
import { slotsLiveDocument, timesDocument } from '#lib/documents/offers.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask, documentId } from '#lib/server/graphql.ts';
import { citizenOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad } from './$types';

/** Days searched for the first free time before looking further ahead. */
const NEAR_DAYS = 28;
const FAR_DAYS = 84;

/** One week of free times; without `?from=` the week of the first free one. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  const citizen = citizenOnly(viewer, event.url);
  const search = event.url.searchParams;
  const id = event.params.id;
  const asked = search.get('from');
  const { zone } = citizen.jobCentre;
  const today = localDateOf(viewer.now, zone);
  const thisWeek = mondayOf(today);
  const chosen = isLocalDate(asked) ? mondayOf(asked) : null;

  const between = async (from: string, to: string) =>
    ask(event, timesDocument, {
      id,
      from: instantOf(from, zone),
      to: instantOf(to, zone),
      citizen: citizen.id,
    });
  let answer = chosen
    ? await between(chosen, addDays(chosen, 7))
    : await between(thisWeek, addDays(thisWeek, NEAR_DAYS));
  if (!answer.offer) error(404, { message: 'no such offer' });
  if (!chosen && answer.offer.slots.length === 0) {
    answer = await between(addDays(thisWeek, NEAR_DAYS), addDays(thisWeek, FAR_DAYS));
  }
  const { offer, deadlines } = answer;
  if (!offer) error(404, { message: 'no such offer' });

  const daytime = daytimeOf(search.get('day'));
  const fitting = offer.slots.filter(({ startsAt }) => isIn(daytime, startsAt, zone));
  const first = chosen ? null : (fitting[0] ?? null);
  const monday = chosen ?? (first ? mondayOf(localDateOf(first.startsAt, zone)) : thisWeek);
  const from = instantOf(monday, zone);
  const to = instantOf(addDays(monday, 7), zone);
  const deadline = deadlines.find(
    ({ state, interviewType }) => state === 'OPEN' && interviewType.code === offer.interviewType.code,
  );
  const replacesId = search.get('replaces');
  const replaces = replacesId ? (await ask(event, meetingDocument, { id: replacesId })).booking : null;
  if (replaces && replaces.citizen.id !== citizen.id) {
    // A meeting knows whose it is better than an address without `for`.
    redirect(303, keepTo(personOf(viewer, replaces.citizen.id), event.url.pathname + without(search, 'for')));
  }
  const form = offer.forms.find((known) => known === search.get('form')) ?? replaces?.form ?? offer.forms[0];
  const { slots: _, ...about } = offer;
  return {
    title: replaces ? m.move_title() : m.times_title_for({ title: offer.title }),
    citizen,
    offer: about,
    zone,
    slots: offer.slots.filter(({ startsAt }) => startsAt >= from && startsAt < to),
    first,
    searched: chosen === null,
    noTime:
      !chosen && (!first || (deadline && localDateOf(first.startsAt, zone) > deadline.holdBy))
        ? { holdBy: deadline?.holdBy ?? null }
        : null,
    daytime,
    form: form ?? ('IN_PERSON' as Form),
    replaces,
    week: {
      monday,
      number: weekNumber(monday),
      previous: monday > thisWeek ? addDays(monday, -7) : null,
      next: addDays(monday, 7),
    },
    // A fresh key a page: pressing twice holds once, coming back later is a new wish.
    idempotencyKey: crypto.randomUUID(),
    // Named only when it is another: whoever looks for herself shares one window with all like her.
    live: {
      documentId: documentId(slotsLiveDocument),
      offer: id,
      from,
      to,
      citizen: citizen.own ? undefined : citizen.id,
    },
  };
};

export const actions: Actions = {
  default: async (event) => {
    const fields = await event.request.formData();
    const startsAt = String(fields.get('startsAt') ?? '');
    const form = String(fields.get('form') ?? 'IN_PERSON') as Form;
    const replaces = event.url.searchParams.get('replaces') ?? undefined;
    if (!startsAt) {
      return fail(400, {
        refusal: { code: 'INVALID_INPUT', message: m.choose_a_time(), whatNext: null, nearest: [] },
      });
    }
    const { holdSlot } = await ask(event, holdSlotDocument, {
      input: {
        offer: event.params.id,
        startsAt,
        form,
        citizen: forParam(event.url),
        replaces,
        // One page, several times to press: the key names the wish, not the page.
        idempotencyKey: `${fields.get('idempotencyKey')}:${startsAt}:${form}`,
      },
    });
    if (holdSlot.__typename === 'Hold' && 'id' in holdSlot) {
      redirect(303, `/holds/${encodeURIComponent(holdSlot.id)}`);
    }
    const { code = '', message = '', whatNext = null, nearest = [] } = holdSlot;
    return fail(409, { refusal: { code, message, whatNext, nearest } });
  },
};

function without(search: URLSearchParams, name: string): string {
  const left = new URLSearchParams(search);
  left.delete(name);
  return `?${left}`;
}

function daytimeOf(text: string | null): Daytime {
  return text === 'morning' || text === 'afternoon' ? text : 'all';
}
