import type { Handle } from '@planner/db';

/**
 * Transaction-level locks, in id order so that nobody waits in a ring. A statement of its own: lock and look in one
 * statement looks with a snapshot older than the wait (a cap of 1 admitted 2).
 */
export async function lock(handle: Handle, ids: readonly string[]): Promise<void> {
  await handle.query(
    `select pg_advisory_xact_lock(hashtextextended(id, 0)) from (select unnest($1::text[]) as id order by 1 offset 0) sorted`,
    [`{${[...new Set(ids)].sort().join(',')}}`],
  );
}

/** The database's now, read once per command after its locks. */
export async function readNow(handle: Handle): Promise<Date> {
  const [row] = await handle.query<{ now: number }>(
    'select (extract(epoch from planner_now()) * 1000)::float8 as now',
  );
  return new Date(Number(row?.now));
}
