-- Other actors and who is assigned to them, set up by administrators of the job centre whose citizens they are.
alter table other_actor
  add column version integer not null default 1,
  add constraint other_actor_name unique (job_centre_id, name),
  add check (length(name) between 1 and 100);
create policy mine on other_actor for select to planner_app
  using (id = any ((select viewer_list('app.actors'))::uuid[]));
create policy administered on other_actor for all to planner_app
  using (job_centre_id = any ((select viewer_list('app.administers'))::uuid[]));
grant insert, update on other_actor to planner_app;

-- An assignment joins a citizen and an other actor of one job centre. It is ended, never removed: who could see whom when
-- must be found again.
create policy administered_select on assignment for select to planner_app
  using (other_actor_id in (select id from other_actor where job_centre_id = any ((select viewer_list('app.administers'))::uuid[])));
create policy administered_insert on assignment for insert to planner_app
  with check (other_actor_id in (select id from other_actor where job_centre_id = any ((select viewer_list('app.administers'))::uuid[])));
create policy administered_update on assignment for update to planner_app
  using (other_actor_id in (select id from other_actor where job_centre_id = any ((select viewer_list('app.administers'))::uuid[])));
grant insert, update (ended_at) on assignment to planner_app;
grant insert on role_grant to planner_app;

-- Whom an other actor's caseworkers see is said by its own assignments, not by all that the viewer may read.
drop policy visible on citizen;
create policy visible on citizen to planner_app using (
  id = any ((select viewer_list('app.citizens'))::uuid[])
  or job_centre_id = any ((select viewer_list('app.centres'))::uuid[])
  or id = any (array(select a.citizen_id from assignment a
    where a.other_actor_id = any ((select viewer_list('app.actors'))::uuid[])
      and a.ended_at is null and a.during @> (select rights_today()))));

-- No policy: one of assignments that asked for citizens, whose own asks for assignments, would ask for ever.
create function keep_to_one_centre() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from citizen c join other_actor o on o.job_centre_id = c.job_centre_id
      where c.id = new.citizen_id and o.id = new.other_actor_id) then
    raise exception 'the citizen and the other actor belong to two job centres' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger one_centre before insert on assignment for each row execute function keep_to_one_centre();

create trigger trail after insert or update or delete on other_actor for each row execute function write_trail();
