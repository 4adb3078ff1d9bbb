import { createHmac } from 'node:crypto';
import type postgres from 'postgres';

/**
 * What a seal signs: the chain so far, when, under which key and for which job centre (null: what belongs to none), and
 * the digest of the members. `sealedAt` is in seconds since 1970, as PostgreSQL writes them.
 */
export function sealOf(
  key: Uint8Array,
  batch: {
    previous: Uint8Array | null;
    sealedAt: string;
    keyId: string;
    jobCentreId: string | null;
    digest: Uint8Array;
  },
): Buffer {
  return createHmac('sha256', key)
    .update(batch.previous ?? new Uint8Array(32))
    .update(`${batch.sealedAt}|${batch.keyId}|${batch.jobCentreId ?? ''}`)
    .update(batch.digest)
    .digest();
}

/** The digest of a batch in SQL, over events already ordered by id: each one's id and own digest. */
export const membersDigest = "sha256(string_agg(int8send(id) || digest, ''::bytea order by id))";

type Open = {
  jobCentreId: string | null;
  members: string[];
  digest: Uint8Array;
  previous: Uint8Array | null;
  seconds: string;
};

/**
 * Seals the oldest `limit` events that are not yet: a batch for each job centre among them, which lists its members
 * (a range of ids gains rows later) and chains an HMAC over the centre's seal before and their digests. Returns how
 * many were sealed. `sql` connects as the system role; `key` is kept outside the database.
 */
export async function sealBatch(
  sql: postgres.Sql,
  options: { key: Uint8Array; keyId: string; limit: number },
): Promise<number> {
  const { key, keyId, limit } = options;
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(7262)`;
    const open = await tx<Open[]>`
      select job_centre_id as "jobCentreId", array_agg(id order by id)::text[] as members, ${tx.unsafe(membersDigest)} as digest,
        (select seal from audit_batch b where b.job_centre_id is not distinct from event.job_centre_id
         order by b.id desc limit 1) as previous,
        extract(epoch from now())::text as seconds
      from (select id, digest, job_centre_id from audit_event where batch_id is null order by id limit ${limit}) event
      group by job_centre_id`;
    for (const { jobCentreId, members, digest, previous, seconds } of open) {
      const seal = sealOf(key, { previous, sealedAt: seconds, keyId, jobCentreId, digest });
      await tx`
        with batch as (
          insert into audit_batch (job_centre_id, sealed_at, key_id, members, digest, previous, seal)
          values (${jobCentreId}, now(), ${keyId}, ${members}::bigint[], ${digest}, ${previous}, ${seal}) returning id)
        update audit_event e set batch_id = batch.id from batch where e.id = any (${members}::bigint[])`;
    }
    return open.reduce((sum, { members }) => sum + members.length, 0);
  });
}
