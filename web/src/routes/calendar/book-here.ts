import { fail, redirect } from '@sveltejs/kit';
import { doneAt } from '#lib/calendar/address.ts';
import { instantOf } from '#lib/dates.ts';
import {
  explainForStaffDocument,
  forWhomDocument,
  type HereOffer,
  hereOffersDocument,
} from '#lib/documents/book-here.ts';
import { bookOnBehalfDocument, bookOverlappingDocument } from '#lib/documents/casework.ts';
import type { Form } from '#lib/documents/document.ts';
import { stillDue } from '#lib/documents/meetings.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { foundBy, likeCpr, readSearch } from '#lib/server/find-citizen.ts';
import { ask } from '#lib/server/graphql.ts';
import type { PageServerLoadEvent, RequestEvent } from './$types';

/**
 * The panel that books at one spot (`book`, wall time, and `for` whose): first for whom (`q` searches, `citizen` is
 * chosen), then which `offer`. Chosen by nobody, it is the one that meets a deadline of hers, or else the first.
 */
export async function bookHere(
  event: PageServerLoadEvent,
  at: string,
  caseworker: string | undefined,
  zone: string,
) {
  const search = event.url.searchParams;
  const startsAt = instantOf(at, zone);
  const words = search.get('q')?.trim() ?? '';
  const chosen = search.get('citizen');
  const { viewer } = await event.parent();
  const [{ offers }, citizen, found] = await Promise.all([
    ask(event, hereOffersDocument, { caseworker }),
    chosen ? whomFor(event, chosen, viewer.now) : null,
    chosen || likeCpr(words) ? null : foundBy(event, words),
  ]);
  const choices = offers.edges.map(({ node }) => node);
  const due = ({ interviewType }: HereOffer) =>
    citizen?.deadlines.some((one) => one.interviewType.code === interviewType.code);
  const offer =
    choices.find(({ id }) => id === search.get('offer')) ?? choices.find(due) ?? choices[0] ?? null;
  const explained =
    offer &&
    (await ask(event, explainForStaffDocument, { offer: offer.id, startsAt, caseworker })).offer?.explain;
  return {
    at,
    startsAt,
    caseworker,
    choices,
    offer,
    open: explained?.open ?? false,
    // Whose other talk it would be beside must be known.
    onPurpose: (explained?.onPurpose ?? false) && caseworker !== undefined,
    // What is booked on purpose passes over her forms, too.
    forms: (explained?.open ? explained.forms : offer?.forms) ?? [],
    refused: explained?.rules.filter(({ ok }) => !ok) ?? [],
    citizen,
    words,
    found,
  };
}

async function whomFor(event: PageServerLoadEvent, id: string, now: string) {
  const { node, deadlines, coming } = await ask(event, forWhomDocument, { id, now });
  if (!node || !('cprMasked' in node)) return null;
  return {
    ...node,
    deadlines: deadlines.filter(({ state }) => stillDue.includes(state)),
    coming: coming.edges.map((edge) => edge.node),
  };
}

const spotOf = (url: URL) =>
  Object.fromEntries(
    ['book', 'for', 'offer'].flatMap((name) => {
      const value = url.searchParams.get(name);
      return value ? [[name, value]] : [];
    }),
  );

/** Finds the citizen to book for: one by her CPR number, or those whom the words fit. */
export async function findForBooking(event: RequestEvent) {
  const fields = await event.request.formData();
  const read = await readSearch(event, String(fields.get('words') ?? ''), 'BOOK');
  if ('words' in read) redirect(303, doneAt(event.url, null, { ...spotOf(event.url), q: read.words }));
  if ('citizen' in read)
    redirect(303, doneAt(event.url, null, { ...spotOf(event.url), citizen: read.citizen }));
  return fail(read.status, { field: 'words', message: read.message, whatNext: null });
}

/** Books there, or, with a reason, on purpose where the caseworker is taken or away. */
export async function book(event: RequestEvent) {
  const fields = await event.request.formData();
  const text = (name: string) => String(fields.get(name) ?? '').trim();
  const onPurpose = text('onPurpose') !== '';
  const typed = { note: text('note'), form: text('form') };
  if (onPurpose && !typed.note) {
    return fail(400, { field: 'note', message: m.book_reason_needed(), whatNext: null, ...typed });
  }
  const input = {
    offer: text('offer'),
    startsAt: text('startsAt'),
    citizen: text('citizen'),
    form: typed.form as Form,
    note: typed.note || undefined,
  };
  const caseworker = text('caseworker');
  const key = `${text('idempotencyKey')}:${input.offer}:${input.form}`;
  const made = onPurpose
    ? (
        await ask(event, bookOverlappingDocument, {
          input: { ...input, caseworker, idempotencyKey: `${key}:on-purpose` },
        })
      ).bookOverlapping
    : (
        await ask(event, bookOnBehalfDocument, {
          input: { ...input, ...(caseworker && { caseworker }), idempotencyKey: key },
        })
      ).bookOnBehalf;
  if ('id' in made) redirect(303, doneAt(event.url, 'booked', { booking: made.id }));
  const { message = '', whatNext = null } = made;
  return fail(409, { field: 'book-now', message, whatNext, ...typed });
}
