-- What administrators set up. `app.administers` lists the job centres that the viewer administers; nobody else writes
-- these tables through the application's role, whatever a command forgets to ask.

-- Where teams sit and rooms lie. Closing days may be for one place.
create table place (
  id uuid primary key default gen_random_uuid(),
  job_centre_id uuid not null references job_centre,
  name text not null check (length(name) between 1 and 100),
  address text,
  version integer not null default 1,
  unique (job_centre_id, name)
);
alter table place enable row level security;
alter table place force row level security;
create policy owner_all on place to planner_owner using (true) with check (true);
create policy system_all on place to planner_system using (true) with check (true);
create policy read_all on place for select to planner_app using (true);
grant select, insert, update, delete on place to planner_system;
grant select on place to planner_app;

alter table team add column place_id uuid references place;

-- Two who change the same row: the second is told, and nothing is overwritten.
alter table team add column version integer not null default 1;
alter table caseworker add column version integer not null default 1;
alter table room add column version integer not null default 1;
alter table closing_day add column version integer not null default 1;
alter table job_centre add column version integer not null default 1;

-- Where somebody works, in a team or not. Who is given to a team works there: the trigger sees to it.
create table employment (
  id uuid primary key default gen_random_uuid(),
  caseworker_id uuid not null references caseworker,
  job_centre_id uuid not null references job_centre,
  version integer not null default 1,
  unique (caseworker_id, job_centre_id)
);
create index on employment (job_centre_id);
insert into employment (caseworker_id, job_centre_id) select distinct caseworker_id, job_centre_id from membership;
alter table employment enable row level security;
alter table employment force row level security;
create policy owner_all on employment to planner_owner using (true) with check (true);
create policy system_all on employment to planner_system using (true) with check (true);
create policy read_all on employment for select to planner_app using (true);
grant select, insert, update, delete on employment to planner_system;
grant select on employment to planner_app;

create function employ() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into employment (caseworker_id, job_centre_id) values (new.caseworker_id, new.job_centre_id)
    on conflict (caseworker_id, job_centre_id) do nothing;
  return null;
end $$;
create trigger employ after insert on membership for each row execute function employ();

do $$ declare t text; begin
  foreach t in array array['place', 'employment', 'team', 'membership', 'competence', 'room', 'working_hours', 'work_break', 'hours_exception',
      'closing_day', 'offer', 'group_session'] loop
    execute format('create policy administered on %I to planner_app
      using (job_centre_id = any ((select viewer_list(''app.administers''))::uuid[]))', t);
    execute format('grant insert, update, delete on %I to planner_app', t);
  end loop;
end $$;
create policy administered on job_centre for update to planner_app
  using (id = any ((select viewer_list('app.administers'))::uuid[]));
grant update on job_centre to planner_app;

-- A person or a room is made by an administrator; a person is changed by those of the job centres where she works, and
-- by who has just made her.
create policy made on resource for insert to planner_app
  with check (kind in ('person', 'room') and (select cardinality(viewer_list('app.administers')) > 0));
create policy made on caseworker for insert to planner_app
  with check ((select cardinality(viewer_list('app.administers')) > 0));
create policy administered on caseworker for update to planner_app using (exists (
  select from employment e where e.caseworker_id = caseworker.id
    and e.job_centre_id = any ((select viewer_list('app.administers'))::uuid[])));
grant insert on resource to planner_app;
grant insert, update on caseworker to planner_app;

do $$ declare t text; begin
  foreach t in array array['place', 'employment'] loop
    execute format('create trigger trail after insert or update or delete on %I for each row execute function write_trail()', t);
    execute format('create trigger history after insert or update or delete on %I for each row execute function write_history()', t);
    execute format('create constraint trigger change after insert or update or delete on %I deferrable initially deferred for each row execute function write_change()', t);
  end loop;
end $$;
