-- What the slot engine reads: organisation, people who can be booked, their time, offers.
-- No personal text lives in these tables, so every viewer of a job centre may read them and one
-- engine answers all. Reasons, titles and citizens' names lie in tables of their own (0002).

create table clock (single boolean primary key default true check (single), ahead interval not null default '0');
insert into clock default values;

-- The one "now". Only the owner may set it ahead (tests, practice job centres).
-- pg_temp is named last in every definer's path: unnamed it comes first, and a caller's temporary "clock" would be read.
create function planner_now() returns timestamptz language sql volatile security definer set search_path = public, pg_temp
  as $$ select clock_timestamp() + ahead from clock $$;

create table job_centre (
  id uuid primary key default gen_random_uuid(),
  code text not null unique check (code ~ '^[0-9]{5}$'),
  name text not null,
  zone text not null default 'Europe/Copenhagen',
  phone text, address text, opening_hours text,
  public_holidays boolean not null default true
);

create table team (
  id uuid primary key default gen_random_uuid(),
  job_centre_id uuid not null references job_centre,
  name text not null,
  unique (job_centre_id, name)
);

-- Whoever or whatever can be taken. Global: someone who works for five job centres has one time line.
create table resource (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('person', 'room', 'citizen')),
  unique (id, kind)
);

create table caseworker (
  id uuid primary key references resource,
  name text not null,
  email text unique,
  ended_on date
);

create table membership (
  caseworker_id uuid not null references caseworker,
  team_id uuid not null references team,
  job_centre_id uuid not null references job_centre,
  primary key (caseworker_id, team_id)
);
create index on membership (team_id);

create table interview_type (
  code integer primary key,
  name_da text not null, name_en text not null,
  valid_from date, valid_to date
);

create table competence (
  caseworker_id uuid not null references caseworker,
  job_centre_id uuid not null references job_centre,
  interview_type integer not null references interview_type,
  primary key (caseworker_id, job_centre_id, interview_type)
);

create table room (
  id uuid primary key references resource,
  job_centre_id uuid not null references job_centre,
  name text not null, place text, seats integer not null default 2
);

-- Wall time, minutes from midnight in the job centre's zone; weekday 1 is Monday.
create table working_hours (
  id uuid primary key default gen_random_uuid(),
  caseworker_id uuid not null references caseworker,
  job_centre_id uuid not null references job_centre,
  weekday integer not null check (weekday between 1 and 7),
  start_minute integer not null check (start_minute between 0 and 1439),
  end_minute integer not null check (end_minute between 1 and 1440),
  valid_from date not null, valid_to date,
  every_weeks integer not null default 1 check (every_weeks between 1 and 8),
  check (start_minute < end_minute), check (valid_to is null or valid_from <= valid_to)
);
create index on working_hours (caseworker_id);

create table work_break (
  id uuid primary key default gen_random_uuid(),
  caseworker_id uuid not null references caseworker,
  job_centre_id uuid not null references job_centre,
  weekday integer not null check (weekday between 1 and 7),
  start_minute integer not null, end_minute integer not null,
  valid_from date not null, valid_to date,
  check (0 <= start_minute and start_minute < end_minute and end_minute <= 1440)
);
create index on work_break (caseworker_id);

-- A dated exception replaces that day's hours; a row without minutes says "not at work that day".
create table hours_exception (
  id uuid primary key default gen_random_uuid(),
  caseworker_id uuid not null references caseworker,
  job_centre_id uuid not null references job_centre,
  day date not null,
  start_minute integer, end_minute integer,
  check ((start_minute is null) = (end_minute is null) and (start_minute is null or start_minute < end_minute))
);
create index on hours_exception (caseworker_id, day);

create table closing_day (
  id uuid primary key default gen_random_uuid(),
  job_centre_id uuid not null references job_centre,
  team_id uuid references team,
  day date not null,
  start_minute integer not null default 0, end_minute integer not null default 1440,
  name text not null
);
create index on closing_day (job_centre_id, day);

create table absence (
  id uuid primary key default gen_random_uuid(),
  resource_id uuid not null references resource,
  during tstzrange not null check (not isempty(during))
);
create index on absence using gist (resource_id, during);
create table absence_reason (absence_id uuid primary key references absence on delete cascade, reason text not null);

create table external_busy (
  id uuid primary key default gen_random_uuid(),
  resource_id uuid not null references resource,
  during tstzrange not null check (not isempty(during))
);
create index on external_busy using gist (resource_id, during);
create table external_busy_title (external_busy_id uuid primary key references external_busy on delete cascade, title text not null);

create table offer (
  id uuid primary key default gen_random_uuid(),
  job_centre_id uuid not null references job_centre,
  team_id uuid references team,
  interview_type integer not null references interview_type,
  title_da text not null, title_en text not null,
  description_da text, description_en text,
  forms text[] not null check (forms <@ array['IN_PERSON','PHONE','DIGITAL','WORKPLACE'] and cardinality(forms) > 0),
  duration_minutes integer not null check (duration_minutes between 5 and 480),
  grid_minutes integer not null check (grid_minutes between 5 and 240),
  grid_from text not null default 'piece' check (grid_from in ('piece', 'clock')),
  buffer_before_minutes integer not null default 0 check (buffer_before_minutes between 0 and 240),
  buffer_after_minutes integer not null default 0 check (buffer_after_minutes between 0 and 240),
  room_buffer_minutes integer not null default 0 check (room_buffer_minutes between 0 and 240),
  needs_room boolean not null default false,
  place text,
  notice_minutes integer not null default 0 check (notice_minutes >= 0),
  horizon_days integer not null default 84 check (horizon_days between 1 and 400),
  daily_cap integer check (daily_cap > 0), weekly_cap integer check (weekly_cap > 0),
  quota_per_day integer check (quota_per_day > 0), quota_per_week integer check (quota_per_week > 0),
  own_caseworker_days integer check (own_caseworker_days >= 0),
  own_hours jsonb,
  groups text[] not null default '{}',
  assignment text not null default 'leastLoaded' check (assignment in ('leastLoaded', 'ownFirst')),
  seats integer not null default 1 check (seats between 1 and 500),
  rebook_until_minutes integer not null default 1440 check (rebook_until_minutes >= 0),
  cancel_until_minutes integer not null default 1440 check (cancel_until_minutes >= 0),
  max_open integer not null default 1 check (max_open > 0),
  published_from timestamptz, published_to timestamptz,
  version integer not null default 1
);
create index on offer (job_centre_id);

create table group_session (
  id uuid primary key default gen_random_uuid(),
  offer_id uuid not null references offer,
  job_centre_id uuid not null references job_centre,
  caseworker_id uuid not null references caseworker,
  room_id uuid references room,
  starts_at timestamptz not null, ends_at timestamptz not null,
  seats integer not null check (seats > 0),
  check (starts_at < ends_at)
);
create index on group_session (offer_id, starts_at);
