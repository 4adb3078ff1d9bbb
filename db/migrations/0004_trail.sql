-- What proves afterwards what happened: audit trail, access log, change feed, history, evidence.

create table feed_epoch (epoch text not null);
insert into feed_epoch values (encode(gen_random_bytes(8), 'hex'));

create table audit_event (
  id bigint generated always as identity primary key,
  at timestamptz not null, xid xid8 not null,
  job_centre_id uuid, viewer_id uuid, operation text,
  entity text not null, entity_id uuid, action text not null,
  before jsonb, after jsonb, salt bytea, content_digest bytea not null, digest bytea not null,
  batch_id bigint
);
create index on audit_event (id) where batch_id is null;
create index on audit_event (entity, entity_id);

create table audit_batch (
  id bigint generated always as identity primary key,
  sealed_at timestamptz not null, key_id text not null, members bigint[] not null,
  digest bytea not null, previous bytea, seal bytea not null
);

create table access_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default planner_now(),
  viewer_id uuid, citizen_id uuid not null, operation text not null, kind text not null default 'read'
);
create index on access_log (citizen_id, at);

create sequence change_id;
create table change (
  id bigint primary key,
  epoch text not null, xid xid8 not null, job_centre_id uuid,
  entity text not null, entity_id uuid, version integer, operation text not null,
  resources uuid[] not null, span tstzrange,
  at timestamptz not null default clock_timestamp()
);

create table history (
  xid xid8 not null, at timestamptz not null,
  entity text not null, entity_id uuid, action text not null, image jsonb not null
);
create index on history (entity, entity_id, at);

-- What slots were answered to a citizen: empty lists and errors too.
create table slot_evidence (
  id bigint generated always as identity primary key,
  at timestamptz not null, viewer_id uuid, offer_id uuid, audience jsonb not null,
  span tstzrange, position bigint, engine text not null, answer bytea, slots integer, outcome text not null
);

create function row_id(entity text, r jsonb) returns uuid language sql immutable
  as $$ select coalesce(r->>'id', r->>'booking_id', r->>'citizen_id', r->>'caseworker_id', r->>'user_id')::uuid $$;

-- Two digests, so that who, when and what was done stay provable after the texts and their salt are erased.
create function audit_content_digest(salt bytea, before jsonb, after jsonb) returns bytea language sql stable
  as $$ select sha256(salt || convert_to(jsonb_build_array(before, after)::text, 'UTF8')) $$;
create function audit_digest(at timestamptz, xid xid8, job_centre_id uuid, viewer_id uuid, operation text, entity text,
    entity_id uuid, action text, content_digest bytea) returns bytea language sql stable
  as $$ select sha256(convert_to(jsonb_build_array(extract(epoch from at), xid::text, job_centre_id, viewer_id, operation, entity,
    entity_id, action, encode(content_digest, 'hex'))::text, 'UTF8')) $$;

-- Ciphers and hashes of secrets stay in their own table: a trail that kept them would outlive their erasure.
create function write_trail() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  secret text[] := array['cpr_cipher', 'cpr_hash', 'token_hash'];
  b jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - secret end;
  a jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - secret end;
  r jsonb := coalesce(a, b);
  s bytea := gen_random_bytes(16);
  who uuid := nullif(current_setting('app.viewer', true), '')::uuid;
  what text := nullif(current_setting('app.operation', true), '');
  instant timestamptz := planner_now();
  centre uuid := coalesce(r->>'job_centre_id', case when tg_table_name = 'job_centre' then r->>'id' end)::uuid;
  which uuid := row_id(tg_table_name, r);
  content bytea := audit_content_digest(s, b, a);
begin
  insert into audit_event (at, xid, job_centre_id, viewer_id, operation, entity, entity_id, action, before, after, salt,
    content_digest, digest)
  values (instant, pg_current_xact_id(), centre, who, what, tg_table_name, which, tg_op, b, a, s, content,
    audit_digest(instant, pg_current_xact_id(), centre, who, what, tg_table_name, which, tg_op, content));
  return null;
end $$;

create function write_history() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare r jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
begin
  if r->>'kind' = 'citizen' then return null; end if;
  insert into history values (pg_current_xact_id(), planner_now(), tg_table_name, row_id(tg_table_name, r), tg_op, r - 'citizen_id');
  return null;
end $$;

-- Deferred to COMMIT and numbered under one lock, so ids are the order in which commits become visible and
-- `id > last` misses nothing (numbered at the statement, readers under 16 writers missed a quarter).
create function write_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  r jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
  o jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) end;
  span tstzrange;
begin
  perform pg_advisory_xact_lock(7261);
  if r ? 'during' and tg_table_name in ('absence', 'external_busy', 'occupancy') then
    span := (r->>'during')::tstzrange;
    if o is not null then span := range_merge(span, (o->>'during')::tstzrange); end if;
  elsif r ? 'starts_at' then
    span := tstzrange((r->>'starts_at')::timestamptz, (r->>'ends_at')::timestamptz);
    if o is not null then span := range_merge(span, tstzrange((o->>'starts_at')::timestamptz, (o->>'ends_at')::timestamptz)); end if;
  end if;
  insert into change (id, epoch, xid, job_centre_id, entity, entity_id, version, operation, resources, span)
  select nextval('change_id'), e.epoch, pg_current_xact_id(), (r->>'job_centre_id')::uuid, tg_table_name, row_id(tg_table_name, r),
    (r->>'version')::integer, tg_op,
    array(select distinct x::uuid from unnest(array[r->>'caseworker_id', r->>'resource_id', r->>'room_id', r->>'citizen_id',
      o->>'caseworker_id', o->>'resource_id', o->>'room_id', o->>'citizen_id']) x where x is not null),
    span from feed_epoch e;
  perform pg_notify('planner_change', '');
  return null;
end $$;

do $$ declare t text; begin
  foreach t in array array['job_centre','team','caseworker','membership','competence','room','working_hours','work_break','hours_exception',
      'closing_day','absence','external_busy','offer','group_session','citizen','citizen_identity','assignment','power_of_attorney',
      'deadline','user_account','role_grant','booking','booking_message','api_token'] loop
    execute format('create trigger trail after insert or update or delete on %I for each row execute function write_trail()', t);
  end loop;
  foreach t in array array['job_centre','team','caseworker','membership','competence','room','working_hours','work_break',
      'hours_exception','closing_day','absence','external_busy','offer','group_session','occupancy','seat'] loop
    execute format('create trigger history after insert or update or delete on %I for each row execute function write_history()', t);
  end loop;
  foreach t in array array['job_centre','team','caseworker','membership','competence','room','working_hours','work_break',
      'hours_exception','closing_day','absence','external_busy','offer','group_session','booking','deadline','assignment','citizen'] loop
    execute format('create constraint trigger change after insert or update or delete on %I deferrable initially deferred for each row execute function write_change()', t);
  end loop;
end $$;
