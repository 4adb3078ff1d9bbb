import { digestOf, toldOf } from './evidence.ts';
import { engineVersion, work } from './find.ts';
import { loadInput, type Offer } from './load-input.ts';
import type { Audience } from './model.ts';
import type { Reader } from './reader.ts';
import { minute } from './slot.ts';

export type Replayed = {
  at: Date;
  offer: { id: string; title: string };
  from: Date;
  to: Date;
  outcome: string;
  reason: string | null;
  /** How many starts were told then; null: no answer was. */
  told: number | null;
  /** What the engine finds now for then. */
  starts: Date[];
  /** Whether that is what was told, to the minute; null: nothing was, so there is nothing to compare. */
  same: boolean | null;
  /** The engine is another one than then: what it finds may differ though nobody changed anything. */
  otherEngine: boolean;
};

type Row = Pick<Replayed, 'outcome' | 'reason' | 'told'> & {
  at: string;
  offerId: string;
  caseworkerId: string | null;
  audience: Audience;
  from: string;
  to: string;
  position: string;
  engine: string;
  answer: string | null;
};

/**
 * Works out again what was free for one row of evidence, from history at its feed position. `reader` is the system's
 * own. Null: there is no such row, or it knows no position (an error before anything was read).
 */
export async function replay(reader: Reader, evidenceId: string): Promise<Replayed | null> {
  const [row] = await reader.query<Row>(
    `select to_json(at)#>>'{}' as at, offer_id as "offerId", caseworker_id as "caseworkerId", audience, outcome, reason, engine,
       to_json(lower(span))#>>'{}' as from, to_json(upper(span))#>>'{}' as to, position::text, encode(answer, 'hex') as answer,
       slots as told
     from slot_evidence where id = $1 and position is not null and span is not null`,
    [evidenceId],
  );
  const past = row && asOf(reader, row.position);
  const offer = past && (await offerIn(past, row.offerId));
  if (!row || !past || !offer) return null;
  const [at, from, to] = [new Date(row.at), new Date(row.from), new Date(row.to)];
  const ask = { offer, from, to, audience: row.audience, caseworkerId: row.caseworkerId };
  const { input } = await loadInput(past, ask, at.getTime() / minute);
  const found = work(input);
  const { outcome, reason, told, answer, engine } = row;
  return {
    ...{ at, from, to, outcome, reason, told },
    offer: { id: offer.id, title: offer.titleDa },
    starts: found.slots.map((slot) => slot.startsAt),
    same: answer === null ? null : answer === digestOf(toldOf(found)).toString('hex'),
    otherEngine: engine !== engineVersion,
  };
}

/** What the engine reads; each has history (a test in db sees to that). */
const tables = [
  'job_centre',
  'team',
  'caseworker',
  'membership',
  'employment',
  'competence',
  'room',
  'working_hours',
  'work_break',
  'hours_exception',
  'closing_day',
  'absence',
  'external_busy',
  'form_span',
  'offer',
  'group_session',
  'occupancy',
  'seat',
];

/** Reads as if it were then: a table of the past stands before the real one of its name. */
function asOf(reader: Reader, position: string): Reader {
  const pasts = tables.map(
    (
      table,
    ) => `${table} as not materialized (select row.* from history_at('${table}', ${BigInt(position)}) image,
      jsonb_populate_record(null::public.${table}, image) row)`,
  );
  // A function's body would look at the real table.
  const seats = '(select count(*)::int from seat where seat.session_id = group_session.id)';
  return {
    query: (text, params) =>
      reader.query(`with ${pasts.join(', ')} ${text.replace('cardinality(seats_taken(id))', seats)}`, params),
  };
}

/** The offer as Drizzle would have read it then. */
async function offerIn(past: Reader, id: string): Promise<Offer | null> {
  const [row] = await past.query<{ image: Record<string, unknown> }>(
    'select to_jsonb(offer) as image from offer where id = $1',
    [id],
  );
  if (!row) return null;
  const named = Object.entries(row.image).map(([name, value]) => [
    name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    name.startsWith('published_') && value !== null ? new Date(String(value)) : value,
  ]);
  return Object.fromEntries(named) as Offer;
}
