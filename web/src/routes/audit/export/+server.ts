import { searchOf } from '#lib/audit/search.ts';
import { actionName, citizenMark, entityName, kindName, purposeName } from '#lib/audit/words.ts';
import { csv } from '#lib/csv.ts';
import { type AuditLook, looksDocument, type TrailEvent, trailDocument } from '#lib/documents/audit.ts';
import { viewerDocument } from '#lib/documents/viewer.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { roleName } from '#lib/roles.ts';
import { auditorOnly } from '#lib/server/audit.ts';
import { ask } from '#lib/server/graphql.ts';
import type { RequestHandler } from './$types';

/** So many rows at most: a longer file is asked for by a shorter period. */
const ROWS_MAX = 10_000;
const PAGE = 500;

/** The trail, or with `log=looks` the access log, as a file: the same search as on the page. */
export const GET: RequestHandler = async (event) => {
  const { viewer } = await ask(event, viewerDocument);
  const { centre } = auditorOnly(viewer, event.url);
  const { shown, search, entities } = searchOf(event.url, centre.zone);
  const looks = event.url.searchParams.get('log') === 'looks';
  const rows: (string | null)[][] = [looks ? looksHeading() : trailHeading()];
  for (let after: string | null | undefined = undefined; after !== null && rows.length <= ROWS_MAX; ) {
    const asked = { ...search, centre: centre.id, first: PAGE, after };
    const page: { rows: (string | null)[][]; after: string | null } = looks
      ? await looksPage()
      : await trailPage();
    rows.push(...page.rows);
    after = page.after;

    async function looksPage() {
      const { jobCentre } = await ask(event, looksDocument, asked);
      const { edges, pageInfo } = jobCentre.looks;
      return {
        rows: edges.map(({ node }) => lookRow(node)),
        after: pageInfo.hasNextPage ? pageInfo.endCursor : null,
      };
    }
    async function trailPage() {
      const { jobCentre } = await ask(event, trailDocument, {
        ...asked,
        caseworker: shown.caseworker,
        entities,
      });
      const { edges, pageInfo } = jobCentre.trail;
      return {
        rows: edges.flatMap(({ node }) => trailRows(node)),
        after: pageInfo.hasNextPage ? pageInfo.endCursor : null,
      };
    }
  }
  return new Response(csv(rows), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${looks ? 'access-log' : 'audit-trail'}.csv"`,
    },
  });
};

const trailHeading = () => [
  m.audit_number(),
  m.audit_when(),
  m.audit_who(),
  m.audit_what(),
  m.audit_action(),
  m.audit_operation(),
  m.audit_row(),
  m.audit_field(),
  m.audit_before(),
  m.audit_after(),
];
/** One row for each field that changed. */
function trailRows(event: TrailEvent): (string | null)[][] {
  const who = event.who?.name ?? (event.byCitizen ? m.audit_citizen() : m.audit_planner());
  const about = [
    event.number,
    event.at,
    who,
    entityName(event.entity),
    actionName(event.action),
    event.operation,
    event.entityId,
  ];
  if (event.differences.length === 0) return [[...about, null, null, null]];
  return event.differences.map(({ field, before, after, hidden }) =>
    hidden ? [...about, field, m.audit_hidden(), m.audit_hidden()] : [...about, field, before, after],
  );
}
const looksHeading = () => [
  m.audit_number(),
  m.audit_when(),
  m.audit_who(),
  m.audit_role(),
  m.audit_organisation(),
  m.audit_how(),
  m.audit_purpose(),
  m.audit_operation(),
  m.audit_citizen_column(),
];
const lookRow = (look: AuditLook) => [
  look.number,
  look.at,
  look.who?.name ?? null,
  roleName(look.role),
  look.organisation,
  kindName(look.kind),
  look.purpose && purposeName(look.purpose),
  look.operation,
  citizenMark(look.citizen),
];
