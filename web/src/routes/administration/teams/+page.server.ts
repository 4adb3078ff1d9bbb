import { listState, pageOf } from '#lib/administration/list.ts';
import { teamListDocument } from '#lib/documents/administration/teams.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import type { PageServerLoad } from './$types';

const orders = { name: 'NAME', members: 'MEMBERS' } as const;

export const load: PageServerLoad = async (event) => {
  const { administration } = await event.parent();
  const list = listState(event.url);
  const { jobCentre } = await ask(event, teamListDocument, {
    centre: administration.centre.id,
    ...pageOf(list, orders),
  });
  return { title: m.admin_teams(), list, teams: jobCentre.teams, done: event.url.searchParams.get('done') };
};
