import type postgres from 'postgres';
import { membersDigest, sealOf } from './seal.ts';

/** `chain` is the job centre's id; null is the chain of what belongs to none. */
export type Fault = { batch?: string; event?: string; chain?: string | null; what: string };

/** The newest seal of a chain, noted down outside the database. */
export type Anchor = { chain: string | null; batch: string; sealedAt: string; seal: string };

export type Verified = {
  /** Events looked at, sealed or not. */
  events: number;
  batches: number;
  /** How many events' texts were erased, by rule; who, when and what was done are still proved. */
  erased: Record<string, number>;
  unsealed: number;
  faults: Fault[];
};

type Batch = {
  id: string;
  jobCentreId: string | null;
  sealedAt: string;
  keyId: string;
  digest: Uint8Array;
  previous: Uint8Array | null;
  seal: Uint8Array;
  missing: string[];
  computed: Uint8Array | null;
};

/**
 * Recomputes every event's digest and each job centre's chain of seals. Needs to read the whole trail: the owner or the
 * system role. `key` is the sealing key, or finds it by the id that a batch names. `anchors` prove that no chain was cut
 * back behind them, which a chain can't prove of itself.
 */
export async function verifyTrail(
  sql: postgres.Sql,
  options: {
    key: Uint8Array | ((keyId: string) => Uint8Array | undefined);
    anchors?: readonly Anchor[];
  },
): Promise<Verified> {
  // One snapshot: the sealer may go on meanwhile.
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const [counts] = await tx<{ events: number; unsealed: number }[]>`
      select count(*)::int as events, count(*) filter (where batch_id is null)::int as unsealed from audit_event`;
    const erased = await tx<{ rule: string; events: number }[]>`
      select rule, count(*)::int as events from audit_event e join erasure r on r.id = e.erasure_id group by rule order by rule`;
    const faults = await changedEvents(tx);
    const heads = new Map<string | null, Batch>();
    let batches = 0;
    for await (const page of batchesOf(tx).cursor(100)) {
      for (const batch of page) {
        const key = typeof options.key === 'function' ? options.key(batch.keyId) : options.key;
        faults.push(...judge(batch, heads.get(batch.jobCentreId), key));
        heads.set(batch.jobCentreId, batch);
        batches++;
      }
    }
    for (const anchor of options.anchors ?? []) {
      if (!(await holds(tx, anchor))) faults.push(cutBack(anchor));
    }
    return {
      ...(counts ?? { events: 0, unsealed: 0 }),
      erased: Object.fromEntries(erased.map((row) => [row.rule, row.events])),
      batches,
      faults,
    };
  });
}

/** The newest seal of every chain, to be kept where nobody who writes to the database can. */
export async function headSeals(sql: postgres.Sql): Promise<Anchor[]> {
  return sql<Anchor[]>`
    select distinct on (job_centre_id) job_centre_id as chain, id as batch, to_json(sealed_at)#>>'{}' as "sealedAt",
      encode(seal, 'hex') as seal
    from audit_batch order by job_centre_id, id desc`;
}

async function holds(tx: postgres.TransactionSql, { chain, seal }: Anchor): Promise<boolean> {
  const [row] = await tx`
    select from audit_batch where job_centre_id is not distinct from ${chain}::uuid and seal = decode(${seal}, 'hex')`;
  return row !== undefined;
}

const cutBack = ({ chain, batch, sealedAt }: Anchor): Fault => ({
  chain,
  batch,
  what: `The chain was cut back: the seal noted down at ${sealedAt} is gone.`,
});

/** Events that don't fit their own digests, or say to be in a batch that doesn't list them. */
async function changedEvents(tx: postgres.TransactionSql): Promise<Fault[]> {
  const rows = await tx<
    { event: string; batch: string | null; header: boolean; content: boolean; listed: boolean }[]
  >`
    select * from (
      select e.id as event, e.batch_id as batch,
        e.digest = audit_digest(e.at, e.xid, e.job_centre_id, e.viewer_id, e.operation, e.entity, e.entity_id, e.action,
                                e.content_digest) as header,
        case when e.salt is null then e.before is null and e.after is null and e.erasure_id is not null
             else e.erasure_id is null and e.content_digest = audit_content_digest(e.salt, e.before, e.after) end as content,
        e.batch_id is null or m.id is not null as listed
      from audit_event e
      left join (select b.id as batch_id, unnest(b.members) as id from audit_batch b) m
        on m.batch_id = e.batch_id and m.id = e.id) judged
    where not (header and content and listed) order by event`;
  return rows.map((row) => {
    const what = !row.header
      ? 'Who, when or what was done does not fit the digest: the event was changed.'
      : !row.content
        ? 'The texts before and after do not fit the digest, and no rule says that they were erased: the event was changed.'
        : 'The batch it claims does not list it: a batch was removed or changed.';
    return { event: row.event, ...(row.batch ? { batch: row.batch } : {}), what };
  });
}

function batchesOf(tx: postgres.TransactionSql) {
  return tx<Batch[]>`
    select b.id, b.job_centre_id as "jobCentreId", extract(epoch from b.sealed_at)::text as "sealedAt", b.key_id as "keyId", b.digest, b.previous, b.seal,
      array(select m from unnest(b.members) m where not exists (select from audit_event e where e.id = m))::text[] as missing,
      (select ${tx.unsafe(membersDigest)} from audit_event where id = any (b.members)) as computed
    from audit_batch b order by b.id`;
}

function judge(batch: Batch, before: Batch | undefined, key: Uint8Array | undefined): Fault[] {
  const faults: Fault[] = batch.missing.map((event) => ({
    batch: batch.id,
    event,
    what: 'The batch lists an event that is gone.',
  }));
  const fault = (what: string) => faults.push({ batch: batch.id, what });
  if (batch.missing.length === 0 && !same(batch.computed, batch.digest)) {
    fault('An event in it was changed together with its digest.');
  }
  if (!same(batch.previous, before?.seal ?? null))
    fault('The batch before it in its chain was removed or changed.');
  if (!key) fault(`No key is known by the id ${batch.keyId}.`);
  else if (!same(sealOf(key, batch), batch.seal))
    fault('The seal does not fit: the batch was changed, or the key.');
  return faults;
}

function same(one: Uint8Array | null, other: Uint8Array | null): boolean {
  return one === null || other === null ? one === other : Buffer.compare(one, other) === 0;
}
