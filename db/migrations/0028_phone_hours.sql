-- When the telephone is answered: [{weekday, startMinute, endMinute}], wall time, weekday 1 is Monday. Empty: not said.
-- `opening_hours` is the job centre's own words beside it.
alter table job_centre add column phone_hours jsonb not null default '[]' check (jsonb_typeof(phone_hours) = 'array');
