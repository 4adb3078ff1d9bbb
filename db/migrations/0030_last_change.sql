-- Who changed a booking last, and when, for those who may see the booking: the trail itself is not read by viewers.
-- Only staff are named; of a citizen, or who acts for her, it says no more than that. `by` is null for the planner itself.
create function last_changes(bookings uuid[]) returns table (booking uuid, at timestamptz, by uuid, staff_name text) language sql stable
  security definer set search_path = public, pg_temp
  as $$ select distinct on (e.entity_id) e.entity_id, e.at, e.viewer_id, case when u.citizen_id is null then u.name end
    from audit_event e left join user_account u on u.id = e.viewer_id
    where e.entity = 'booking' and e.entity_id = any (bookings)
    order by e.entity_id, e.id desc $$;
revoke execute on function last_changes(uuid[]) from public;
grant execute on function last_changes(uuid[]) to planner_app;
