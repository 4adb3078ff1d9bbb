import type { Handle } from '@planner/db';

export type EntryKind = 'BOOKED' | 'HELD' | 'SESSION' | 'ABSENCE' | 'BUSY' | 'CLOSED' | 'FREE';

/** One stretch of a calendar. `version` makes a change of what the entry shows another value. */
export type Entry = {
  id: string;
  kind: EntryKind;
  /** Whose calendar it is in; null in a room's, and for what holds for everybody shown. */
  caseworkerId: string | null;
  roomId: string | null;
  startsAt: Date;
  endsAt: Date;
  bookingId: string | null;
  /** The entry whose place it took, when a talk was moved. */
  replacesId: string | null;
  /** In the asker's language: a group meeting's or a closing's name. */
  title: string | null;
  version: number;
};

/** What is asked for; `caseworkers` and `rooms` are resources. */
export type Span = { from: Date; to: Date };
export type Watched = { caseworkers: readonly string[]; rooms: readonly string[] };

type Row = Omit<Entry, 'startsAt' | 'endsAt'> & { starts: number; ends: number; lapses: number | null };

/**
 * What takes the time of these people and rooms, by start; talks without a visible citizen appear as busy time. A
 * talk's id in its caseworker's calendar is the booking's own. `lapses` is when the first hold runs out, if any does.
 */
export async function readEntries(
  handle: Handle,
  ask: Watched & Span & { language: 'da' | 'en' },
): Promise<{ entries: Entry[]; lapses: Date | null }> {
  const rows = await handle.query<Row>(
    `select case when o.kind = 'room' then o.booking_id || ':' || o.resource_id else o.booking_id::text end as id,
        case when g.id is not null then 'SESSION' when b.id is null then 'BUSY'
          when b.status = 'held' then 'HELD' else 'BOOKED' end as kind,
        case when o.kind = 'person' then o.resource_id end as "caseworkerId",
        case when o.kind = 'room' then o.resource_id end as "roomId",
        b.id as "bookingId", b.replaces_id as "replacesId",
        case when g.id is not null then case $4 when 'en' then f.title_en else f.title_da end end as title,
        coalesce(b.version, 0) as version,
        ${ms('coalesce(b.starts_at, o.starts_at)')} as starts,
        ${ms('coalesce(b.ends_at, g.ends_at, upper(o.during))')} as ends, ${ms('o.expires_at')} as lapses
      from occupancy o left join booking b on b.id = o.booking_id
        left join group_session g on g.id = o.booking_id left join offer f on f.id = g.offer_id
      where o.kind in ('person', 'room') and o.resource_id = any ($1::uuid[]) and o.during && tstzrange($2, $3)
        and (o.expires_at is null or o.expires_at > planner_now())
     union all ${away('ABSENCE', 'absence')}
     union all ${away('BUSY', 'external_busy')}
     order by starts, id`,
    [uuids([...ask.caseworkers, ...ask.rooms]), ask.from.toISOString(), ask.to.toISOString(), ask.language],
  );
  let lapses = Number.POSITIVE_INFINITY;
  const entries = rows.map(({ starts, ends, lapses: at, ...row }) => {
    if (at !== null) lapses = Math.min(lapses, Number(at));
    return { ...row, startsAt: new Date(Number(starts)), endsAt: new Date(Number(ends)) };
  });
  return { entries, lapses: Number.isFinite(lapses) ? new Date(lapses) : null };
}

export const uuids = (ids: readonly string[]) => `{${ids.join(',')}}`;
const ms = (instant: string) => `(extract(epoch from ${instant}) * 1000)::float8`;

/** Time off, cut to the window: it may have no end. Only people are absent or busy elsewhere. */
const away = (kind: EntryKind, table: 'absence' | 'external_busy') =>
  `select id::text, '${kind}', resource_id, null, null, null, null, 0, ${ms('greatest(lower(during), $2)')},
      ${ms('least(upper(during), $3)')}, null
    from ${table} where resource_id = any ($1::uuid[]) and during && tstzrange($2, $3)`;
