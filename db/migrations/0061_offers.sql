-- Paused: published, but nobody can book until it goes on. Talks that are booked stay.
alter table offer add column paused_at timestamptz;

-- What has happened to an offer, for who administers its job centre: the trail itself is not read by viewers.
create function offer_trail(which uuid)
  returns table (id bigint, at timestamptz, by text, action text, before jsonb, after jsonb)
  language sql stable security definer set search_path = public, pg_temp as $$
  select e.id, e.at, u.name, e.action, e.before, e.after
  from audit_event e left join user_account u on u.id = e.viewer_id
  where e.entity = 'offer' and e.entity_id = which
    and exists (select from offer o where o.id = which and o.job_centre_id = any ((select viewer_list('app.administers'))::uuid[]))
  order by e.id desc limit 100 $$;
revoke execute on function offer_trail(uuid) from public;
grant execute on function offer_trail(uuid) to planner_app;
