import { fail, redirect } from '@sveltejs/kit';
import { personOf } from '#lib/acting.ts';
import {
  confirmBookingDocument,
  type Hold,
  holdDocument,
  holdSlotDocument,
  prolongHoldDocument,
  releaseHoldDocument,
} from '#lib/documents/holds.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import { citizenOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad } from './$types';

/** The held time, or its end told on the same page: what was written must not be lost with it. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  citizenOnly(viewer, event.url);
  const { node } = await ask(event, holdDocument, { id: event.params.id });
  const hold = node?.__typename === 'Hold' ? (node as Hold) : null;
  if (node?.__typename === 'Booking') redirect(303, `/bookings/${encodeURIComponent(event.params.id)}`);
  return {
    title: hold ? m.confirm_title() : m.hold_gone_title(),
    hold,
    ...(hold ? { citizen: personOf(viewer, hold.citizen.id) } : {}),
    timesHref: hold ? timesHref(hold.offer.id, hold.replaces?.id) : '/offers',
    idempotencyKey: crypto.randomUUID(),
  };
};

export const actions: Actions = {
  book: async (event) => {
    const fields = await event.request.formData();
    const message = String(fields.get('message') ?? '').trim();
    const { confirmBooking } = await ask(event, confirmBookingDocument, {
      input: {
        hold: event.params.id,
        message: message || undefined,
        idempotencyKey: String(fields.get('idempotencyKey')),
      },
    });
    if (confirmBooking.__typename === 'Booking' && 'id' in confirmBooking) {
      redirect(303, `/bookings/${encodeURIComponent(confirmBooking.id)}?new=1`);
    }
    return refused(confirmBooking, message, fields);
  },
  prolong: async (event) => {
    const fields = await event.request.formData();
    const message = String(fields.get('message') ?? '');
    const { prolongHold } = await ask(event, prolongHoldDocument, { input: { hold: event.params.id } });
    if (prolongHold.__typename !== 'Hold') return refused(prolongHold, message, fields);
    // Not a redirect: the message written so far comes back with the page.
    return { message, refusal: null, offer: null, form: null, citizen: null };
  },
  release: async (event) => {
    const fields = await event.request.formData();
    await ask(event, releaseHoldDocument, { input: { hold: event.params.id } });
    const replaces = String(fields.get('replaces') ?? '') || undefined;
    redirect(303, timesHref(String(fields.get('offer')), replaces, citizenOf(fields)));
  },
  /** One of the nearest times after the first was lost. */
  again: async (event) => {
    const fields = await event.request.formData();
    const startsAt = String(fields.get('startsAt'));
    const form = String(fields.get('form')) as Hold['form'];
    const { holdSlot } = await ask(event, holdSlotDocument, {
      input: {
        offer: String(fields.get('offer')),
        startsAt,
        form,
        citizen: citizenOf(fields),
        replaces: String(fields.get('replaces') ?? '') || undefined,
        idempotencyKey: `${fields.get('idempotencyKey')}:${startsAt}:${form}`,
      },
    });
    const message = String(fields.get('message') ?? '');
    if (holdSlot.__typename === 'Hold' && 'id' in holdSlot) {
      redirect(303, `/holds/${encodeURIComponent(holdSlot.id)}`);
    }
    return refused(holdSlot, message, fields);
  },
};

type Refused = {
  code?: string;
  message?: string;
  whatNext?: string | null;
  nearest?: { key: string; startsAt: string; endsAt: string; seatsLeft: number }[];
};

function refused(
  { code = '', message: text = '', whatNext = null, nearest = [] }: Refused,
  message: string,
  fields: FormData,
) {
  return fail(409, {
    message,
    refusal: { code, message: text, whatNext, nearest },
    offer: String(fields.get('offer') ?? ''),
    form: String(fields.get('form') ?? ''),
    citizen: citizenOf(fields) ?? '',
  });
}

/** Whom the held time was for, if not for the reader herself. */
const citizenOf = (fields: FormData) => String(fields.get('citizen') ?? '') || undefined;

function timesHref(offer: string, replaces?: string, citizen?: string): string {
  const query = new URLSearchParams({ ...(replaces && { replaces }), ...(citizen && { for: citizen }) });
  return `/offers/${encodeURIComponent(offer)}/times?${query}`;
}
