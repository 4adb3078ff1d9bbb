-- A job centre's figures, for those who may see figures there (schema/src/access/rights.ts: seeFigures) and perhaps no
-- citizen. Counts only; which of them are too few to be told is decided where they are shown.
create function figures_centres() returns uuid[] language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(array_agg(distinct job_centre_id), '{}') from role_grant
    where user_id = nullif(current_setting('app.viewer', true), '')::uuid and role in ('administrator', 'leader', 'manager')
      and ended_at is null and during @> rights_today() $$;

-- Talks that began in the last `days` days or are still to come, by who booked them.
create function booked_by(centre uuid, days integer) returns table (self_booked integer, by_staff integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  select count(*) filter (where b.self_booked)::int, count(*) filter (where not b.self_booked)::int
  from booking b
  where b.job_centre_id = centre and centre = any (figures_centres()) and b.status = 'booked'
    and b.starts_at >= planner_now() - make_interval(days => days) $$;

-- Open deadlines by type whose day to book by comes within `days` days.
create function deadlines_ahead(centre uuid, days integer) returns table (interview_type integer, deadlines integer, last_day date)
  language sql stable security definer set search_path = public, pg_temp as $$
  select d.interview_type, count(*)::int, max(d.hold_by)
  from deadline d
  where d.job_centre_id = centre and centre = any (figures_centres()) and d.state = 'open'
    and d.book_by between rights_today() and rights_today() + days
  group by 1 $$;

-- Minutes of talks in the next `days` days by team; a caseworker of two teams counts in both.
create function team_minutes(centre uuid, days integer) returns table (team_id uuid, name text, minutes integer, talks integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  select t.id, t.name, coalesce(sum(extract(epoch from b.ends_at - b.starts_at) / 60), 0)::int, count(b.id)::int
  from team t
  left join membership m on m.team_id = t.id
  left join booking b on b.caseworker_id = m.caseworker_id and b.job_centre_id = centre and b.status = 'booked'
    and b.starts_at >= planner_now() and b.starts_at < planner_now() + make_interval(days => days)
  where t.job_centre_id = centre and centre = any (figures_centres())
  group by t.id, t.name order by t.name collate "da-x-icu" $$;

revoke execute on function figures_centres(), booked_by(uuid, integer), deadlines_ahead(uuid, integer), team_minutes(uuid, integer) from public;
grant execute on function figures_centres(), booked_by(uuid, integer), deadlines_ahead(uuid, integer), team_minutes(uuid, integer)
  to planner_app;
