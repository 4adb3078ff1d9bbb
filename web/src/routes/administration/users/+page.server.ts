import { listState, pageOf } from '#lib/administration/list.ts';
import { userListDocument } from '#lib/documents/administration/users.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { givenRoles } from '#lib/roles.ts';
import { ask } from '#lib/server/graphql.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { administration } = await event.parent();
  const list = listState(event.url);
  const show = event.url.searchParams.get('show') ?? '';
  const role = givenRoles.find((one) => one === show);
  const { orderBy: _, descending: __, ...page } = pageOf(list, {});
  const { jobCentre } = await ask(event, userListDocument, {
    centre: administration.centre.id,
    ...page,
    role,
    ended: show === 'ended',
  });
  return {
    title: m.admin_users(),
    list,
    show,
    users: jobCentre.users,
    done: event.url.searchParams.get('done'),
  };
};
