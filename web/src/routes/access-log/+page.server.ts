import { accessLogDocument } from '#lib/documents/access-log.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import { citizenOnly } from '#lib/server/guard.ts';
import type { PageServerLoad } from './$types';

/** Who has looked at the reader's data; a power of attorney doesn't open another's. */
export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  const citizen = citizenOnly(viewer, event.url);
  const after = event.url.searchParams.get('after') ?? undefined;
  const about = { title: m.access_title(), citizen, after };
  if (!citizen.own) return { ...about, log: null };
  const { accessLog, viewer: reader } = await ask(event, accessLogDocument, { after });
  const { hasNextPage, endCursor } = accessLog.pageInfo;
  return {
    ...about,
    log: {
      entries: accessLog.edges.map(({ node }) => node),
      older: hasNextPage ? endCursor : null,
      months: reader.citizen?.jobCentre.accessLogMonths ?? 0,
    },
  };
};
