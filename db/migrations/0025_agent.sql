-- Who booked for a citizen by power of attorney; null when she did herself, or staff did.
alter table booking add column agent_id uuid references citizen;

-- The citizen may know her agent's name, though she may not see the agent: asked for bookings that were read already.
create function agent_names(bookings uuid[]) returns table (booking_id uuid, name text)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select b.id, i.name from booking b join citizen_identity i on i.citizen_id = b.agent_id where b.id = any (bookings) $$;
revoke execute on function agent_names(uuid[]) from public;
grant execute on function agent_names(uuid[]) to planner_app;
