import { redirect } from '@sveltejs/kit';
import { doneAt, withoutAction } from '#lib/calendar/address.ts';
import { instantOf } from '#lib/dates.ts';
import { hereOffersDocument } from '#lib/documents/book-here.ts';
import { explainDocument } from '#lib/documents/calendar.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import { openTalk, talkActions } from '#lib/server/talk.ts';
import type { Actions, PageServerLoad, PageServerLoadEvent, RequestEvent } from './$types';
import { book, bookHere, findForBooking } from './book-here.ts';

const wallTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/**
 * What is open beside the calendar, each a plain link: `booking` a talk, with `to` (and `for`) the question whether
 * to move it there; `at` (wall time, and `for` whom) why that time is not offered; `book` the same time to book for
 * somebody; `help` the shortcuts.
 */
export const load: PageServerLoad = async (event) => {
  const { viewer, zone, week, whom } = await event.parent();
  const search = event.url.searchParams;
  const bookingId = search.get('booking');
  const open = bookingId ? await openTalk(event, bookingId, viewer.now) : null;
  const to = search.get('to');
  const spot = search.get('book');
  // In the calendar of one, it is hers.
  const alone = whom.people.length === 1 ? whom.people[0]?.id : undefined;
  return {
    title: m.calendar_week_title({ week }),
    open,
    correct: search.get('correct'),
    move:
      open && to && wallTime.test(to)
        ? { at: to.slice(0, 16), startsAt: instantOf(to.slice(0, 16), zone), caseworker: search.get('for') }
        : null,
    why: await whyNot(event, zone),
    book:
      !open && spot && wallTime.test(spot)
        ? await bookHere(event, spot.slice(0, 16), search.get('for') || alone, zone)
        : null,
    help: search.has('help'),
    idempotencyKey: crypto.randomUUID(),
    done: search.get('done'),
  };
};

/** The rules for one empty spot, for the first offer that can be held there unless another was chosen. */
async function whyNot(event: PageServerLoadEvent, zone: string) {
  const search = event.url.searchParams;
  const asked = search.get('at');
  if (!asked || !wallTime.test(asked)) return null;
  const at = asked.slice(0, 16);
  const caseworker = search.get('for') || undefined;
  const { offers } = await ask(event, hereOffersDocument, { caseworker });
  const choices = offers.edges.map(({ node }) => node);
  const offer = choices.find(({ id }) => id === search.get('offer')) ?? choices[0];
  const startsAt = instantOf(at, zone);
  const explained = offer
    ? (await ask(event, explainDocument, { offer: offer.id, startsAt, caseworker })).offer?.explain
    : null;
  return {
    at,
    startsAt,
    caseworker,
    choices,
    offer: offer?.id,
    open: explained?.open ?? false,
    rules: explained?.rules ?? null,
  };
}

export const actions: Actions = {
  names: (event) => remember(event, 'names', ['full', 'initials']),
  shortcuts: (event) => remember(event, 'shortcuts', ['on', 'off']),
  find: findForBooking,
  book,
  ...talkActions((event, booking, done) => doneAt(event.url, done, { booking })),
};

/** Where settings of this page are kept, in the browser and for a year. */
const settingSeconds = 365 * 86_400;

async function remember(event: RequestEvent, name: 'names' | 'shortcuts', values: readonly string[]) {
  const value = String((await event.request.formData()).get(name));
  const secure = event.url.protocol === 'https:';
  if (values.includes(value)) {
    event.cookies.set(name, value, { path: '/calendar', maxAge: settingSeconds, sameSite: 'lax', secure });
  }
  redirect(303, `${event.url.pathname}?${withoutAction(event.url)}`);
}
