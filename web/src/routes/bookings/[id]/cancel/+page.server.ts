import { error, fail, redirect } from '@sveltejs/kit';
import { forParam, personOf } from '#lib/acting.ts';
import { beforeCancelDocument, cancelDocument } from '#lib/documents/meetings.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import { citizenOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad } from './$types';

/** What cancelling means, before it is done. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  citizenOnly(viewer, event.url);
  const { booking } = await ask(event, beforeCancelDocument, { id: event.params.id });
  const citizen = booking && personOf(viewer, booking.citizen.id);
  if (!booking || !citizen) error(404, { message: 'no such meeting' });
  if (booking.status !== 'BOOKED' || !booking.mayCancel) {
    // Told on the meeting's own page, with the number to call; a refusal below keeps its own words.
    if (event.request.method === 'GET') redirect(303, `/bookings/${encodeURIComponent(event.params.id)}`);
  }
  return {
    title: m.cancel_title(),
    booking,
    citizen,
    idempotencyKey: crypto.randomUUID(),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const fields = await event.request.formData();
    const { cancelBooking } = await ask(event, cancelDocument, {
      input: { booking: event.params.id, idempotencyKey: String(fields.get('idempotencyKey')) },
    });
    if (cancelBooking.__typename === 'Booking') {
      // Where a deadline that is open again stands first.
      const citizen = forParam(event.url);
      const search = new URLSearchParams({ cancelled: event.params.id, ...(citizen && { for: citizen }) });
      redirect(303, `/?${search}`);
    }
    const { message = '', whatNext = null } = cancelBooking;
    return fail(409, { refusal: { message, whatNext } });
  },
};
