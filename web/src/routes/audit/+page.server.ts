import { fail, redirect } from '@sveltejs/kit';
import { searchOf } from '#lib/audit/search.ts';
import { findForAuditDocument, trailDocument } from '#lib/documents/audit.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import type { Actions, PageServerLoad } from './$types';

const ROWS = 50;

export const load: PageServerLoad = async (event) => {
  const { audit } = await event.parent();
  const { shown, search, entities } = searchOf(event.url, audit.centre.zone);
  const { jobCentre } = await ask(event, trailDocument, {
    centre: audit.centre.id,
    ...search,
    caseworker: shown.caseworker,
    entities,
    first: ROWS,
  });
  return {
    title: m.audit_trail(),
    shown,
    people: jobCentre.auditedPeople,
    caseworkers: jobCentre.caseworkers.edges.map(({ node }) => node),
    events: jobCentre.trail.edges.map(({ node }) => node),
    older: jobCentre.trail.pageInfo.hasNextPage ? jobCentre.trail.pageInfo.endCursor : null,
  };
};

export const actions: Actions = {
  /** Posted, so that a CPR number is in no address; leads to the same page, or the log of looks, with the citizen's id. */
  citizen: async (event) => {
    const fields = await event.request.formData();
    const { findForAudit } = await ask(event, findForAuditDocument, {
      input: { cpr: String(fields.get('cpr')) },
    });
    // What was typed is not given back.
    if (!('citizen' in findForAudit)) return fail(400, { message: findForAudit.message });
    const search = new URLSearchParams(event.url.search);
    for (const key of [...search.keys()]) if (key.startsWith('/')) search.delete(key);
    search.delete('after');
    search.set('citizen', findForAudit.citizen);
    redirect(303, `${fields.get('page') === 'looks' ? '/audit/looks' : '/audit'}?${search}`);
  },
};
