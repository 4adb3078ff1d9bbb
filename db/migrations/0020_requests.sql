-- What a citizen who found no fitting time asks the job centre for. While a request is open, no deadline of hers counts
-- as missed (schema/src/deadlines/rules.ts): a person looks first.

-- Short enough to read out on the telephone: A-2026-004711. Gaps mean nothing.
create sequence request_number;

create table request (
  id uuid primary key default gen_random_uuid(),
  number text not null unique check (number ~ '^A-[0-9]{4}-[0-9]{6,}$'),
  job_centre_id uuid not null references job_centre,
  citizen_id uuid not null references citizen,
  kind text not null check (kind in ('time', 'deadline', 'call')),
  offer_id uuid references offer,
  deadline_id uuid references deadline,
  wishes jsonb not null default '{}' check (jsonb_typeof(wishes) = 'object' and length(wishes::text) <= 1000),
  created_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'answered', 'withdrawn')),
  answered_at timestamptz,
  -- Null for staff who hold no talks; the trail knows them.
  answered_by uuid references caseworker,
  version integer not null default 1,
  check ((kind = 'time') <= (offer_id is not null)), check ((kind = 'deadline') <= (deadline_id is not null)),
  check ((state = 'answered') = (answered_at is not null))
);
create index on request (citizen_id) where state = 'open';
create index on request (job_centre_id, created_at, id);
create unique index one_open_request on request (citizen_id, kind, offer_id, deadline_id) nulls not distinct where state = 'open';

-- Personal texts lie by themselves. phone: where to call her about this, if she said.
create table request_message (
  id uuid primary key default gen_random_uuid(),
  request_id uuid not null references request,
  author text not null check (author in ('citizen', 'staff')),
  message text check (length(message) <= 2000),
  phone text check (length(phone) <= 40),
  unique (request_id, author),
  check (message is not null or phone is not null)
);

-- What was on offer to her when she asked, written with the request: the history shows which times they were.
-- answer: SHA-256 of the starts in epoch minutes, as in slot_evidence.
create table request_evidence (
  request_id uuid primary key references request,
  at timestamptz not null, offer_id uuid not null references offer, audience jsonb not null, span tstzrange not null,
  position bigint not null, engine text not null, answer bytea not null, slots integer not null
);

do $$ declare t text; begin
  foreach t in array array['request', 'request_message', 'request_evidence'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to planner_owner using (true) with check (true)', t);
    execute format('create policy system_all on %I to planner_system using (true) with check (true)', t);
    execute format('grant select on %I to planner_app', t);
    execute format('grant insert on %I to planner_app', t);
    execute format('grant select, insert, update, delete on %I to planner_system', t);
  end loop;
  foreach t in array array['request', 'request_message'] loop
    execute format('create trigger trail after insert or update or delete on %I for each row execute function write_trail()', t);
  end loop;
end $$;
create constraint trigger change after insert or update or delete on request deferrable initially deferred
  for each row execute function write_change();
grant update on request to planner_app;
grant usage on sequence request_number to planner_app, planner_system;

create policy visible on request to planner_app using (exists (select from citizen c where c.id = citizen_id));
create policy visible on request_message to planner_app using (exists (select from request r where r.id = request_id));
create policy visible on request_evidence to planner_app using (exists (select from request r where r.id = request_id));
