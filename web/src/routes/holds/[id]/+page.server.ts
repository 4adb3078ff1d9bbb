import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { personOf } from '#lib/acting.ts';
import type { Form, Refusal } from '#lib/documents/document.ts';
import {
  confirmBookingDocument,
  type Hold,
  holdDocument,
  holdSlotDocument,
  prolongHoldDocument,
} from '#lib/documents/holds.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import { citizenOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad } from './$types';

/** The held time, or its end told on the same page: what was written must not be lost with it. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  const asked = citizenOnly(viewer, event.url);
  const { node } = await ask(event, holdDocument, { id: event.params.id });
  const hold = node?.__typename === 'Hold' ? (node as Hold) : null;
  if (node?.__typename === 'Booking') redirect(303, bookingHref(event.params.id));
  // A hold that came in this one's place is the address's person's.
  const citizen = hold ? personOf(viewer, hold.citizen.id) : asked;
  return {
    title: hold ? m.confirm_title() : m.hold_gone_title(),
    id: event.params.id,
    hold,
    ...(citizen ? { citizen } : {}),
    idempotencyKey: crypto.randomUUID(),
  };
};

// Every answer but a redirect brings back what was typed: the hold may end at any moment, and a page without
// JavaScript is made anew.
export const actions: Actions = {
  book: async (event) => {
    const fields = await event.request.formData();
    const typed = typedIn(fields);
    // What is hers already stays hers to change under her details: only another number is kept with the talk.
    const another = (name: 'phone' | 'email') =>
      typed[name] === String(fields.get(`known-${name}`) ?? '') ? undefined : typed[name] || undefined;
    const { confirmBooking } = await ask(event, confirmBookingDocument, {
      input: {
        hold: event.params.id,
        form: typed.form,
        phone: another('phone'),
        email: another('email'),
        message: typed.message.trim() || undefined,
        idempotencyKey: String(fields.get('idempotencyKey')),
      },
    });
    if (confirmBooking.__typename === 'Booking' && 'id' in confirmBooking) {
      redirect(303, `${bookingHref(confirmBooking.id)}?new=${fields.get('replaces') ? 'moved' : '1'}`);
    }
    return refused(confirmBooking as Refused, fields);
  },
  prolong: async (event) => {
    const fields = await event.request.formData();
    const { prolongHold } = await ask(event, prolongHoldDocument, { input: { hold: event.params.id } });
    if (prolongHold.__typename !== 'Hold') return refused(prolongHold, fields);
    return held(event, event.params.id, fields);
  },
  /** The same time after the hold ran out, or another: what was typed goes along to the new hold. */
  again: async (event) => {
    const fields = await event.request.formData();
    const { offer, replaces, citizen } = wishIn(fields);
    const { form } = typedIn(fields);
    const startsAt = String(fields.get('startsAt'));
    const { holdSlot } = await ask(event, holdSlotDocument, {
      input: {
        offer,
        startsAt,
        form,
        caseworker: String(fields.get('caseworker') ?? '') || undefined,
        citizen: citizen || undefined,
        replaces: replaces || undefined,
        // Pressed twice it is held once; a later hold that runs out as well is another wish.
        idempotencyKey: `${event.params.id}:${startsAt}:${form}`,
      },
    });
    if (holdSlot.__typename !== 'Hold' || !('id' in holdSlot)) return refused(holdSlot, fields);
    return held(event, holdSlot.id, fields);
  },
};

type Refused = Partial<Omit<Refusal, '__typename'>> & { path?: string };

function refused(
  { code = '', message = '', whatNext = null, nearest = [], path }: Refused,
  fields: FormData,
) {
  return fail(409, {
    typed: typedIn(fields),
    wish: wishIn(fields),
    hold: null,
    refusal: { code, message, whatNext, nearest, path: path ?? null },
  });
}

/** The page goes on with this hold, wherever it was opened. */
async function held(event: RequestEvent, id: string, fields: FormData) {
  const { node } = await ask(event, holdDocument, { id });
  return { typed: typedIn(fields), wish: wishIn(fields), hold: node as Hold, refusal: null };
}

const typedIn = (fields: FormData) => ({
  form: (fields.get('form') || undefined) as Form | undefined,
  phone: String(fields.get('phone') ?? ''),
  email: String(fields.get('email') ?? ''),
  message: String(fields.get('message') ?? ''),
});

/** What the hold was for, so that it can be had again after it is gone. */
const wishIn = (fields: FormData) => ({
  offer: String(fields.get('offer') ?? ''),
  startsAt: String(fields.get('heldAt') ?? ''),
  replaces: String(fields.get('replaces') ?? ''),
  citizen: String(fields.get('citizen') ?? ''),
});

const bookingHref = (id: string) => `/bookings/${encodeURIComponent(id)}`;
