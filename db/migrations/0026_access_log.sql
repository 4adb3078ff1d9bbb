-- Who looked at a citizen's data and why, as she may see it herself (the Court's judgment C-579/21: the log of who
-- looked is part of her data; the employees' names are separable from it).

-- Role and organisation as they were then. An employee's name is not kept here: it is looked up, where it is shown at all.
alter table access_log add column role text, add column organisation text, add column if not exists purpose text;
create index on access_log (citizen_id, id);

alter table job_centre
  add column shows_staff_names boolean not null default false,
  add column access_log_months integer not null default 6 check (access_log_months between 1 and 120);

-- kind: 'read' an answer held her data · 'live' a live view did, once a day for each viewer · 'cpr' her number was shown
-- · 'search' she was looked for. Told before the answer leaves.
create function log_access(viewer uuid, citizens uuid[], what text, how text, why text) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  insert into access_log (viewer_id, citizen_id, operation, kind, purpose, role, organisation)
  select viewer, c.id, what, how, why, g.role, coalesce(a.name, j.name)
  from citizen c
  join job_centre j on j.id = c.job_centre_id
  left join lateral (select role, other_actor_id from role_grant
    where user_id = viewer and job_centre_id = c.job_centre_id order by role limit 1) g on true
  left join other_actor a on a.id = g.other_actor_id
  where c.id = any (citizens) and not (how = 'live' and exists (
    select from access_log l where l.citizen_id = c.id and l.viewer_id = viewer and l.kind = 'live'
      and l.at >= date_trunc('day', planner_now() at time zone j.zone) at time zone j.zone))
  order by c.id $$;

-- One's own log, newest first, before an id: never anybody else's, not by power of attorney either.
create function own_access_log(before bigint, at_most integer)
  returns table (id bigint, at timestamptz, kind text, purpose text, role text, organisation text, staff text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select l.id, l.at, l.kind, l.purpose, l.role, l.organisation, case when j.shows_staff_names then u.name end
  from user_account me
  join citizen c on c.id = me.citizen_id
  join job_centre j on j.id = c.job_centre_id
  join access_log l on l.citizen_id = c.id
  left join user_account u on u.id = l.viewer_id
  where me.id = nullif(current_setting('app.viewer', true), '')::uuid and (before is null or l.id < before)
  order by l.id desc limit at_most $$;

-- What is older than the job centre keeps it; at most 10,000 at a time, so that a commit stays short.
create function purge_access_log() returns integer language sql volatile security definer set search_path = public, pg_temp as $$
  with old as (
    select l.id from access_log l join citizen c on c.id = l.citizen_id join job_centre j on j.id = c.job_centre_id
    where l.at < planner_now() - make_interval(months => j.access_log_months) order by l.id limit 10000),
  gone as (delete from access_log where id in (select id from old) returning 1)
  select count(*)::integer from gone $$;

revoke execute on function log_access(uuid, uuid[], text, text, text), own_access_log(bigint, integer), purge_access_log() from public;
grant execute on function log_access(uuid, uuid[], text, text, text) to planner_app, planner_system;
grant execute on function own_access_log(bigint, integer) to planner_app;
grant execute on function purge_access_log() to planner_system;
