import type postgres from 'postgres';

/**
 * Erases the texts of some rows from the trail, for good: before, after and the salt, so that not even a guess can be
 * checked. Who changed them and when, and that it was erased under this rule, stay provable. Returns how many events.
 */
export async function eraseEvents(
  sql: postgres.Sql,
  what: { rule: string; entity: string; entityIds: readonly string[] },
): Promise<number> {
  const rows = await sql`
    with erased as (insert into erasure (rule) values (${what.rule}) returning id)
    update audit_event e set before = null, after = null, salt = null, erasure_id = erased.id from erased
    where e.entity = ${what.entity} and e.entity_id = any (${what.entityIds as string[]}::uuid[]) and e.salt is not null
    returning 1`;
  return rows.length;
}
