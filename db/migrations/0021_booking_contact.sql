-- How the citizen can be reached for one talk, as she said when booking it. Personal, so in a table by itself.
create table booking_contact (
  booking_id uuid primary key references booking,
  phone text check (length(phone) <= 40),
  email text check (length(email) <= 254),
  check (phone is not null or email is not null)
);
alter table booking_contact enable row level security;
alter table booking_contact force row level security;
create policy owner_all on booking_contact to planner_owner using (true) with check (true);
create policy system_all on booking_contact to planner_system using (true) with check (true);
create policy visible on booking_contact to planner_app using (exists (select from booking b where b.id = booking_id));
grant select, insert on booking_contact to planner_app;
grant select, insert, update, delete on booking_contact to planner_system;
create trigger trail after insert or update or delete on booking_contact for each row execute function write_trail();
