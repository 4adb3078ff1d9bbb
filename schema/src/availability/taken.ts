import { type Form, type FormSpan, packSpans, type Spans, TALK_COLUMNS, type Talks } from './model.ts';
import type { Reader } from './reader.ts';
import { fromMinute } from './slot.ts';

/** When a resource is taken: minutes since the epoch, talks with their buffers. */
export type Taken = {
  kind: 'talk' | 'absence' | 'busy' | 'forms';
  id: string;
  start: number;
  end: number;
  /** Of a talk: its own start, when a hold on it lapses, and its claim. */
  talk: number | null;
  expires: number | null;
  claim: string | null;
  /** Of a form span. */
  forms: Form[] | null;
};
/** A stretch of one resource's time as the engine takes it, made once for all who ask. */
export type Packed = {
  talks: Talks;
  absences: Spans;
  busy: Spans;
  formSpans: readonly FormSpan[];
  /** The rows it was made of, for who must leave some out. */
  rows: readonly Taken[];
  /** Those of its talks that are holds. */
  holds: readonly Taken[];
};
/** Epoch minutes, half-open. */
export type Stretch = readonly [from: number, to: number];

const day = 24 * 60;
/** Monday 29 December 1969, from which weeks are counted. */
const firstMonday = -3 * day;
export const weekOf = (minutes: number) => Math.floor((minutes - firstMonday) / (7 * day));
export const startOfWeek = (week: number) => firstMonday + week * 7 * day;

const none: Packed = pack([]);

export function pack(rows: readonly Taken[]): Packed {
  const spans = (kind: Taken['kind']) =>
    packSpans(rows.filter((row) => row.kind === kind).map((row) => [row.start, row.end]));
  const sorted = rows.filter((row) => row.kind === 'talk').sort((a, b) => a.start - b.start);
  const talks = new Int32Array(sorted.length * TALK_COLUMNS);
  let at = 0;
  for (const row of sorted) {
    talks[at++] = row.start;
    talks[at++] = row.end;
    talks[at++] = row.talk as number;
    talks[at++] = 1;
  }
  const holds = sorted.filter((row) => row.expires !== null);
  const formSpans = rows
    .flatMap(({ start, end, forms }) => (forms ? [{ start, end, forms }] : []))
    .sort((a, b) => a.start - b.start);
  return { talks, absences: spans('absence'), busy: spans('busy'), formSpans, rows, holds };
}

/** Stretches of one resource that follow each other as one; `leftOut` tells rows that don't count. */
export function joined(stretches: readonly Packed[], leftOut: ((row: Taken) => boolean) | null): Packed {
  if (leftOut && stretches.some(({ rows }) => rows.some(leftOut))) {
    return pack(stretches.flatMap(({ rows }) => rows.filter((row) => !leftOut(row))));
  }
  const [first = none, ...others] = stretches;
  if (others.length === 0) return first;
  return {
    talks: concat(stretches.map(({ talks }) => talks)),
    absences: inOrder(stretches.map(({ absences }) => absences)),
    busy: inOrder(stretches.map(({ busy }) => busy)),
    formSpans: stretches.flatMap(({ formSpans }) => formSpans),
    rows: [],
    holds: stretches.flatMap(({ holds }) => holds),
  };
}

function concat(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** What lasts from one stretch into the next is in both, and stands in the first. */
function inOrder(parts: readonly Spans[]): Spans {
  let last = Number.NEGATIVE_INFINITY;
  const rest = parts.map((spans) => {
    let at = 0;
    while (at < spans.length && (spans[at] as number) <= last) at += 2;
    if (spans.length > 0) last = Math.max(last, spans[spans.length - 2] as number);
    return spans.subarray(at);
  });
  return concat(rest);
}

/** The time that talks take, without what else is known of them. */
export function timeOf(talks: Talks): Spans {
  const spans = new Int32Array((talks.length / TALK_COLUMNS) * 2);
  for (let i = 0, at = 0; i < talks.length; i += TALK_COLUMNS) {
    spans[at++] = talks[i] as number;
    spans[at++] = talks[i + 1] as number;
  }
  return spans;
}

/** Reads when each of these resources is taken in its stretch. Holds that have lapsed may be among the rows. */
export function loadTaken(reader: Reader, wanted: ReadonlyMap<string, Stretch>): Promise<Taken[]> {
  const minutes = (instant: string) => `extract(epoch from ${instant})::float8 / 60`;
  const whole = `resource_id, coalesce(floor(${minutes('lower(during)')}), 0),
    coalesce(ceil(${minutes('upper(during)')}), 2000000000), null, null, null, null`;
  // One look into the index for each resource: `= any` would read everybody's rows of that time.
  const list = [...wanted];
  const instants = (end: 0 | 1) =>
    `{${list.map(([, stretch]) => fromMinute(stretch[end]).toISOString()).join(',')}}`;
  return reader.query<Taken>(
    `select it.* from
      (select id, tstzrange(since, until) as stretch from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) x (id, since, until)) wanted
      cross join lateral (
       select 'talk' as kind, resource_id as id, ${minutes('lower(during)')} as start, ${minutes('upper(during)')} as end,
         ${minutes('starts_at')} as talk, ${minutes('expires_at')} as expires, claim_id as claim, null::text[] as forms
       from occupancy where resource_id = wanted.id and during && wanted.stretch
       union all select 'absence', ${whole} from absence where resource_id = wanted.id and during && wanted.stretch
       union all select 'busy', ${whole} from external_busy where resource_id = wanted.id and during && wanted.stretch
       union all select 'forms', caseworker_id, ${minutes('starts_at')}, ${minutes('ends_at')}, null, null, null, forms
       from form_span where caseworker_id = wanted.id and tstzrange(starts_at, ends_at) && wanted.stretch) it`,
    [`{${list.map(([id]) => id).join(',')}}`, instants(0), instants(1)],
  );
}
