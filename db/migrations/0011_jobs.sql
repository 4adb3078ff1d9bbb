-- Background work. The queue's own tables lie in the schema `job` and come before these files (db/src/queue.ts).
-- A job says what to do and to which rows, by id: never a person's data.

grant usage on schema job to planner_system;
grant select, insert, update, delete on all tables in schema job to planner_system;
alter default privileges in schema job grant select, insert, update, delete on tables to planner_system;

-- One at a time over all processes; a process that shows no sign of life for half a minute has lost its job to the next.
select job.create_queue('purge', '{"policy": "exclusive", "retryLimit": 3, "retryDelay": 60, "retryBackoff": true,
  "expireInSeconds": 3600, "heartbeatSeconds": 30}');

-- How a command asks for work: the job is there when the command commits, and never was when it doesn't. Null: one
-- that is the same waits already. There is a task when a migration has made a queue for it.
create function enqueue(task text, data jsonb default null) returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
declare made uuid;
begin
  if not exists (select from job.queue where name = task and name !~ '^__') then
    raise exception 'There is no task %.', quote_literal(task) using errcode = '22023';
  end if;
  -- Its foreign key is deferred by default, and nothing but the feed's numbering is to wait for COMMIT.
  set constraints job.q_fkey, job.dlq_fkey immediate;
  insert into job.job (name, data, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds,
    deletion_seconds, keep_until, dead_letter, heartbeat_seconds)
  select q.name, enqueue.data, q.policy, q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max, q.expire_seconds,
    q.deletion_seconds, now() + make_interval(secs => q.retention_seconds), q.dead_letter, q.heartbeat_seconds
  from job.queue q where q.name = task
  on conflict do nothing returning id into made;
  return made;
end $$;
revoke execute on function enqueue(text, jsonb) from public;
grant execute on function enqueue(text, jsonb) to planner_app, planner_system;
