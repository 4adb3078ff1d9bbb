-- What staff write down about a talk: for staff only, never for the citizen's pages. It is her personal data all the
-- same: she has access to it through the job centre (GDPR article 15), and its texts go when hers do.
create table booking_note (
  id uuid primary key default gen_random_uuid(),
  booking_id uuid not null references booking,
  author_id uuid not null references user_account,
  at timestamptz not null default planner_now(),
  note text not null check (length(note) between 1 and 2000)
);
create index on booking_note (booking_id, at);
alter table booking_note enable row level security;
alter table booking_note force row level security;
create policy owner_all on booking_note to planner_owner using (true) with check (true);
create policy system_all on booking_note to planner_system using (true) with check (true);
create policy staff on booking_note to planner_app
  using ((select cardinality(viewer_list('app.centres')) + cardinality(viewer_list('app.actors')) > 0)
    and exists (select from booking b where b.id = booking_id))
  with check (author_id = (select nullif(current_setting('app.viewer', true), '')::uuid)
    and (select cardinality(viewer_list('app.centres')) + cardinality(viewer_list('app.actors')) > 0)
    and exists (select from booking b where b.id = booking_id));
grant select, insert on booking_note to planner_app;
grant select, insert, update, delete on booking_note to planner_system;
create trigger trail after insert or update or delete on booking_note for each row execute function write_trail();

-- Names of those who work here, by user; citizens who sign in are not told.
create function staff_names(users uuid[]) returns table (id uuid, name text) language sql stable
  security definer set search_path = public, pg_temp
  as $$ select u.id, u.name from user_account u where u.id = any (users) and u.citizen_id is null $$;

-- What has happened to talks that the asker has read, as the trail has it: states, times, form and room, never a text
-- but the reason of a cancellation. who: 'staff' · 'citizen' · 'agent' who acts for her · 'planner' itself.
create function booking_trail(bookings uuid[])
  returns table (xid text, booking uuid, at timestamptz, who text, user_id uuid, entity text, action text, before jsonb, after jsonb)
  language sql stable security definer set search_path = public, pg_temp as $$
  select e.xid::text, e.entity_id, e.at,
    case when e.viewer_id is null then 'planner' when u.citizen_id is null then 'staff' when u.citizen_id = b.citizen_id
      then 'citizen' else 'agent' end,
    e.viewer_id, e.entity, e.action, facts.before, facts.after
  from audit_event e
  join booking b on b.id = e.entity_id
  left join user_account u on u.id = e.viewer_id
  cross join lateral (
    select jsonb_object_agg(k, e.before->k) filter (where e.before is not null) as before,
      jsonb_object_agg(k, e.after->k) filter (where e.after is not null) as after
    from unnest(array['status', 'starts_at', 'form', 'room_id', 'replaces_id', 'cancel_reason', 'arrived_at']) k) facts
  where e.entity in ('booking', 'booking_message') and e.entity_id = any (bookings)
  order by e.id $$;
revoke execute on function staff_names(uuid[]), booking_trail(uuid[]) from public;
grant execute on function staff_names(uuid[]), booking_trail(uuid[]) to planner_app;
