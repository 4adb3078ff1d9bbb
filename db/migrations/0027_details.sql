-- What a citizen sees to herself: how she is reached, in which language, and whether she wants to be reminded.
alter table citizen_identity
  add column remind_by_sms boolean not null default true,
  add column remind_by_email boolean not null default true;
grant select (remind_by_sms, remind_by_email) on citizen_identity to planner_app;
grant update (phone, email, language, remind_by_sms, remind_by_email) on citizen_identity to planner_app;

-- The pages' language belongs to the account.
grant update (language) on user_account to planner_app;
create policy own_language on user_account for update to planner_app
  using (id = (select nullif(current_setting('app.viewer', true), '')::uuid))
  with check (id = (select nullif(current_setting('app.viewer', true), '')::uuid));
