-- Bookings and who is taken when. The promise "nobody is double-booked" is the constraint on occupancy.

create table booking (
  id uuid primary key default gen_random_uuid(),
  job_centre_id uuid not null references job_centre,
  offer_id uuid references offer,
  interview_type integer not null references interview_type,
  session_id uuid references group_session,
  citizen_id uuid not null references citizen,
  caseworker_id uuid not null references caseworker,
  room_id uuid references room,
  form text not null,
  starts_at timestamptz not null, ends_at timestamptz not null check (starts_at < ends_at),
  status text not null check (status in ('held', 'booked', 'cancelled', 'released', 'expired', 'moved')),
  expires_at timestamptz,
  prolonged integer not null default 0,
  replaces_id uuid references booking,
  self_booked boolean not null,
  cancel_reason text, cancelled_by text check (cancelled_by in ('citizen', 'staff')),
  version integer not null default 1,
  check ((status = 'held') <= (expires_at is not null))
);
create index on booking (citizen_id, starts_at);
create index on booking (caseworker_id, starts_at);
create index on booking (offer_id, starts_at);
create index on booking (job_centre_id, starts_at);
create index on booking (expires_at) where status = 'held';
-- One live hold a citizen: a new one replaces it.
create unique index one_hold on booking (citizen_id) where status = 'held';
alter table deadline add foreign key (booking_id) references booking;

create table booking_message (booking_id uuid primary key references booking, message text not null check (length(message) <= 2000));

-- Rows carry the booking's own id as claim. An overlap that staff asks for joins the other's claim on that
-- resource only; a reschedule's hold borrows the claim it replaces. booking_id is a booking or a group session.
-- during includes buffers; starts_at (the talk's own start) and offer_id let the engine count without seeing bookings.
create table occupancy (
  resource_id uuid not null,
  kind text not null,
  claim_id uuid not null,
  booking_id uuid not null,
  during tstzrange not null check (not isempty(during)),
  starts_at timestamptz not null,
  offer_id uuid,
  expires_at timestamptz,
  -- Who may read a row hangs on its kind, so the kind must be true.
  foreign key (resource_id, kind) references resource (id, kind),
  unique (booking_id, resource_id),
  constraint nobody_twice exclude using gist (resource_id with =, claim_id with <>, during with &&)
);

create index on occupancy (offer_id, starts_at) where kind = 'person';

create table seat (
  session_id uuid not null references group_session,
  seat integer not null check (seat > 0),
  citizen_id uuid not null references citizen,
  booking_id uuid not null references booking,
  primary key (session_id, seat),
  unique (session_id, citizen_id)
);

create table idempotency (
  viewer_id uuid not null, key text not null check (length(key) between 8 and 200),
  input_hash bytea not null, entity_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  primary key (viewer_id, key)
);

-- The next taker removes expired holds; as the viewer it would see none of them, hence the owner's eyes.
create function remove_expired_holds(taken uuid[]) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare gone uuid[];
begin
  -- Locked first: a hold that is being prolonged or confirmed meanwhile is looked at again, and stays.
  select coalesce(array_agg(id), '{}') into gone from
    (select b.id from booking b where b.status = 'held' and b.expires_at <= planner_now()
       and b.id in (select o.booking_id from occupancy o where o.resource_id = any (taken) and o.expires_at <= planner_now())
     order by b.id for update) late;
  delete from seat where booking_id = any (gone);
  delete from occupancy where booking_id = any (gone);
  update booking set status = 'expired', version = version + 1 where id = any (gone);
  return cardinality(gone);
end $$;

-- For the sweep: at most 100 at a time, so that a commit stays short.
create function sweep_expired_holds() returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare gone uuid[];
begin
  select coalesce(array_agg(id), '{}') into gone from
    (select id from booking where status = 'held' and expires_at <= planner_now() limit 100 for update skip locked) late;
  delete from seat where booking_id = any (gone);
  delete from occupancy where booking_id = any (gone);
  update booking set status = 'expired', version = version + 1 where id = any (gone);
  return cardinality(gone);
end $$;

-- Whether one resource is taken by somebody else's claim: the answer only, never by whom.
create function taken(who uuid, span tstzrange, except_claim uuid) returns boolean language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select from occupancy where resource_id = who and during && span
                        and claim_id is distinct from except_claim and (expires_at is null or expires_at > planner_now())) $$;

-- Which seats of a session are taken: numbers only, never by whom.
create function seats_taken(which uuid) returns integer[] language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(array_agg(seat order by seat), '{}') from seat where session_id = which $$;
