-- Citizens and those who sign in. Here is personal data: row-level security guards each table (0005).

create table citizen (
  id uuid primary key references resource,
  job_centre_id uuid not null references job_centre,
  contact_group text not null,
  own_caseworker_id uuid references caseworker,
  own_since timestamptz,
  exempt boolean not null default false,
  version integer not null default 1
);
create index on citizen (job_centre_id);

-- cpr_cipher: AES-256-GCM as nonce || tag || text, under the key named by cpr_key_id.
-- cpr_hash: HMAC-SHA-256 under a key of its own, for look-up only.
create table citizen_identity (
  citizen_id uuid primary key references citizen,
  name text not null,
  cpr_masked text not null check (cpr_masked ~ '^[0-9]{6}-••••$'),
  cpr_cipher bytea not null, cpr_key_id text not null, cpr_hash bytea not null unique,
  phone text, email text, language text not null default 'da',
  protected_address boolean not null default false
);

create table other_actor (id uuid primary key default gen_random_uuid(), job_centre_id uuid not null references job_centre, name text not null);

create table assignment (
  id uuid primary key default gen_random_uuid(),
  other_actor_id uuid not null references other_actor,
  citizen_id uuid not null references citizen,
  during daterange not null,
  exclude using gist (citizen_id with =, other_actor_id with =, during with &&)
);
create index on assignment (other_actor_id);

create table power_of_attorney (
  citizen_id uuid not null references citizen,
  agent_id uuid not null references citizen,
  during daterange not null,
  primary key (citizen_id, agent_id)
);

create table deadline (
  id uuid primary key default gen_random_uuid(),
  job_centre_id uuid not null references job_centre,
  citizen_id uuid not null references citizen,
  interview_type integer not null references interview_type,
  book_by date not null, hold_by date not null,
  length_days integer not null default 8 check (length_days > 0),
  state text not null default 'open' check (state in ('open', 'met', 'missed', 'lifted', 'lapsed')),
  booking_id uuid,
  version integer not null default 1,
  check (book_by <= hold_by)
);
create index on deadline (citizen_id);

create table user_account (
  id uuid primary key default gen_random_uuid(),
  issuer text not null, subject text not null, unique (issuer, subject),
  name text not null, language text not null default 'da',
  citizen_id uuid references citizen,
  caseworker_id uuid references caseworker,
  rights_version integer not null default 1
);

-- other_actor_id is set for an other actor's staff: they see assigned citizens only.
create table role_grant (
  user_id uuid not null references user_account,
  job_centre_id uuid not null references job_centre,
  role text not null check (role in ('administrator', 'caseworker', 'auditor', 'integrator', 'actor')),
  other_actor_id uuid references other_actor,
  primary key (user_id, job_centre_id, role),
  check ((role = 'actor') = (other_actor_id is not null))
);

create table session (
  id_hash bytea primary key,
  user_id uuid not null references user_account,
  assurance text not null, provider_sid text,
  created_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null, ended_at timestamptz
);
create index on session (user_id);

create table api_token (
  id uuid primary key default gen_random_uuid(),
  token_hash bytea not null unique,
  user_id uuid not null references user_account,
  name text not null, expires_at timestamptz, revoked_at timestamptz
);

-- Any change of what someone may do or see raises rights_version, which live streams compare.
create function raise_rights() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  r jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
  who uuid;
begin
  for who in
    update user_account u set rights_version = rights_version + 1
    where case tg_table_name
      when 'role_grant' then u.id = (r->>'user_id')::uuid
      when 'power_of_attorney' then u.citizen_id = (r->>'agent_id')::uuid
      else exists (select from role_grant g where g.user_id = u.id and g.other_actor_id = (r->>'other_actor_id')::uuid) end
    returning u.id
  loop
    perform pg_notify('planner_rights', who::text);
  end loop;
  return null;
end $$;
create trigger rights after insert or update or delete on role_grant for each row execute function raise_rights();
create trigger rights after insert or update or delete on power_of_attorney for each row execute function raise_rights();
create trigger rights after insert or update or delete on assignment for each row execute function raise_rights();
