-- What proves afterwards what was on offer: history that can be read as of a feed position, who was shown which free
-- times, and when the planner could not be used.

-- `position` is the last change of the row's transaction; it is filled in by the purge before the change itself goes,
-- so that the hot path writes each row once. Until then the change is found by xid.
alter table history add column id bigint generated always as identity, add column position bigint;
create unique index on history (id);
create index on history (id) where position is null;
create index on history (xid) where position is null;
create index on history using brin (at);
create index on change (xid);

-- What tells one row of a table from another, in its images.
create function history_key(entity text, image jsonb) returns text language sql immutable
  as $$ select case entity
    when 'membership' then concat_ws(' ', image->>'caseworker_id', image->>'team_id')
    when 'competence' then concat_ws(' ', image->>'caseworker_id', image->>'job_centre_id', image->>'interview_type')
    when 'occupancy' then concat_ws(' ', image->>'booking_id', image->>'resource_id')
    when 'seat' then concat_ws(' ', image->>'session_id', image->>'seat')
    else image->>'id' end $$;

-- As before, and a row that changes its key leaves under the old one.
create or replace function write_history() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  r jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
  o jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) end;
begin
  if r->>'kind' = 'citizen' then return null; end if;
  if o is not null and history_key(tg_table_name, o) <> history_key(tg_table_name, r) then
    insert into history (xid, at, entity, entity_id, action, image)
    values (pg_current_xact_id(), planner_now(), tg_table_name, row_id(tg_table_name, o), 'DELETE', o - 'citizen_id');
  end if;
  insert into history (xid, at, entity, entity_id, action, image)
  values (pg_current_xact_id(), planner_now(), tg_table_name, row_id(tg_table_name, r), tg_op, r - 'citizen_id');
  return null;
end $$;

-- The newest image of each row of a table whose transaction the feed had told of at that position.
create function history_at(which text, feed bigint) returns setof jsonb language sql stable
  as $$ select image from (
      select distinct on (history_key(h.entity, h.image)) h.action, h.image from history h
      where h.entity = which and coalesce(h.position, (select max(c.id) from change c where c.xid = h.xid)) <= feed
      order by history_key(h.entity, h.image), h.id desc) newest
    where action <> 'DELETE' $$;

-- `key` makes loading a batch again harmless. `citizen_id` is for whom it was asked, `reason` why there was no answer.
-- A frame of a live window has the window's `watch_id` and no viewer; `seq` counts within one process, and whoever was
-- watching (slot_watch) saw the newest frame before she joined and each until she left.
alter table slot_evidence
  add column key uuid not null default gen_random_uuid() unique,
  add column citizen_id uuid, add column caseworker_id uuid, add column reason text,
  add column watch_id uuid, add column seq bigint,
  add check (outcome in ('answered', 'refused', 'failed')),
  add check ((outcome = 'answered') = (answer is not null));
create index on slot_evidence (viewer_id, at);
create index on slot_evidence (watch_id, seq);

create table slot_watch (
  id bigint generated always as identity primary key,
  key uuid not null unique,
  at timestamptz not null,
  watch_id uuid not null, seq bigint not null,
  -- One look of one viewer, from joining to leaving.
  look_id uuid not null, viewer_id uuid, citizen_id uuid,
  action text not null check (action in ('joined', 'left'))
);
create index on slot_watch (viewer_id, at);
create index on slot_watch (look_id);

-- What each viewer was shown, and from when.
create view slot_shown with (security_invoker = true) as
  select e.id as evidence_id, e.viewer_id, e.citizen_id, e.at from slot_evidence e where e.watch_id is null
  union all
  select e.id, j.viewer_id, j.citizen_id, greatest(e.at, j.at)
  from slot_watch j
  left join slot_watch l on l.look_id = j.look_id and l.action = 'left'
  join slot_evidence e on e.watch_id = j.watch_id and e.outcome = 'answered' and (
    (e.seq > j.seq and (l.seq is null or e.seq < l.seq))
    or e.seq = (select max(f.seq) from slot_evidence f where f.watch_id = j.watch_id and f.seq < j.seq and f.outcome = 'answered'))
  where j.action = 'joined';

-- Signs of life of the planner's processes: between the last of one and the first of the next nobody could book.
create table process (
  id uuid primary key,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  stopped_at timestamptz
);

-- When citizens could not book, and why (databekendtgørelsen § 12). Noted when it is over: in it there may be no database.
create table outage (
  id uuid primary key,
  component text not null check (component in ('planner', 'database', 'feed')),
  started_at timestamptz not null, ended_at timestamptz not null,
  cause text not null,
  check (started_at <= ended_at)
);

create index on idempotency (at);

do $$ declare t text; begin
  foreach t in array array['slot_watch', 'process', 'outage'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to planner_owner using (true) with check (true)', t);
    execute format('create policy system_all on %I to planner_system using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to planner_system', t);
  end loop;
end $$;
grant select on slot_shown to planner_system;
revoke execute on function history_at(text, bigint) from public;
grant execute on function history_at(text, bigint) to planner_system;
