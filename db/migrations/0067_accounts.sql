-- Accounts of staff are made before their first sign-in: by the broker's subject where it is known, or by the e-mail
-- address that the broker will tell; the subject is kept then. What an account signs in by is never changed: whoever
-- could change it could take over what the account may elsewhere.
alter table user_account
  alter column subject drop not null,
  add column email text check (email = lower(email) and email like '%_@_%'),
  add column version integer not null default 1,
  add constraint known_by check (subject is not null or email is not null);
create unique index user_account_email on user_account (issuer, email);

-- Administrators see who has, had or will have a role in their job centre, and give and end roles there: no others'.
create policy administered_select on role_grant for select to planner_app
  using (job_centre_id = any ((select viewer_list('app.administers'))::uuid[]));
create policy administered_insert on role_grant for insert to planner_app
  with check (job_centre_id = any ((select viewer_list('app.administers'))::uuid[]));
create policy administered_update on role_grant for update to planner_app
  using (job_centre_id = any ((select viewer_list('app.administers'))::uuid[]));
create policy administered_select on user_account for select to planner_app
  using (exists (select from role_grant g where g.user_id = user_account.id
    and g.job_centre_id = any ((select viewer_list('app.administers'))::uuid[])));
create policy administered_update on user_account for update to planner_app
  using (citizen_id is null and exists (select from role_grant g where g.user_id = user_account.id
    and g.job_centre_id = any ((select viewer_list('app.administers'))::uuid[])));
grant insert (id, user_id, job_centre_id, role, other_actor_id, during), update (during, ended_at) on role_grant to planner_app;
grant update (name, caseworker_id, version) on user_account to planner_app;

-- The staff account that signs in by this subject or address, made when there is none; null when a citizen does.
create function account_of(issuer text, subject text, email text, name text) returns uuid language plpgsql
  security definer set search_path = public, pg_temp as $$
declare who uuid;
begin
  insert into user_account (issuer, subject, email, name) values ($1, $2, lower($3), $4) on conflict do nothing returning id into who;
  if who is null then
    select u.id into who from user_account u where u.issuer = $1 and u.citizen_id is null and (u.subject = $2 or u.email = lower($3))
      order by u.subject = $2 desc nulls last limit 1;
  end if;
  return who;
end $$;

-- The same for an administrator: new people sign in at the broker where she does.
create function staff_account(subject text, email text, name text) returns uuid language sql
  security definer set search_path = public, pg_temp as $$
  select account_of(me.issuer, $1, $2, $3) from user_account me
  where me.id = nullif(current_setting('app.viewer', true), '')::uuid and cardinality(viewer_list('app.administers')) > 0 $$;

-- A bare job centre with its first administrator.
create function found_job_centre(code text, called text, issuer text, subject text, email text, administrator text) returns uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
declare centre uuid;
begin
  insert into job_centre (code, name) values ($1, $2) returning id into centre;
  insert into role_grant (user_id, job_centre_id, role, during)
    values (account_of($3, $4, $5, $6), centre, 'administrator', daterange(rights_today(), null));
  return centre;
end $$;
-- The same by an operator of the installation, in the pages.
create function operator_founds(code text, called text, subject text, email text, administrator text) returns uuid language sql
  security definer set search_path = public, pg_temp as $$
  select found_job_centre($1, $2, me.issuer, $3, $4, $5) from user_account me
  where me.id = nullif(current_setting('app.viewer', true), '')::uuid and current_setting('app.operates', true) = 'yes' $$;

revoke execute on function account_of(text, text, text, text), staff_account(text, text, text),
  found_job_centre(text, text, text, text, text, text), operator_founds(text, text, text, text, text) from public;
grant execute on function staff_account(text, text, text), operator_founds(text, text, text, text, text) to planner_app;
grant execute on function found_job_centre(text, text, text, text, text, text) to planner_system;
