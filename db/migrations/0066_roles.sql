-- Roles: who may do what where, and for how long. What each role may is one table in schema/src/access/rights.ts; what
-- rows it sees is said here and in 0005. Dates are the job centres' (Copenhagen), as everywhere in the policies.
create function rights_today() returns date language sql stable
  as $$ select (planner_now() at time zone 'Europe/Copenhagen')::date $$;

alter table other_actor add unique (id, job_centre_id);
alter table role_grant
  drop constraint role_grant_pkey,
  drop constraint role_grant_role_check,
  drop constraint role_grant_check,
  -- Null for the operator only: the installation is no job centre.
  alter column job_centre_id drop not null,
  add column id uuid primary key default gen_random_uuid(),
  add column during daterange not null default '(,)' check (not isempty(during)),
  -- Ended before its time, or before the end of the day: access ends with it at once.
  add column ended_at timestamptz,
  add constraint role_known check (role in ('administrator', 'leader', 'caseworker', 'reception', 'manager', 'auditor',
    'actor', 'coordinator', 'operator', 'integrator')),
  add constraint role_of_actor check ((role in ('actor', 'coordinator')) = (other_actor_id is not null)),
  add constraint role_of_installation check ((role = 'operator') = (job_centre_id is null)),
  add constraint role_in_actors_centre foreign key (other_actor_id, job_centre_id) references other_actor (id, job_centre_id),
  add constraint role_once exclude using gist (user_id with =, role with =,
    coalesce(job_centre_id, '00000000-0000-0000-0000-000000000000') with =,
    coalesce(other_actor_id, '00000000-0000-0000-0000-000000000000') with =, during with &&) where (ended_at is null);
create index on role_grant (job_centre_id);

-- An assignment has a reason, and ends within the minute when it is ended by hand.
alter table assignment
  add column reason text check (length(reason) between 1 and 500),
  add column ended_at timestamptz,
  drop constraint assignment_citizen_id_other_actor_id_during_excl,
  add constraint assigned_once exclude using gist (citizen_id with =, other_actor_id with =, during with &&) where (ended_at is null);
drop policy visible on citizen;
create policy visible on citizen to planner_app using (
  id = any ((select viewer_list('app.citizens'))::uuid[])
  or job_centre_id = any ((select viewer_list('app.centres'))::uuid[])
  or id = any (array(select a.citizen_id from assignment a where a.ended_at is null and a.during @> (select rights_today()))));

-- The role that counted when somebody looked is one that was in force.
create or replace function log_access(viewer uuid, citizens uuid[], what text, how text, why text) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  insert into access_log (viewer_id, citizen_id, operation, kind, purpose, role, organisation)
  select viewer, c.id, what, how, why, g.role, coalesce(a.name, j.name)
  from citizen c
  join job_centre j on j.id = c.job_centre_id
  left join lateral (select role, other_actor_id from role_grant
    where user_id = viewer and job_centre_id = c.job_centre_id and ended_at is null and during @> rights_today()
    order by role limit 1) g on true
  left join other_actor a on a.id = g.other_actor_id
  where c.id = any (citizens) and not (how = 'live' and exists (
    select from access_log l where l.citizen_id = c.id and l.viewer_id = viewer and l.kind = 'live'
      and l.at >= date_trunc('day', planner_now() at time zone j.zone) at time zone j.zone))
  order by c.id $$;

-- An assignment changes what all who work for the other actor see; who works for it, what its coordinators see.
create function raise_rights_of(users uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare who uuid;
begin
  for who in update user_account set rights_version = rights_version + 1 where id = any (users) returning id loop
    perform pg_notify('planner_rights', who::text);
  end loop;
end $$;
create or replace function raise_rights() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  o jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  n jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
begin
  perform raise_rights_of(array(select u.id from user_account u where case tg_table_name
    when 'power_of_attorney' then u.citizen_id in ((o->>'agent_id')::uuid, (n->>'agent_id')::uuid)
    else u.id in ((o->>'user_id')::uuid, (n->>'user_id')::uuid) or exists (select from role_grant g
      where g.user_id = u.id and (g.role = 'coordinator' or tg_table_name = 'assignment')
        and g.other_actor_id in ((o->>'other_actor_id')::uuid, (n->>'other_actor_id')::uuid)) end));
  return null;
end $$;

-- What begins or ends with a date does so for open sockets and remembered askers too: a job asks every other second
-- whether the day has turned, and the first process to ask tells all.
create table rights_day (single boolean primary key default true check (single), day date not null);
insert into rights_day values (true, rights_today());
alter table rights_day enable row level security;
alter table rights_day force row level security;
create policy owner_all on rights_day to planner_owner using (true) with check (true);
create function turn_rights() returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  today date := rights_today();
  told date;
  turned daterange;
begin
  if exists (select from rights_day where day = today) then return; end if;
  select day into told from rights_day for update;
  if told = today then return; end if;
  update rights_day set day = today;
  -- A clock that was set back turns days, too.
  turned := daterange(least(told, today), greatest(told, today), '(]');
  perform raise_rights_of(array(
    select g.user_id from role_grant g where lower(g.during) <@ turned or upper(g.during) <@ turned
    union select g.user_id from role_grant g join role_grant s on s.other_actor_id = g.other_actor_id
      where lower(s.during) <@ turned or upper(s.during) <@ turned
    union select g.user_id from role_grant g join assignment a on a.other_actor_id = g.other_actor_id
      where lower(a.during) <@ turned or upper(a.during) <@ turned
    union select u.id from user_account u join power_of_attorney p on p.agent_id = u.citizen_id
      where lower(p.during) <@ turned or upper(p.during) <@ turned));
end $$;
revoke execute on function raise_rights_of(uuid[]), turn_rights() from public;
grant execute on function turn_rights() to planner_system;

-- A coordinator sees to the hours and absences of the caseworkers that her other actor has here, and of nobody else.
create policy coordinated on absence for all to planner_app
  using (resource_id = any ((select viewer_list('app.staff'))::uuid[]));
create policy coordinated on hours_exception for all to planner_app
  using (caseworker_id = any ((select viewer_list('app.staff'))::uuid[]));
