import { type Handle, room } from '@planner/db';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Booking } from './take.ts';

/** The rooms of a talk's job centre that nobody else has during it, buffers of its offer left out; by name. */
export function freeRooms(handle: Handle, talk: Booking): Promise<(typeof room.$inferSelect)[]> {
  return handle.db
    .select()
    .from(room)
    .where(
      and(
        eq(room.jobCentreId, talk.jobCentreId),
        sql`not exists (select from occupancy o where o.resource_id = ${room.id}
          and o.during && tstzrange(${talk.startsAt.toISOString()}, ${talk.endsAt.toISOString()})
          and o.booking_id <> ${talk.id} and (o.expires_at is null or o.expires_at > planner_now()))`,
      ),
    )
    .orderBy(asc(room.name));
}
