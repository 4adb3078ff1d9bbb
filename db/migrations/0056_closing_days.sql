-- A closing day may be for one place: for those whose team sits there.
alter table closing_day
  add column place_id uuid references place,
  add constraint closing_for_one check (team_id is null or place_id is null),
  add constraint closing_minutes check (0 <= start_minute and start_minute < end_minute and end_minute <= 1440);
create index on team (place_id);
