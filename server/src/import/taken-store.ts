import type { TransactionSql } from 'postgres';
import type { Span } from './spans.ts';

/** When these resources are taken, by resource; lapsed holds take nothing. */
export async function loadTaken(
  sql: TransactionSql,
  resources: readonly string[],
): Promise<Map<string, Span[]>> {
  const rows = await sql<(Span & { id: string })[]>`
    select resource_id as id, (extract(epoch from lower(during)) * 1000)::float8 as from,
      (extract(epoch from upper(during)) * 1000)::float8 as to
    from occupancy
    where resource_id = any (${resources as string[]}::uuid[]) and (expires_at is null or expires_at > planner_now())`;
  const taken = new Map<string, Span[]>();
  for (const { id, from, to } of rows) taken.set(id, [...(taken.get(id) ?? []), { from, to }]);
  return taken;
}

export type Taking = { id: string; kind: 'person' | 'room' | 'citizen'; span: Span };

const takenAlready: Record<Taking['kind'], string> = {
  person: 'The caseworker is taken at that time.',
  room: 'The room is taken at that time.',
  citizen: 'The citizen has another talk at that time.',
};

/**
 * Takes all that a talk or session needs under its own id, or says what is taken already: the constraint decides,
 * whatever the plan saw.
 */
export async function takeAll(
  tx: TransactionSql,
  owner: { id: string; offerId: string | null; startsAt: Date },
  takings: readonly Taking[],
): Promise<string | null> {
  await tx`select remove_expired_holds(${takings.map(({ id }) => id)}::uuid[])`;
  const rows = await tx<{ kind: Taking['kind'] }[]>`
    insert into occupancy (resource_id, kind, claim_id, booking_id, during, starts_at, offer_id)
    select id, kind, ${owner.id}, ${owner.id}, tstzrange(first, last), ${owner.startsAt}, ${owner.offerId}
    from unnest(${takings.map(({ id }) => id)}::uuid[], ${takings.map(({ kind }) => kind)}::text[],
      ${takings.map(({ span }) => iso(span.from))}::timestamptz[],
      ${takings.map(({ span }) => iso(span.to))}::timestamptz[]) o (id, kind, first, last)
    order by id on conflict do nothing returning kind`;
  const missing = takings.find(({ kind }) => !rows.some((row) => row.kind === kind));
  return missing ? takenAlready[missing.kind] : null;
}

/** Text, because the driver takes an array of dates for one date. */
const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
