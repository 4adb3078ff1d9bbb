import { userListDocument } from '#lib/documents/administration/users.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import type { PageServerLoad } from './$types';

/** Everybody who has access, on one page to print. */
export const load: PageServerLoad = async (event) => {
  const { administration } = await event.parent();
  const users = [];
  let after: string | undefined;
  do {
    const { jobCentre } = await ask(event, userListDocument, {
      centre: administration.centre.id,
      search: undefined,
      role: undefined,
      ended: false,
      first: 200,
      last: undefined,
      after,
      before: undefined,
    });
    users.push(...jobCentre.users.edges.map(({ node }) => node));
    const { hasNextPage, endCursor } = jobCentre.users.pageInfo;
    after = hasNextPage ? (endCursor ?? undefined) : undefined;
  } while (after);
  return { title: m.user_access_list(), users };
};
