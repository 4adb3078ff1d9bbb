import type { Handle } from '@planner/db';

/**
 * Transaction-level locks. Who takes several kinds takes them in this order: the idempotency key, then offer, session,
 * job centre and citizens together, caseworkers last.
 *
 * A caseworker's lock stands between her talks and her absences: who enters an absence takes it, then reads which talks
 * and live holds it hits, then writes. A booking that was first is thereby among them; one that comes second finds the
 * absence under the same lock, and is refused. Nothing but the list is done there: what becomes of the talks is decided
 * by commands that lock the citizen first.
 *
 * Within a call the locks are taken in id order so that nobody waits in a ring. A statement of its own: lock and look in one
 * statement looks with a snapshot older than the wait (a cap of 1 admitted 2). What is looked at may be sent right behind,
 * without waiting for the lock's answer: its snapshot is taken when its turn comes.
 */
export async function lock(handle: Handle, ids: readonly string[]): Promise<void> {
  await handle.query(
    `select pg_advisory_xact_lock(hashtextextended(id, 0)) from (select unnest($1::text[]) as id order by 1 offset 0) sorted`,
    [`{${[...new Set(ids)].sort().join(',')}}`],
  );
}

/** Others are just taking all that is left: the door runs the command again, as after a failed serialization. */
class Contended extends Error {
  readonly code = '40001';
}

/**
 * Locks one of these: the first that nobody else holds. When all are held, it waits for the lowest id if it may; who
 * already holds one may not, lest two wait for each other. Throws what makes the door run the command again.
 */
export async function lockOneOf(handle: Handle, ids: readonly string[], wait: boolean): Promise<string> {
  const [row] = await handle.query<{ id: string | null }>(
    `select coalesce(
      (select id from unnest($1::text[]) id where pg_try_advisory_xact_lock(hashtextextended(id, 0)) limit 1),
      (select id from (select min(id) as id from unnest($1::text[]) id) lowest, pg_advisory_xact_lock(hashtextextended(id, 0))
       where $2)) as id`,
    [`{${ids.join(',')}}`, wait],
  );
  if (!row?.id) throw new Contended('Everybody who is left is being taken.');
  return row.id;
}

/** The database's now, read once per command after its locks. */
export async function readNow(handle: Handle): Promise<Date> {
  const [row] = await handle.query<{ now: number }>(
    'select (extract(epoch from planner_now()) * 1000)::float8 as now',
  );
  return new Date(Number(row?.now));
}
