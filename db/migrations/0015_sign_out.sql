-- The end of a session or a token is told to every process, which then closes their sockets.
create function tell_credential_end() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  r jsonb := to_jsonb(new);
begin
  perform pg_notify('planner_credential_end', coalesce(r->>'id', encode((r->>'id_hash')::bytea, 'hex')));
  return null;
end $$;
create trigger ended after update of ended_at on session for each row
  when (old.ended_at is null and new.ended_at is not null) execute function tell_credential_end();
create trigger revoked after update of revoked_at on api_token for each row
  when (old.revoked_at is null and new.revoked_at is not null) execute function tell_credential_end();

-- Back-channel logout names sessions by the broker's id of them.
create index on session (provider_sid) where ended_at is null;

-- Logout tokens that were obeyed, until they would be refused for their age: each works once.
-- digest: SHA-256 of issuer and jti.
create table logout_token (digest bytea primary key, expires_at timestamptz not null);
alter table logout_token enable row level security;
alter table logout_token force row level security;
create policy owner_all on logout_token to planner_owner using (true) with check (true);
create policy system_all on logout_token to planner_system using (true) with check (true);
grant select, insert, delete on logout_token to planner_system;
