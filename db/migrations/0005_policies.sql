-- Row-level security. The door sets app.* for one transaction; after it the settings read '' and not null.
-- Policies compare with settings read once (sub-select), never call a function with a column of the row.

create function viewer_list(setting text) returns uuid[] language sql stable
  as $$ select coalesce(nullif(current_setting(setting, true), '')::uuid[], '{}') $$;

do $$ declare t text; begin
  for t in select tablename from pg_tables where schemaname = 'public' loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to planner_owner using (true) with check (true)', t);
    execute format('create policy system_all on %I to planner_system using (true) with check (true)', t);
  end loop;
  -- What the engine reads, for any viewer.
  foreach t in array array['job_centre','team','caseworker','membership','interview_type','competence','room','working_hours','work_break',
      'hours_exception','closing_day','absence','external_busy','offer','group_session','feed_epoch','migration'] loop
    execute format('create policy read_all on %I for select to planner_app using (true)', t);
  end loop;
end $$;

create policy mine on assignment for select to planner_app
  using (other_actor_id = any ((select viewer_list('app.actors'))::uuid[]));
create policy visible on citizen to planner_app using (
  id = any ((select viewer_list('app.citizens'))::uuid[])
  or job_centre_id = any ((select viewer_list('app.centres'))::uuid[])
  or id = any (array(select a.citizen_id from assignment a where a.during @> (select (planner_now() at time zone 'Europe/Copenhagen')::date))));
create policy visible on citizen_identity to planner_app using (exists (select from citizen c where c.id = citizen_id));
create policy visible on power_of_attorney for select to planner_app
  using (citizen_id = any ((select viewer_list('app.citizens'))::uuid[]));
create policy visible on deadline to planner_app using (exists (select from citizen c where c.id = citizen_id));
create policy visible on booking to planner_app using (exists (select from citizen c where c.id = citizen_id));
create policy visible on booking_message to planner_app using (exists (select from booking b where b.id = booking_id));
create policy readable on occupancy for select to planner_app
  using (kind <> 'citizen' or exists (select from citizen c where c.id = resource_id));
create policy writable on occupancy for insert to planner_app with check (exists (select from booking b where b.id = booking_id));
create policy changeable on occupancy for update to planner_app using (exists (select from booking b where b.id = booking_id));
create policy removable on occupancy for delete to planner_app using (exists (select from booking b where b.id = booking_id));
create policy readable on seat for select to planner_app using (exists (select from booking b where b.id = booking_id));
create policy writable on seat for insert to planner_app with check (exists (select from booking b where b.id = booking_id));
create policy removable on seat for delete to planner_app using (exists (select from booking b where b.id = booking_id));
create policy own on idempotency to planner_app using (viewer_id = (select nullif(current_setting('app.viewer', true), '')::uuid));
create policy own on user_account for select to planner_app using (id = (select nullif(current_setting('app.viewer', true), '')::uuid));
create policy own on role_grant for select to planner_app using (user_id = (select nullif(current_setting('app.viewer', true), '')::uuid));

create policy resources on resource for select to planner_app using (kind <> 'citizen' or exists (select from citizen c where c.id = resource.id));
create policy staff_absence on absence for all to planner_app
  using (resource_id in (select caseworker_id from membership where job_centre_id = any ((select viewer_list('app.centres'))::uuid[])));

grant usage on schema public to planner_app, planner_system;
grant select on all tables in schema public to planner_app;
revoke all on clock, session, api_token, audit_event, audit_batch, access_log, change, history, slot_evidence, external_busy_title,
  absence_reason from planner_app;
-- The CPR number's cipher and hash are read by the system role only, for an operation that is logged.
revoke select on citizen_identity from planner_app;
grant select (citizen_id, name, cpr_masked, phone, email, language, protected_address) on citizen_identity to planner_app;
grant insert, update on booking, booking_message, deadline to planner_app;
grant insert, update, delete on occupancy, seat, absence to planner_app;
grant insert on idempotency to planner_app;
grant select, insert, update, delete on all tables in schema public to planner_system;
revoke insert, update, delete on clock, feed_epoch, migration from planner_system;
-- The trail is sealed and erased from, but who did what and when is nobody's to change.
revoke insert, update, delete on audit_event, audit_batch from planner_system;
grant update (before, after, salt, batch_id) on audit_event to planner_system;
grant insert on audit_batch to planner_system;
grant usage on all sequences in schema public to planner_system;
revoke execute on function remove_expired_holds(uuid[]), sweep_expired_holds(), taken(uuid, tstzrange, uuid), seats_taken(uuid) from public;
grant execute on function remove_expired_holds(uuid[]), taken(uuid, tstzrange, uuid), seats_taken(uuid) to planner_app;
grant execute on function remove_expired_holds(uuid[]), sweep_expired_holds(), taken(uuid, tstzrange, uuid) to planner_system;
