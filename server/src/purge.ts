import type { Sql } from '@planner/db';
import type { Retention } from './config.ts';

/** Rows a statement takes: no write of a citizen waits long for a purge. */
const batchRows = 1_000;

/**
 * Removes what has been kept as long as it may, in short statements; what each removed, by table. Stops between two
 * statements when the signal comes. The audit trail is not purged: it is erased from, under a rule.
 */
export async function purge(
  system: Sql,
  retention: Retention,
  signal?: AbortSignal,
): Promise<Record<string, number>> {
  const removed: Record<string, number> = {};
  for (const [table, batch] of Object.entries(batches)) {
    let count: number;
    do {
      if (signal?.aborted) return removed;
      ({ count } = await batch(system, retention));
      removed[table] = (removed[table] ?? 0) + count;
    } while (count > 0);
  }
  return removed;
}

/** Tables that grow in the order of their ids are looked at from the oldest on, so that each look is a short one. */
const batches: Record<string, (sql: Sql, keep: Retention) => PromiseLike<{ count: number }>> = {
  // As long as each job centre says.
  access_log: async (sql) => counted(await sql`select purge_access_log() as count`),
  search_log: async (sql) => counted(await sql`select purge_search_log() as count`),
  idempotency: (sql, { repeatDays }) => sql`
    delete from idempotency where (viewer_id, key) in (select viewer_id, key from idempotency
      where at < clock_timestamp() - make_interval(days => ${repeatDays}) limit ${batchRows})`,
  session: (sql, { signInDays }) => sql`
    delete from session where id_hash in (select id_hash from session
      where least(expires_at, ended_at) < clock_timestamp() - make_interval(days => ${signInDays}) limit ${batchRows})`,
  api_token: (sql, { signInDays }) => sql`
    delete from api_token where id in (select id from api_token
      where least(expires_at, revoked_at) < clock_timestamp() - make_interval(days => ${signInDays}) limit ${batchRows})`,
  // Nothing is removed: history is told its feed position while the change that knows it is still there.
  history_position: (sql) => sql`
    update history h set position = coalesce((select max(c.id) from change c where c.xid = h.xid),
      (select max(c.id) from change c where c.at <= h.at), 0)
    where id in (select id from history where position is null order by id limit ${batchRows})`,
  // The newest stays whatever its age: it says where the feed stands.
  change: (sql, { feedDays }) => sql`
    delete from change c where id in (select id from change order by id limit ${batchRows})
      and at < clock_timestamp() - make_interval(days => ${feedDays}) and id < (select max(id) from change)
      and not exists (select from history h where h.xid = c.xid and h.position is null)`,
  slot_evidence: (sql, { proofMonths }) => sql`
    delete from slot_evidence where id in (select id from slot_evidence order by id limit ${batchRows})
      and at < (select planner_now() - make_interval(months => ${proofMonths}))`,
  slot_watch: (sql, { proofMonths }) => sql`
    delete from slot_watch where id in (select id from slot_watch order by id limit ${batchRows})
      and at < (select clock_timestamp() - make_interval(months => ${proofMonths}))`,
  // An image goes when a newer one was there already at the end of the time that must be provable; a removal goes
  // when there is nothing left for it to remove.
  history: (sql, { proofMonths }) => sql`
    with past as (select planner_now() - make_interval(months => ${proofMonths}) as ends)
    delete from history where id in (select h.id from history h, past where h.at < ends and (
      exists (select from history n where n.entity = h.entity and n.entity_id = h.entity_id and n.at < ends and n.id > h.id
        and history_key(n.entity, n.image) = history_key(h.entity, h.image))
      or h.action = 'DELETE' and not exists (select from history o where o.entity = h.entity and o.entity_id = h.entity_id
        and o.id < h.id and history_key(o.entity, o.image) = history_key(h.entity, h.image)))
      limit ${batchRows})`,
  process: (sql, { proofMonths }) => sql`
    delete from process where seen_at < clock_timestamp() - make_interval(months => ${proofMonths})
      and seen_at < (select max(seen_at) from process)`,
  outage: (sql, { proofMonths }) => sql`
    delete from outage where ended_at < clock_timestamp() - make_interval(months => ${proofMonths})`,
};

const counted = ([row]: readonly { count?: number }[]) => ({ count: row?.count ?? 0 });
