import { listState, pageOf } from '#lib/administration/list.ts';
import { caseworkerListDocument } from '#lib/documents/administration/caseworkers.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import type { PageServerLoad } from './$types';

const orders = { name: 'NAME', email: 'EMAIL' } as const;
const shown: Record<string, boolean | undefined> = { ended: true, all: undefined };

export const load: PageServerLoad = async (event) => {
  const { administration } = await event.parent();
  const list = listState(event.url);
  const team = event.url.searchParams.get('team') ?? '';
  const who = event.url.searchParams.get('who') ?? '';
  const { jobCentre } = await ask(event, caseworkerListDocument, {
    centre: administration.centre.id,
    team: team || undefined,
    ended: Object.hasOwn(shown, who) ? shown[who] : false,
    ...pageOf(list, orders),
  });
  return {
    title: m.admin_caseworkers(),
    list,
    team,
    who,
    teams: jobCentre.teams.edges.map(({ node }) => node),
    caseworkers: jobCentre.caseworkers,
    done: event.url.searchParams.get('done'),
  };
};
