import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { instantOf } from '#lib/dates.ts';
import {
  addNoteDocument,
  bookOverlappingDocument,
  changeBookingDocument,
  type TalkFile,
  talkFileDocument,
  undoBookingDocument,
} from '#lib/documents/casework.ts';
import type { Form, Instant, Refusal } from '#lib/documents/document.ts';
import { cancelDocument, rescheduleDocument } from '#lib/documents/meetings.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { reveal } from './cpr.ts';
import { ask } from './graphql.ts';

/** One talk as staff see it, beside the calendar and on a page of its own. */
export interface OpenTalk {
  talk: TalkFile;
  zone: string;
  /** Booked and not begun: it may be moved, changed and cancelled. */
  coming: boolean;
}

/** Reads a talk; null when there is none that the viewer may see. `now` is the planner's. */
export async function openTalk(
  event: Parameters<typeof ask>[0],
  id: string,
  now: Instant,
): Promise<OpenTalk | null> {
  const { booking: talk } = await ask(event, talkFileDocument, { id });
  if (!talk) return null;
  const { zone } = talk.citizen.jobCentre;
  return { talk, zone, coming: talk.status === 'BOOKED' && talk.startsAt > now };
}

type Made = ({ id: string } & Partial<Refusal>) | Refusal;
const problem = (field: string, message: string, whatNext: string | null = null, status = 400) =>
  fail(status, { field, message, whatNext });

/**
 * What staff do to a talk, as actions of the page that shows it. `doneHref` is where the talk, which has another id
 * once it is moved, is shown with what was done; a refusal stays, at the field it is about.
 */
export function talkActions(doneHref: (event: RequestEvent, booking: string, done: string) => string) {
  function settled(event: RequestEvent, answer: Made, done: string, field: string) {
    if ('id' in answer) redirect(303, doneHref(event, answer.id, done));
    return problem(field, answer.message, answer.whatNext, 409);
  }
  return {
    reveal: async (event: RequestEvent) => {
      const { fields, text } = await sent(event);
      return reveal(event, text('citizen'), fields);
    },
    note: async (event: RequestEvent) => {
      const { text, booking, key } = await sent(event);
      const input = { booking, note: text('note'), idempotencyKey: `${key}:note` };
      return settled(event, (await ask(event, addNoteDocument, { input })).addNote as Made, 'noted', 'note');
    },
    change: async (event: RequestEvent) => {
      const { text, booking, key } = await sent(event);
      const room = text('room');
      const input = {
        booking,
        form: text('form') as Form,
        ...(room ? { room } : { withoutRoom: true }),
        idempotencyKey: `${key}:change:${text('form')}:${room}`,
      };
      const { changeBooking } = await ask(event, changeBookingDocument, { input });
      return settled(event, changeBooking as Made, 'changed', 'form');
    },
    move: async (event: RequestEvent) => {
      const { text, booking, key } = await sent(event);
      const other = text('at');
      if (text('startsAt') === '' && Number.isNaN(Date.parse(`${other}Z`)))
        return problem('at', m.new_time_needed());
      const startsAt = text('startsAt') || instantOf(other, text('zone') || 'Europe/Copenhagen');
      const caseworker = text('caseworker');
      const idempotencyKey = `${key}:${startsAt}`;
      if (text('onPurpose')) {
        const input = {
          offer: text('offer'),
          startsAt,
          caseworker,
          citizen: text('citizen'),
          form: text('form') as Form,
          replaces: booking,
          idempotencyKey: `${idempotencyKey}:on-purpose`,
        };
        const { bookOverlapping } = await ask(event, bookOverlappingDocument, { input });
        return settled(event, bookOverlapping as Made, 'moved', 'at');
      }
      const input = { booking, startsAt, ...(caseworker && { caseworker }), idempotencyKey };
      const { rescheduleBooking } = await ask(event, rescheduleDocument, { input });
      return settled(event, rescheduleBooking as Made, 'moved', 'at');
    },
    cancel: async (event: RequestEvent) => {
      const { text, booking, key } = await sent(event);
      const reason = text('reason');
      if (!reason) return problem('reason', m.reason_needed());
      const { cancelBooking } = await ask(event, cancelDocument, {
        input: { booking, reason, idempotencyKey: `${key}:cancel` },
      });
      return settled(event, cancelBooking as Made, 'cancelled', 'reason');
    },
    undo: async (event: RequestEvent) => {
      const { booking, key } = await sent(event);
      const { undoBooking } = await ask(event, undoBookingDocument, {
        input: { booking, idempotencyKey: `${key}:undo` },
      });
      return settled(event, undoBooking as Made, 'undone', 'talk');
    },
  };
}

async function sent(event: RequestEvent) {
  const fields = await event.request.formData();
  const text = (name: string) => String(fields.get(name) ?? '').trim();
  return { fields, text, booking: text('booking'), key: text('idempotencyKey') };
}
