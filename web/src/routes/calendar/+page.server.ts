import { fail, redirect } from '@sveltejs/kit';
import { addDays, instantOf, isLocalDate, localDateOf, mondayOf, weekNumber } from '#lib/dates.ts';
import {
  calendarDocument,
  calendarLiveDocument,
  explainDocument,
  teamsDocument,
} from '#lib/documents/calendar.ts';
import { cancelDocument, meetingDocument, rescheduleDocument } from '#lib/documents/meetings.ts';
import { offersDocument } from '#lib/documents/offers.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask, documentId } from '#lib/server/graphql.ts';
import { staffOnly } from '#lib/server/guard.ts';
import type { Actions, PageServerLoad, PageServerLoadEvent } from './$types';

/**
 * A team's week. `?booking=` opens a meeting beside it, `?at=` (wall time) the question why a time isn't open,
 * so that both work as plain links too.
 */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  staffOnly(viewer, event.url);
  const search = event.url.searchParams;
  const { teams } = await ask(event, teamsDocument);
  const team =
    teams.find(({ id }) => id === search.get('team')) ?? ownTeam(teams, viewer.caseworker?.id) ?? teams[0];
  const zone = team?.jobCentre.zone ?? 'Europe/Copenhagen';
  const today = localDateOf(viewer.now, zone);
  const asked = search.get('from');
  const monday = mondayOf(isLocalDate(asked) ? asked : today);
  const from = instantOf(monday, zone);
  const to = instantOf(addDays(monday, 7), zone);
  const { calendar } = team
    ? await ask(event, calendarDocument, { team: team.id, from, to })
    : { calendar: [] };
  const bookingId = search.get('booking');
  const week = {
    monday,
    number: weekNumber(monday),
    previous: addDays(monday, -7),
    next: addDays(monday, 7),
  };
  return {
    title: m.calendar_week_title({ week: week.number }),
    teams: teams.map(({ id, name }) => ({ id, name })),
    team: team ?? null,
    who: team?.caseworkers.find(({ id }) => id === search.get('who'))?.id ?? null,
    zone,
    today,
    week,
    entries: calendar,
    meeting: bookingId ? (await ask(event, meetingDocument, { id: bookingId })).booking : null,
    why: await whyNot(event, zone),
    idempotencyKey: crypto.randomUUID(),
    live: team ? { documentId: documentId(calendarLiveDocument), team: team.id, from, to } : null,
    done: search.get('done'),
  };
};

/** The rules for one empty spot: `?at=2026-11-27T12:00`, then `&offer=` and, if wished, `&caseworker=`. */
async function whyNot(event: PageServerLoadEvent, zone: string) {
  const search = event.url.searchParams;
  const at = search.get('at');
  if (!at || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(at)) return null;
  const { offers } = await ask(event, offersDocument);
  const choices = offers.edges.map(({ node: { id, title } }) => ({ id, title }));
  const offer = choices.find(({ id }) => id === search.get('offer'))?.id;
  const caseworker = search.get('caseworker') || undefined;
  const startsAt = instantOf(at.slice(0, 16), zone);
  const explained = offer
    ? (await ask(event, explainDocument, { offer, startsAt, caseworker })).offer?.explain
    : null;
  // What stopped it comes first: that is what was asked.
  const rules = explained ? [...explained.rules].sort((a, b) => Number(a.ok) - Number(b.ok)) : null;
  return { at: at.slice(0, 16), startsAt, offer, caseworker, choices, open: explained?.open ?? false, rules };
}

function ownTeam<T extends { caseworkers: { id: string }[] }>(teams: T[], caseworker: string | undefined) {
  return teams.find(({ caseworkers }) => caseworkers.some(({ id }) => id === caseworker));
}

export const actions: Actions = {
  cancel: async (event) => {
    const fields = await event.request.formData();
    const reason = String(fields.get('reason') ?? '').trim();
    if (!reason) return fail(400, { field: 'reason', message: m.reason_needed(), whatNext: null });
    const { cancelBooking } = await ask(event, cancelDocument, {
      input: {
        booking: String(fields.get('booking')),
        reason,
        idempotencyKey: String(fields.get('idempotencyKey')),
      },
    });
    if (cancelBooking.__typename === 'Booking') redirect(303, doneHref(event.url, 'cancelled'));
    const { message = '', whatNext = null } = cancelBooking;
    return fail(409, { field: 'reason', message, whatNext });
  },
  move: async (event) => {
    const fields = await event.request.formData();
    const at = String(fields.get('at') ?? '');
    if (Number.isNaN(Date.parse(`${at}Z`))) {
      return fail(400, { field: 'at', message: m.new_time_needed(), whatNext: null });
    }
    const { rescheduleBooking } = await ask(event, rescheduleDocument, {
      input: {
        booking: String(fields.get('booking')),
        startsAt: instantOf(at, String(fields.get('zone') || 'Europe/Copenhagen')),
        idempotencyKey: `${fields.get('idempotencyKey')}:${at}`,
      },
    });
    if (rescheduleBooking.__typename === 'Booking') redirect(303, doneHref(event.url, 'moved'));
    const { message = '', whatNext = null } = rescheduleBooking;
    return fail(409, { field: 'at', message, whatNext });
  },
};

function doneHref(url: URL, done: string): string {
  const search = new URLSearchParams(url.search);
  for (const key of [...search.keys()]) if (key.startsWith('/')) search.delete(key);
  search.set('done', done);
  return `${url.pathname}?${search}`;
}
