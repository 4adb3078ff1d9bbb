import { createHmac } from 'node:crypto';
import type postgres from 'postgres';

/**
 * What a seal signs: the chain so far, when and under which key, and the digest of the members. `sealedAt` is in
 * seconds since 1970, as PostgreSQL writes them.
 */
export function sealOf(
  key: Uint8Array,
  batch: { previous: Uint8Array | null; sealedAt: string; keyId: string; digest: Uint8Array },
): Buffer {
  return createHmac('sha256', key)
    .update(batch.previous ?? new Uint8Array(32))
    .update(`${batch.sealedAt}|${batch.keyId}|`)
    .update(batch.digest)
    .digest();
}

/** The digest of a batch in SQL, over events already ordered by id: each one's id and own digest. */
export const membersDigest = "sha256(string_agg(int8send(id) || digest, ''::bytea order by id))";

/**
 * Closes one batch of the audit trail: lists at most `limit` unsealed events and chains an HMAC over the seal before
 * and their digests. A batch lists its members, because a range of ids gains rows later. Returns how many were sealed.
 * `sql` connects as the system role; `key` is kept outside the database.
 */
export async function sealBatch(
  sql: postgres.Sql,
  options: { key: Uint8Array; keyId: string; limit: number },
): Promise<number> {
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(7262)`;
    const [open] = await tx<{ members: string[]; digest: Uint8Array | null }[]>`
      select coalesce(array_agg(id order by id), '{}')::text[] as members, ${tx.unsafe(membersDigest)} as digest
      from (select id, digest from audit_event where batch_id is null order by id limit ${options.limit}) event`;
    if (!open?.digest) return 0;
    const [last] = await tx<{ seal: Uint8Array }[]>`select seal from audit_batch order by id desc limit 1`;
    const [now] = await tx<{ seconds: string }[]>`select extract(epoch from now())::text as seconds`;
    const { keyId } = options;
    const batch = { previous: last?.seal ?? null, sealedAt: now?.seconds ?? '', keyId, digest: open.digest };
    const [made] = await tx<{ id: string }[]>`
      insert into audit_batch (sealed_at, key_id, members, digest, previous, seal)
      values (now(), ${keyId}, ${open.members}::bigint[], ${batch.digest}, ${batch.previous},
              ${sealOf(options.key, batch)}) returning id`;
    await tx`update audit_event set batch_id = ${made?.id ?? null} where id = any (${open.members}::bigint[])`;
    return open.members.length;
  });
}
