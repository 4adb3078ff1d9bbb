import { redirect } from '@sveltejs/kit';
import { overviewDocument } from '#lib/documents/meetings.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import type { PageServerLoad } from './$types';

const HALF_YEAR_MS = 183 * 86_400_000;

export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  if (viewer.kind === 'STAFF') redirect(303, '/calendar');
  if (viewer.kind === 'ANONYMOUS') return { title: m.welcome_title(), overview: null };
  const now = Date.parse(viewer.now);
  const { deadlines, bookings } = await ask(event, overviewDocument, {
    from: new Date(now - HALF_YEAR_MS).toISOString(),
    to: new Date(now + 2 * HALF_YEAR_MS).toISOString(),
  });
  const meetings = bookings.edges.map(({ node }) => node);
  const coming = meetings
    .filter(({ endsAt, status }) => status === 'BOOKED' && Date.parse(endsAt) > now)
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
  const earlier = meetings.filter((meeting) => !coming.includes(meeting));
  earlier.sort((a, b) => (a.startsAt > b.startsAt ? -1 : 1));
  return {
    title: m.my_meetings(),
    overview: {
      open: deadlines.filter(({ state }) => state === 'OPEN'),
      missed: deadlines.filter(({ state }) => state === 'MISSED'),
      coming,
      earlier,
    },
  };
};
