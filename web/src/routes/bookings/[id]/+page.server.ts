import { error } from '@sveltejs/kit';
import { personOf } from '#lib/acting.ts';
import { meetingDocument } from '#lib/documents/meetings.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import { citizenOnly } from '#lib/server/guard.ts';
import type { PageServerLoad } from './$types';

/** A meeting; `?new=1` and `?new=moved` make it the receipt. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  citizenOnly(viewer, event.url);
  const { booking } = await ask(event, meetingDocument, { id: event.params.id });
  const citizen = booking && personOf(viewer, booking.citizen.id);
  if (!booking || !citizen) error(404, { message: 'no such meeting' });
  const booked = booking.status === 'BOOKED';
  const past = Date.parse(booking.endsAt) < Date.parse(viewer.now);
  const made = booked ? event.url.searchParams.get('new') : null;
  const title = made
    ? made === 'moved'
      ? m.moved_title()
      : m.booked_title()
    : booking.status === 'CANCELLED'
      ? m.meeting_cancelled_title()
      : past
        ? m.meeting_past_title()
        : m.meeting_title();
  return { title, citizen, booking, isNew: made !== null, coming: booked && !past, past };
};
