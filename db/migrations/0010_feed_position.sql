-- Where the feed stands for this transaction's snapshot: an answer from memory must not be older.
create function feed_position() returns bigint language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(max(id), 0) from change $$;
revoke execute on function feed_position() from public;
grant execute on function feed_position() to planner_app, planner_system;
-- The system reads free times for all, sessions included.
grant execute on function seats_taken(uuid) to planner_system;
