import type { Handle } from '@planner/db';
import { uuids } from './entries.ts';

/** `by` is a user's id, null for the planner itself; `name` is that of staff only. */
export type LastChange = { at: Date; by: string | null; name: string | null };

/** What became of a talk that is no longer where it was shown. */
export type Gone = { id: string; bookingId: string; status: string; movedTo: Date | null };

/** Who changed these talks last, as the trail has it; of talks that the viewer can see. */
export async function readLastChanges(
  handle: Handle,
  bookings: readonly string[],
): Promise<Map<string, LastChange>> {
  const rows = await handle.query<Omit<LastChange, 'at'> & { booking: string; ms: number }>(
    `select booking, (extract(epoch from at) * 1000)::float8 as ms, by, staff_name as name
      from last_changes(array(select id from booking where id = any ($1::uuid[])))`,
    [uuids(bookings)],
  );
  return new Map(rows.map(({ booking, ms, by, name }) => [booking, { at: new Date(Number(ms)), by, name }]));
}

/** Of entries that have left a view, those that were talks; a talk that was moved says where to. */
export async function readGone(handle: Handle, entries: readonly string[]): Promise<Gone[]> {
  const ids = entries.filter((id) => talk.test(id));
  if (ids.length === 0) return [];
  const rows = await handle.query<Omit<Gone, 'movedTo'> & { ms: number | null }>(
    `select b.id, b.id as "bookingId", b.status, (extract(epoch from n.starts_at) * 1000)::float8 as ms
      from booking b left join booking n on n.citizen_id = b.citizen_id and n.replaces_id = b.id
        and n.status not in ('held', 'released', 'expired') and b.status = 'moved'
      where b.id = any ($1::uuid[])`,
    [uuids(ids)],
  );
  return rows.map(({ ms, ...row }) => ({ ...row, movedTo: ms === null ? null : new Date(Number(ms)) }));
}

/** An entry's id is a booking's own only in its caseworker's calendar: in a room's the same talk is not told twice. */
const talk = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
