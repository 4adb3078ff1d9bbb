-- What a deadline was before these bookings let it go, for who may see the bookings: an undone cancellation gives it its dates
-- back. Nothing when it has been changed since, or when the trail's texts are erased.
create function reopened_deadline(bookings uuid[]) returns table (deadline uuid, book_by date, hold_by date) language sql stable
  security definer set search_path = public, pg_temp
  as $$ select d.id, (e.before->>'book_by')::date, (e.before->>'hold_by')::date
    from booking b join deadline d on d.citizen_id = b.citizen_id and d.interview_type = b.interview_type and d.state = 'open'
    join audit_event e on e.entity = 'deadline' and e.entity_id = d.id
      and e.before->>'booking_id' = b.id::text and e.after->>'version' = d.version::text
    where b.id = any (bookings) $$;
revoke execute on function reopened_deadline(uuid[]) from public;
grant execute on function reopened_deadline(uuid[]) to planner_app;
