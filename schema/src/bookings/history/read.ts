import type { Handle } from '@planner/db';
import type { TrailRow } from './events.ts';

/** The ids of a talk through all its moves, this one among them: what it replaced, and what has replaced it. */
export async function readChain(handle: Handle, booking: string): Promise<string[]> {
  const rows = await handle.query<{ id: string }>(
    `with recursive earlier as (
        select id, replaces_id from booking where id = $1
        union select b.id, b.replaces_id from booking b join earlier e on b.id = e.replaces_id),
      later as (
        select id, citizen_id from booking where id = $1
        union select n.id, n.citizen_id from booking n join later l on n.replaces_id = l.id and n.citizen_id = l.citizen_id
          where n.status not in ('held', 'released', 'expired'))
     select id from earlier union select id from later`,
    [booking],
  );
  return rows.map((row) => row.id);
}

/** The trail of talks that the viewer can see, in the order of things. */
export async function readTrail(handle: Handle, bookings: readonly string[]): Promise<TrailRow[]> {
  const rows = await handle.query<Omit<TrailRow, 'at'> & { ms: number }>(
    `select xid, booking, (extract(epoch from at) * 1000)::float8 as ms, who, user_id as "userId", entity, action, before, after
      from booking_trail(array(select id from booking where id = any ($1::uuid[])))`,
    [`{${bookings.join(',')}}`],
  );
  return rows.map(({ ms, ...row }) => ({ ...row, at: new Date(Number(ms)) }));
}

/** The last change of a talk itself; null when the trail has none. */
export async function readLastChange(handle: Handle, booking: string): Promise<TrailRow | null> {
  const rows = await readTrail(handle, [booking]);
  return rows.findLast((row) => row.entity === 'booking') ?? null;
}
