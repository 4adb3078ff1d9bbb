import { searchOf } from '#lib/audit/search.ts';
import { looksDocument } from '#lib/documents/audit.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import type { PageServerLoad } from './$types';

const ROWS = 100;

export const load: PageServerLoad = async (event) => {
  const { audit } = await event.parent();
  const { shown, search } = searchOf(event.url, audit.centre.zone);
  const { jobCentre } = await ask(event, looksDocument, { centre: audit.centre.id, ...search, first: ROWS });
  return {
    title: m.audit_looks(),
    shown,
    people: jobCentre.auditedPeople,
    looks: jobCentre.looks.edges.map(({ node }) => node),
    older: jobCentre.looks.pageInfo.hasNextPage ? jobCentre.looks.pageInfo.endCursor : null,
  };
};
