import { error, fail, redirect } from '@sveltejs/kit';
import { forParam, keepTo, personOf } from '#lib/acting.ts';
import { choicesOf, fits, narrows } from '#lib/choosing/choices.ts';
import { lookAhead, NEAR_DAYS, once } from '#lib/choosing/look-ahead.ts';
import { placesOf } from '#lib/choosing/places.ts';
import { addDays, instantOf, isLocalDate, localDateOf, mondayOf, weekNumber } from '#lib/dates.ts';
import type { Form, Slot } from '#lib/documents/document.ts';
import { holdSlotDocument, releaseHoldDocument } from '#lib/documents/holds.ts';
import { meetingDocument } from '#lib/documents/meetings.ts';
import { choosingDocument, slotsLiveDocument, timesDocument } from '#lib/documents/offers.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask, documentId } from '#lib/server/graphql.ts';
import { citizenOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** One week of the free times that suit; without `?from=` the week of the first one. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  const citizen = citizenOnly(viewer, event.url);
  const search = event.url.searchParams;
  const id = event.params.id;
  const { zone } = citizen.jobCentre;
  // By the planner's clock: the phone's may be wrong.
  const today = localDateOf(viewer.now, zone);
  const thisWeek = mondayOf(today);
  const asked = search.get('from');
  const chosen = isLocalDate(asked) ? mondayOf(asked) : null;
  const replacesId = search.get('replaces') ?? undefined;
  // Named only when it is another: whoever looks for herself shares one answer and one window with all like her.
  const whose = citizen.own ? undefined : citizen.id;

  const lookWith = (caseworker?: string) =>
    once(async (from, to) => {
      const window = { from: instantOf(from, zone), to: instantOf(to, zone) };
      const { offer } = await ask(event, timesDocument, { id, ...window, caseworker, citizen: whose });
      return offer?.slots ?? [];
    });
  const anybody = lookWith();
  const [{ offer, offers }, replaces] = await Promise.all([
    ask(event, choosingDocument, { id, citizen: citizen.id, replaces: replacesId }),
    replacesId ? ask(event, meetingDocument, { id: replacesId }).then(({ booking }) => booking) : null,
    anybody(thisWeek, addDays(thisWeek, NEAR_DAYS)),
  ]);
  if (!offer) error(404, { message: 'no such offer' });
  if (replaces && replaces.citizen.id !== citizen.id) {
    // A meeting knows whose it is better than an address without `for`.
    redirect(303, keepTo(personOf(viewer, replaces.citizen.id), event.url.pathname + without(search, 'for')));
  }
  const places = placesOf(
    offer,
    offers.edges.map((edge) => edge.node),
  );
  const elsewhere = places.find((place) => place.offer === search.get('offer') && place.offer !== id);
  if (elsewhere) {
    redirect(303, `/offers/${encodeURIComponent(elsewhere.offer)}/times${without(search, 'offer')}`);
  }

  const { holdBy } = offer;
  const ownCaseworker = offer.seats === 1 ? offer.ownCaseworker : null;
  const asChosen = choicesOf(search, offer.forms);
  // An address may still ask for her who doesn't hold these talks any more.
  const choices = { ...asChosen, own: asChosen.own && ownCaseworker !== null };
  const caseworker = choices.own ? ownCaseworker?.id : undefined;
  const inTime = ({ startsAt }: Slot) => holdBy === null || localDateOf(startsAt, zone) <= holdBy;
  const suits = (slot: Slot) => inTime(slot) && fits(choices, slot, zone);
  const [mine, all] = await Promise.all([
    lookAhead(caseworker ? lookWith(caseworker) : anybody, thisWeek, zone, { wanted: suits, until: holdBy }),
    lookAhead(anybody, thisWeek, zone, { wanted: inTime, until: holdBy }),
  ]);
  const monday = chosen ?? (mine.first ? mondayOf(localDateOf(mine.first.startsAt, zone)) : thisWeek);
  const next = addDays(monday, 7);
  // How it is held when nothing is chosen, if it can be: what the planner chooses, told beforehand.
  const usual = choices.form ?? replaces?.form ?? offer.forms[0] ?? 'IN_PERSON';
  return {
    title: replaces ? m.move_title() : m.times_title_for({ title: offer.title }),
    citizen,
    offer,
    zone,
    today,
    places,
    ownCaseworker,
    choices,
    narrowed: narrows(choices),
    usual,
    slots: await mine.week(monday),
    first: mine.first,
    holdBy,
    noTime: all.first === null,
    replaces,
    week: {
      monday,
      number: weekNumber(monday),
      previous: monday > thisWeek ? addDays(monday, -7) : null,
      next: holdBy !== null && next > holdBy ? null : next,
    },
    // A fresh key a page: pressing twice holds once, coming back later is a new wish.
    idempotencyKey: crypto.randomUUID(),
    live: {
      documentId: documentId(slotsLiveDocument),
      offer: id,
      from: instantOf(monday, zone),
      to: instantOf(next, zone),
      caseworker,
      citizen: whose,
    },
  };
};

export const actions: Actions = {
  default: async (event) => {
    const fields = await event.request.formData();
    if (fields.has('heldAt')) return keepWritten(event, fields);
    const startsAt = String(fields.get('startsAt') ?? '');
    const form = (fields.get('form') || undefined) as Form | undefined;
    if (!startsAt) {
      return fail(400, {
        refusal: { code: 'INVALID_INPUT', message: m.choose_a_time(), whatNext: null, nearest: [], startsAt },
      });
    }
    const { holdSlot } = await ask(event, holdSlotDocument, {
      input: {
        offer: event.params.id,
        startsAt,
        form,
        caseworker: String(fields.get('caseworker') ?? '') || undefined,
        citizen: forParam(event.url),
        replaces: event.url.searchParams.get('replaces') ?? undefined,
        // One page, several times to press: the key names the wish, not the page.
        idempotencyKey: `${fields.get('idempotencyKey')}:${startsAt}:${form ?? ''}`,
      },
    });
    if (holdSlot.__typename === 'Hold' && 'id' in holdSlot) {
      redirect(303, `/holds/${encodeURIComponent(holdSlot.id)}`);
    }
    const { code = '', message = '', whatNext = null, nearest = [] } = holdSlot;
    return fail(409, { refusal: { code, message, whatNext, nearest, startsAt } });
  },
};

/**
 * Who would rather have another time than the one she holds: that one is free again, and what she has written for the
 * talk comes along on this page, never in its address.
 */
async function keepWritten(event: RequestEvent, fields: FormData) {
  const text = (name: string) => String(fields.get(name) ?? '');
  const names = ['hold', 'heldAt', 'message', 'phone', 'email', 'known-phone', 'known-email'] as const;
  const written = Object.fromEntries(names.map((name) => [name, text(name)])) as Record<
    (typeof names)[number],
    string
  >;
  await ask(event, releaseHoldDocument, { input: { hold: written.hold } });
  const isHers = (name: 'phone' | 'email') => written[name] === written[`known-${name}`];
  if (!written.message.trim() && isHers('phone') && isHers('email'))
    redirect(303, event.url.pathname + event.url.search);
  return { written };
}

function without(search: URLSearchParams, name: string): string {
  const left = new URLSearchParams(search);
  left.delete(name);
  return left.size > 0 ? `?${left}` : '';
}
