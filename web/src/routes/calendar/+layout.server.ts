import { isView, periodOf } from '#lib/calendar/period.ts';
import { whomOf } from '#lib/calendar/whom.ts';
import { instantOf, localDateOf, weekNumber } from '#lib/dates.ts';
import {
  calendarDocument,
  calendarLiveDocument,
  type EntryKind,
  explainMoveDocument,
  otherTimesDocument,
  teamsDocument,
} from '#lib/documents/calendar.ts';
import { ask, documentId } from '#lib/server/graphql.ts';
import { staffOnly } from '#lib/server/guard.ts';
import type { LayoutServerLoad } from './$types';

const KINDS: EntryKind[] = ['BOOKED', 'HELD', 'SESSION', 'ABSENCE', 'BUSY', 'CLOSED'];

/**
 * What the calendar shows: `view`, `from` (a date in it), and whose: `team`, `who` and `room`, each repeatable. It
 * doesn't look at what is open beside it (the page does), so that opening a talk reads the talk alone.
 */
export const load: LayoutServerLoad = async (event) => {
  const { viewer } = await event.parent();
  staffOnly(viewer, event.url);
  const search = event.url.searchParams;
  const { teams, viewer: clock } = await ask(event, teamsDocument);
  const whom = whomOf(search, teams, viewer.caseworker?.id);
  const zone = teams[0]?.jobCentre.zone ?? 'Europe/Copenhagen';
  const today = localDateOf(clock.now, zone);
  const asked = search.get('view');
  const view = isView(asked) ? asked : 'week';
  // A link to one spot need not repeat its day.
  const period = periodOf(view, search.get('from') ?? search.get('book')?.slice(0, 10) ?? null, today);
  const alone = whom.people.length + whom.rooms.length === 1;
  // What is free is worked out where there is room to show it.
  const kinds: EntryKind[] = view === 'day' || (alone && view !== 'month') ? [...KINDS, 'FREE'] : KINDS;
  const window = {
    caseworkers: whom.people.map(({ id }) => id),
    rooms: whom.rooms.map(({ id }) => id),
    kinds,
    from: instantOf(period.from, zone),
    to: instantOf(period.to, zone),
  };
  const nobody = window.caseworkers.length + window.rooms.length === 0;
  const { calendar } = nobody ? { calendar: [] } : await ask(event, calendarDocument, window);
  return {
    teams,
    whom,
    zone,
    now: clock.now,
    today,
    period,
    /** Whether a view was asked for: without one a phone shows the list and a desk the week. */
    viewChosen: isView(asked),
    dateChosen: search.has('from'),
    week: weekNumber(period.anchor),
    entries: calendar,
    window,
    documents: {
      live: documentId(calendarLiveDocument),
      otherTimes: documentId(otherTimesDocument),
      explainMove: documentId(explainMoveDocument),
    },
    initials: event.cookies.get('names') === 'initials',
    shortcuts: event.cookies.get('shortcuts') !== 'off',
  };
};
