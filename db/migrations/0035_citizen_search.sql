-- What staff searched citizens for: the words, or that it was by a CPR number and what for; the number is kept nowhere.
-- A search that showed nobody has its row, too; whom it showed is in access_log.
create table search_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default planner_now(),
  viewer_id uuid, operation text not null,
  words text, purpose text,
  check ((words is null) <> (purpose is null))
);
create index on search_log (at);
alter table search_log enable row level security;
alter table search_log force row level security;
create policy owner_all on search_log to planner_owner using (true) with check (true);
create policy system_all on search_log to planner_system using (true) with check (true);
grant select, insert on search_log to planner_system;

-- Kept as long as the job centre that keeps its access log longest says; at most 10,000 at a time.
create function purge_search_log() returns integer language sql volatile security definer set search_path = public, pg_temp as $$
  with old as (
    select id from search_log
    where at < planner_now() - make_interval(months => (select max(access_log_months) from job_centre)) order by id limit 10000),
  gone as (delete from search_log where id in (select id from old) returning 1)
  select count(*)::integer from gone $$;
revoke execute on function purge_search_log() from public;
grant execute on function purge_search_log() to planner_system;

-- The case system's number of the citizen's case.
alter table citizen add case_id text check (case_id <> '');
create unique index citizen_case_id on citizen (job_centre_id, case_id);
