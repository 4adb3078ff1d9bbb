-- Who works for several job centres may leave one of them: the end lies where she works. Her last day there still counts.
-- caseworker.ended_on, which ended her everywhere, is written no more.
alter table employment
  add column last_day date,
  -- Whether the job centre may summon citizens to her.
  add column summonable boolean not null default true;
update employment e set last_day = c.ended_on from caseworker c where c.id = e.caseworker_id and c.ended_on is not null;

-- Absences are for everybody who works there, in a team or not.
drop policy staff_absence on absence;
create policy staff_absence on absence for all to planner_app
  using (resource_id in (select caseworker_id from employment where job_centre_id = any ((select viewer_list('app.centres'))::uuid[])));
