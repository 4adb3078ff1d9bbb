import type { Handle } from '@planner/db';

/** One field that an event changed; a hidden one is a citizen's own, and only that it changed is told. */
export type Difference = { field: string; before: string | null; after: string | null; hidden: boolean };

/** One change of one row, as the trail has it. */
export type TrailEvent = {
  id: string;
  at: Date;
  /** Staff by name; null for citizens, and for what the planner did by itself. */
  who: string | null;
  whoId: string | null;
  /** The operation's name, such as `ConfirmBooking`; null for what was done beside the planner. */
  operation: string | null;
  /** The table's name. */
  entity: string;
  entityId: string | null;
  action: string;
  differences: Difference[];
  /** The rule under which its texts were erased; null while they are there. */
  erasedUnder: string | null;
  sealed: boolean;
};

/** One look at a citizen's data. */
export type Look = {
  id: string;
  at: Date;
  who: string | null;
  whoId: string | null;
  role: string | null;
  organisation: string | null;
  kind: string;
  purpose: string | null;
  operation: string;
  citizenId: string;
};

export type Within = {
  jobCentreId: string;
  who: string | null;
  citizen: string | null;
  /** From this instant, and before that one. */
  from: Date;
  to: Date;
};
type Page = { before: string | null; limit: number };

/** What happened in a job centre, newest first. Nothing for those who don't audit it. */
export async function readTrail(
  handle: Handle,
  asked: Within & { caseworker: string | null; entities: readonly string[] | null },
  page: Page,
): Promise<TrailEvent[]> {
  const rows = await handle.query<
    Omit<TrailEvent, 'at' | 'differences'> & { at: number; differences: string }
  >(
    `select id::text, (extract(epoch from at) * 1000)::float8 as at, viewer as who, viewer_id as "whoId", operation, entity,
       entity_id as "entityId", action, differences::text as differences, erased_under as "erasedUnder", sealed
     from trail_page($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      asked.jobCentreId,
      asked.who,
      asked.citizen,
      asked.caseworker,
      asked.entities ? `{${asked.entities.join(',')}}` : null,
      asked.from.toISOString(),
      asked.to.toISOString(),
      page.before,
      page.limit,
    ],
  );
  return rows.map((row) => ({
    ...row,
    at: new Date(Number(row.at)),
    differences: JSON.parse(row.differences) as Difference[],
  }));
}

/** Who looked at the job centre's citizens, newest first. Nothing for those who don't audit it. */
export async function readLooks(handle: Handle, asked: Within, page: Page): Promise<Look[]> {
  const rows = await handle.query<Omit<Look, 'at'> & { at: number }>(
    `select id::text, (extract(epoch from at) * 1000)::float8 as at, viewer as who, viewer_id as "whoId", role, organisation,
       kind, purpose, operation, citizen_id as "citizenId"
     from looks_page($1, $2, $3, $4, $5, $6, $7)`,
    [
      asked.jobCentreId,
      asked.who,
      asked.citizen,
      asked.from.toISOString(),
      asked.to.toISOString(),
      page.before,
      page.limit,
    ],
  );
  return rows.map((row) => ({ ...row, at: new Date(Number(row.at)) }));
}

/** Those whom a job centre's trail can be searched for, by name. */
export const readAuditedPeople = (handle: Handle, jobCentreId: string) =>
  handle.query<{ id: string; name: string }>('select id, name from audited_people($1)', [jobCentreId]);
