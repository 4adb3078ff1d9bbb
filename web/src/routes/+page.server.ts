import { redirect } from '@sveltejs/kit';
import { recentlyAsked } from '#lib/asked.ts';
import { instantOf, localDateOf } from '#lib/dates.ts';
import { overviewDocument, stillDue } from '#lib/documents/meetings.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import { citizenOnly } from '#lib/server/guard.ts';
import { staffHome } from '#lib/staff-pages.ts';
import type { PageServerLoad } from './$types';

/** What must be done, what is coming and what was, for the reader or for whom she acts for. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  if (viewer.kind === 'STAFF') redirect(303, staffHome(viewer));
  if (viewer.kind === 'ANONYMOUS') return { title: m.welcome_title(), overview: null };
  const { id, name, own, jobCentre } = citizenOnly(viewer, event.url);
  const today = localDateOf(viewer.now, jobCentre.zone);
  const answer = await ask(event, overviewDocument, {
    citizen: id,
    today: instantOf(today, jobCentre.zone),
    now: viewer.now,
  });
  const cancelled = event.url.searchParams.get('cancelled');
  const nodes = ({ edges }: (typeof answer)['coming']) => edges.map(({ node }) => node);
  return {
    title: own ? m.my_meetings() : m.meetings_of({ name }),
    overview: {
      today,
      cancelled: nodes(answer.calledOff).find(({ id }) => id === cancelled) ?? null,
      asked: recentlyAsked(answer.requests, viewer.now),
      due: stillDue.flatMap((due) => answer.deadlines.filter(({ state }) => state === due)),
      coming: nodes(answer.coming).filter(({ endsAt }) => endsAt > viewer.now),
      earlier: [...nodes(answer.calledOff), ...nodes(answer.earlier)].sort((a, b) =>
        a.startsAt > b.startsAt ? -1 : 1,
      ),
    },
  };
};
