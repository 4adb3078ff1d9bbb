-- What the reception is shown: nothing of a citizen's rows, but these answers, of the job centres where the viewer
-- receives. Neither what a talk is about nor any text of it is among them.
create function reception_day(centre uuid) returns table (booking_id uuid, citizen_id uuid, name text, starts_at timestamptz,
    ends_at timestamptz, caseworker_id uuid, room_id uuid, arrived_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select b.id, b.citizen_id, i.name, b.starts_at, b.ends_at, b.caseworker_id, b.room_id, b.arrived_at
  from job_centre j
  cross join lateral (select date_trunc('day', planner_now() at time zone j.zone) as today) d
  join booking b on b.job_centre_id = j.id and b.status = 'booked' and b.form = 'IN_PERSON'
    and b.starts_at >= d.today at time zone j.zone and b.starts_at < (d.today + interval '1 day') at time zone j.zone
  join citizen_identity i on i.citizen_id = b.citizen_id
  where j.id = centre and centre = any (viewer_list('app.receives'))
  order by b.starts_at, i.name $$;

-- Citizens by the beginnings of all words of a name, or by birthday (ddmmyy), with the talks before and after now.
create function reception_find(centre uuid, words text[], birthday text) returns table (citizen_id uuid, name text, cpr_masked text,
    next_at timestamptz, next_caseworker_id uuid, next_room_id uuid, last_at timestamptz, last_caseworker_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, i.name, i.cpr_masked, n.starts_at, n.caseworker_id, n.room_id, l.starts_at, l.caseworker_id
  from citizen c
  join citizen_identity i on i.citizen_id = c.id
  left join lateral (select * from booking b where b.citizen_id = c.id and b.status = 'booked' and b.ends_at > planner_now()
    order by b.starts_at limit 1) n on true
  left join lateral (select * from booking b where b.citizen_id = c.id and b.status = 'booked' and b.ends_at <= planner_now()
    order by b.starts_at desc limit 1) l on true
  where c.job_centre_id = centre and centre = any (viewer_list('app.receives'))
    and case when birthday is not null then left(i.cpr_masked, 6) = birthday
      else cardinality(words) > 0 and not exists (select from unnest(words) w
        where not (' ' || translate(lower(i.name collate "und-x-icu"), '-', ' ')) like '% ' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%') end
  order by i.name collate "da-x-icu", c.id limit 10 $$;

-- The citizen is here, or not after all. True when there is such a talk today.
create function reception_arrive(booking uuid, here boolean) returns boolean language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  update booking b set arrived_at = case when here then coalesce(b.arrived_at, planner_now()) end, version = b.version + 1
  from reception_day((select x.job_centre_id from booking x where x.id = $1)) today
  where b.id = $1 and today.booking_id = b.id and here is distinct from (b.arrived_at is not null);
  return exists (select from reception_day((select x.job_centre_id from booking x where x.id = $1)) today where today.booking_id = $1);
end $$;

revoke execute on function reception_day(uuid), reception_find(uuid, text[], text), reception_arrive(uuid, boolean) from public;
grant execute on function reception_day(uuid), reception_find(uuid, text[], text), reception_arrive(uuid, boolean) to planner_app;

