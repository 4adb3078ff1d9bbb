import { listState, pageOf } from '#lib/administration/list.ts';
import { otherActorListDocument } from '#lib/documents/administration/other-actors.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { administration } = await event.parent();
  const list = listState(event.url);
  const { orderBy: _, descending: __, ...page } = pageOf(list, {});
  const centre = administration.centre.id;
  const { jobCentre } = await ask(event, otherActorListDocument, { centre, ...page });
  return { title: m.admin_other_actors(), list, actors: jobCentre.otherActors };
};
