import type { Handle } from '@planner/db';

export type FollowUp = { citizenId: string; deadlineId: string | null; bookingId: string | null };

/**
 * A caseworker's own citizens who need a look: those with an open deadline within so many days, earliest first, then
 * those who have no talk ahead. At most 100.
 */
export function readFollowUps(handle: Handle, caseworkerId: string, withinDays: number): Promise<FollowUp[]> {
  return handle.query<FollowUp>(
    `select c.id as "citizenId", d.id as "deadlineId", b.id as "bookingId"
     from citizen c join job_centre j on j.id = c.job_centre_id
     left join lateral (select id, book_by from deadline where citizen_id = c.id and state = 'open'
       and book_by <= (planner_now() at time zone j.zone)::date + $2::int order by book_by, id limit 1) d on true
     left join lateral (select id from booking where citizen_id = c.id and status = 'booked'
       and ends_at > planner_now() order by starts_at limit 1) b on true
     where c.own_caseworker_id = $1 and (d.id is not null or b.id is null)
     order by d.book_by nulls last, c.id limit 100`,
    [caseworkerId, withinDays],
  );
}
