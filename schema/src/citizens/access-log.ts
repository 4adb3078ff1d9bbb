import type { Handle } from '@planner/db';

/** One look at the viewer's own data. */
export type AccessEntry = {
  id: string;
  at: Date;
  kind: string;
  purpose: string | null;
  role: string | null;
  organisation: string | null;
  /** Null where the job centre keeps its employees' names to itself. */
  staff: string | null;
};

/** The viewer's own log, newest first; `before` is the id of the last one seen, null for the beginning. */
export async function readOwnAccessLog(
  handle: Handle,
  before: string | null,
  atMost: number,
): Promise<AccessEntry[]> {
  const rows = await handle.query<Omit<AccessEntry, 'at'> & { at: number }>(
    `select id::text, (extract(epoch from at) * 1000)::float8 as at, kind, purpose, role, organisation, staff
       from own_access_log($1, $2)`,
    [before, atMost],
  );
  return rows.map((row) => ({ ...row, at: new Date(Number(row.at)) }));
}
