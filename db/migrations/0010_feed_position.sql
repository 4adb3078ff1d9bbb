-- Where the feed stands for this transaction's snapshot: an answer from memory must not be older.
create function feed_position() returns bigint language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(max(id), 0) from change $$;
-- Whether a change after a position may alter one caseworker's free times in an offer.
create function changed_since(since bigint, caseworker uuid, centre uuid, which_offer uuid) returns boolean language sql stable
  security definer set search_path = public, pg_temp
  as $$ select exists (select from change c where c.id > since and (
      caseworker = any (c.resources)
      or (c.entity = 'offer' and c.entity_id = which_offer)
      or (c.entity not in ('offer', 'booking', 'absence', 'external_busy', 'group_session')
          and (c.job_centre_id is null or c.job_centre_id = centre)))) $$;
revoke execute on function feed_position(), changed_since(bigint, uuid, uuid, uuid) from public;
grant execute on function feed_position(), changed_since(bigint, uuid, uuid, uuid) to planner_app, planner_system;
-- The system reads free times for all, sessions included.
grant execute on function seats_taken(uuid) to planner_system;
