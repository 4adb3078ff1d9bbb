-- Who asks is remembered by the processes. Whatever withdraws a right is told in the feed, so that whoever has read so
-- far answers nobody by what was before: rights (they raise user_account.rights_version), sessions (under their user's
-- id) and tokens.
create constraint trigger change after update or delete on user_account deferrable initially deferred
  for each row execute function write_change();
create constraint trigger change after update of ended_at, expires_at or delete on session deferrable initially deferred
  for each row when (old.ended_at is null and old.expires_at > clock_timestamp()) execute function write_change();
create constraint trigger change after update or delete on api_token deferrable initially deferred
  for each row when (old.revoked_at is null) execute function write_change();

-- Named one by one: a deadline that is met, or somebody who signs out, leaves everybody's free times as they were.
create or replace function changed_since(since bigint, caseworker uuid, centre uuid, which_offer uuid) returns boolean language sql stable
  security definer set search_path = public, pg_temp
  as $$ select exists (select from change c where c.id > since and (
      (caseworker = any (c.resources) and c.entity <> 'user_account')
      or (c.entity = 'offer' and c.entity_id = which_offer)
      or (c.entity in ('job_centre', 'team', 'caseworker', 'membership', 'competence', 'room', 'working_hours', 'work_break',
            'hours_exception', 'closing_day')
          and (c.job_centre_id is null or c.job_centre_id = centre)))) $$;
