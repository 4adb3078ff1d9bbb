-- The audit trail has one chain of seals for each job centre, and one for what belongs to none: a job centre can be
-- handed its own trail with its proof. What was sealed before stands at the beginning of the latter.
alter table audit_batch add column job_centre_id uuid;
create index on audit_batch (job_centre_id, id);

-- Under which rule texts were erased from the trail. It is in the trail itself, so who erased what and why stays provable.
create table erasure (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null default planner_now(),
  rule text not null check (rule <> '')
);
create trigger trail after insert or update or delete on erasure for each row execute function write_trail();
alter table erasure enable row level security;
alter table erasure force row level security;
create policy owner_all on erasure to planner_owner using (true) with check (true);
create policy system_all on erasure to planner_system using (true) with check (true);
grant select, insert on erasure to planner_system;

alter table audit_event add column erasure_id uuid references erasure;
grant update (erasure_id) on audit_event to planner_system;
create index on audit_event (erasure_id) where erasure_id is not null;
