-- Absences are entered by staff, and so are blocks: time that a caseworker is at work, but not for citizens. The kind
-- says no more than a colleague may know; why somebody is away lies elsewhere (absence_reason).
alter table absence
  add column kind text not null default 'absence' check (kind in ('absence', 'meeting', 'case_work', 'reserved')),
  -- What was entered in one go; taken away together if wished.
  add column series_id uuid not null default gen_random_uuid();
create index on absence (series_id);

-- Between which minutes of the day caseworkers may add hours of their own; null: they may not.
alter table job_centre
  add column extra_hours_from integer default 420 check (extra_hours_from between 0 and 1439),
  add column extra_hours_to integer default 1140 check (extra_hours_to between 1 and 1440),
  add constraint extra_hours_span check ((extra_hours_from is null) = (extra_hours_to is null)
    and (extra_hours_from is null or extra_hours_from < extra_hours_to));

create policy staff_hours on hours_exception for all to planner_app
  using (job_centre_id = any ((select viewer_list('app.centres'))::uuid[]));
grant insert, delete on hours_exception to planner_app;
