import { error, fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { addDays, instantOf, localDateOf } from '#lib/dates.ts';
import {
  addNoteDocument,
  bookOverlappingDocument,
  changeBookingDocument,
  otherTimesDocument,
  talkFileDocument,
  undoBookingDocument,
} from '#lib/documents/casework.ts';
import type { Form, Refusal } from '#lib/documents/document.ts';
import { cancelDocument, rescheduleDocument } from '#lib/documents/meetings.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { reveal } from '#lib/server/cpr.ts';
import { ask } from '#lib/server/graphql.ts';
import { staffOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad } from './$types';

/** Times offered to move to: those nearest to the talk's own. */
const timesShown = 8;
const daysAround = 7;

/** One talk as staff see it. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  staffOnly(viewer, event.url);
  const { booking: talk } = await ask(event, talkFileDocument, { id: event.params.id });
  if (!talk) error(404, { message: 'no such talk' });
  const { zone } = talk.citizen.jobCentre;
  const coming = talk.status === 'BOOKED' && talk.startsAt > viewer.now;
  return {
    title: m.talk_open(),
    talk,
    zone,
    coming,
    times: coming ? await nearestTimes(event, talk, zone, viewer.now) : [],
    idempotencyKey: crypto.randomUUID(),
    done: event.url.searchParams.get('done'),
  };
};

async function nearestTimes(
  event: Parameters<PageServerLoad>[0],
  talk: { id: string; startsAt: string },
  zone: string,
  now: string,
) {
  const day = localDateOf(talk.startsAt, zone);
  const earliest = instantOf(addDays(day, -daysAround), zone);
  const { booking } = await ask(event, otherTimesDocument, {
    id: talk.id,
    from: earliest > now ? earliest : now,
    to: instantOf(addDays(day, daysAround + 1), zone),
  });
  const distance = (slot: { startsAt: string }) =>
    Math.abs(Date.parse(slot.startsAt) - Date.parse(talk.startsAt));
  return (booking?.otherTimes ?? [])
    .filter((slot) => distance(slot) > 0)
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, timesShown)
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
}

type Answer = ({ id: string } & Partial<Refusal>) | Refusal;

/** On to the talk as it is now, or the refusal at the field it is about. */
function settled(answer: Answer, done: string, field: string) {
  if ('id' in answer) redirect(303, `/talks/${encodeURIComponent(answer.id)}?done=${done}`);
  return problem(field, answer.message, answer.whatNext, 409);
}
const problem = (field: string, message: string, whatNext: string | null = null, status = 400) =>
  fail(status, { field, message, whatNext });

async function sent(event: RequestEvent<{ id: string }>) {
  const fields = await event.request.formData();
  const text = (name: string) => String(fields.get(name) ?? '').trim();
  return { fields, text, booking: event.params.id, idempotencyKey: text('idempotencyKey') };
}

export const actions: Actions = {
  reveal: async (event) => {
    const { fields, text } = await sent(event);
    return reveal(event, text('citizen'), fields);
  },
  note: async (event) => {
    const { text, booking, idempotencyKey } = await sent(event);
    const input = { booking, note: text('note'), idempotencyKey: `${idempotencyKey}:note` };
    return settled((await ask(event, addNoteDocument, { input })).addNote as Answer, 'noted', 'note');
  },
  change: async (event) => {
    const { text, booking, idempotencyKey } = await sent(event);
    const room = text('room');
    const input = {
      booking,
      form: text('form') as Form,
      ...(room ? { room } : { withoutRoom: true }),
      idempotencyKey: `${idempotencyKey}:change:${text('form')}:${room}`,
    };
    const { changeBooking } = await ask(event, changeBookingDocument, { input });
    return settled(changeBooking as Answer, 'changed', 'form');
  },
  move: async (event) => {
    const { text, booking, idempotencyKey } = await sent(event);
    const other = text('at');
    if (text('startsAt') === '' && Number.isNaN(Date.parse(`${other}Z`)))
      return problem('at', m.new_time_needed());
    const startsAt = text('startsAt') || instantOf(other, text('zone') || 'Europe/Copenhagen');
    const key = `${idempotencyKey}:${startsAt}`;
    if (text('onPurpose')) {
      const input = {
        offer: text('offer'),
        startsAt,
        caseworker: text('caseworker'),
        citizen: text('citizen'),
        form: text('form') as Form,
        replaces: booking,
        idempotencyKey: `${key}:on-purpose`,
      };
      const { bookOverlapping } = await ask(event, bookOverlappingDocument, { input });
      return settled(bookOverlapping as Answer, 'moved', 'at');
    }
    const input = { booking, startsAt, caseworker: text('caseworker'), idempotencyKey: key };
    const { rescheduleBooking } = await ask(event, rescheduleDocument, { input });
    return settled(rescheduleBooking as Answer, 'moved', 'at');
  },
  cancel: async (event) => {
    const { text, booking, idempotencyKey } = await sent(event);
    const reason = text('reason');
    if (!reason) return problem('reason', m.reason_needed());
    const { cancelBooking } = await ask(event, cancelDocument, {
      input: { booking, reason, idempotencyKey: `${idempotencyKey}:cancel` },
    });
    return settled(cancelBooking as Answer, 'cancelled', 'reason');
  },
  undo: async (event) => {
    const { booking, idempotencyKey } = await sent(event);
    const { undoBooking } = await ask(event, undoBookingDocument, {
      input: { booking, idempotencyKey: `${idempotencyKey}:undo` },
    });
    return settled(undoBooking as Answer, 'undone', 'talk');
  },
};
