-- Time in which a caseworker holds talks in some forms only: "Thursday morning by phone". The engine reads it, so it has
-- history; whoever watches free times is told of it by the feed.
create table form_span (
  id uuid primary key default gen_random_uuid(),
  caseworker_id uuid not null references caseworker,
  -- What was entered in one go; taken away together if wished.
  series_id uuid not null default gen_random_uuid(),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (starts_at < ends_at),
  forms text[] not null check (forms <@ array['IN_PERSON','PHONE','DIGITAL','WORKPLACE'] and cardinality(forms) > 0),
  -- Two that say different things of the same time would leave no form at all.
  exclude using gist (caseworker_id with =, tstzrange(starts_at, ends_at) with &&)
);
create index on form_span (series_id);

create trigger trail after insert or update or delete on form_span for each row execute function write_trail();
create trigger history after insert or update or delete on form_span for each row execute function write_history();
create constraint trigger change after insert or update or delete on form_span deferrable initially deferred
  for each row execute function write_change();

alter table form_span enable row level security;
alter table form_span force row level security;
create policy owner_all on form_span to planner_owner using (true) with check (true);
create policy system_all on form_span to planner_system using (true) with check (true);
create policy read_all on form_span for select to planner_app using (true);
create policy staff_forms on form_span for all to planner_app
  using (caseworker_id in (select caseworker_id from membership where job_centre_id = any ((select viewer_list('app.centres'))::uuid[])));
grant select, insert, delete on form_span to planner_app;
grant select, insert, update, delete on form_span to planner_system;
