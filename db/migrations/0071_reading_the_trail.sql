-- Reading the trail and the access log: auditors and administrators, of their own job centres, through these functions
-- only. What identifies a citizen or is her own words never leaves them: that it was changed is told, not to what.

create index on audit_event (job_centre_id, id);
create index on access_log (at);

create function audited_centres() returns uuid[] language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(array_agg(distinct job_centre_id), '{}') from role_grant
    where user_id = nullif(current_setting('app.viewer', true), '')::uuid and role in ('auditor', 'administrator')
      and ended_at is null and during @> rights_today() $$;

create function personal_field(entity text, field text) returns boolean language sql immutable
  as $$ select field in ('message', 'note', 'case_id', 'cancel_reason', 'wishes', 'reason', 'salt')
    or (entity in ('citizen_identity', 'booking_contact', 'request_message', 'user_account') and field in ('name', 'phone', 'email', 'cpr_masked', 'subject')) $$;

-- What differs between two images: [{field, before, after, hidden}], by field.
create function image_differences(entity text, before jsonb, after jsonb) returns jsonb language sql immutable as $$
  select coalesce(jsonb_agg(jsonb_build_object('field', k, 'hidden', personal_field(entity, k),
      'before', case when not personal_field(entity, k) then before->>k end,
      'after', case when not personal_field(entity, k) then after->>k end) order by k), '[]')
  from (select distinct k from (select jsonb_object_keys(before) k union select jsonb_object_keys(after)) keys
        where k not in ('id', 'version') and before->k is distinct from after->k and (before->>k is not null or after->>k is not null)) differing $$;

-- Events of one job centre, newest first, before an id. Those that name no job centre are its own when they are about its
-- citizens or about those who hold a role in it.
create function trail_page(centre uuid, who uuid, citizen uuid, caseworker uuid, entities text[], since timestamptz, until timestamptz,
    before_id bigint, at_most integer)
  returns table (id bigint, at timestamptz, viewer_id uuid, viewer text, operation text, entity text, entity_id uuid, action text,
    differences jsonb, erased_under text, sealed boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select e.id, e.at, e.viewer_id, case when u.citizen_id is null then u.name end, e.operation, e.entity, e.entity_id, e.action,
    image_differences(e.entity, e.before, e.after), r.rule, e.batch_id is not null
  from audit_event e
  left join user_account u on u.id = e.viewer_id
  left join erasure r on r.id = e.erasure_id
  where centre = any (audited_centres())
    and (e.job_centre_id = centre or (e.job_centre_id is null and (
      exists (select from citizen c where c.id = e.entity_id and c.job_centre_id = centre)
      or exists (select from booking b where b.id = e.entity_id and b.job_centre_id = centre)
      or exists (select from request q where q.job_centre_id = centre and q.id = coalesce(e.after->>'request_id', e.before->>'request_id')::uuid)
      or (e.entity = 'user_account' and exists (select from role_grant g where g.user_id = e.entity_id and g.job_centre_id = centre))
      or exists (select from employment w where w.job_centre_id = centre and w.caseworker_id =
        case when e.entity = 'caseworker' then e.entity_id else coalesce(e.after->>'resource_id', e.before->>'resource_id')::uuid end))))
    and e.at >= since and e.at < until
    and (before_id is null or e.id < before_id)
    and (who is null or e.viewer_id = who)
    and (entities is null or e.entity = any (entities))
    and (caseworker is null or caseworker::text in (e.after->>'caseworker_id', e.before->>'caseworker_id', e.after->>'resource_id',
      e.before->>'resource_id') or (e.entity = 'caseworker' and e.entity_id = caseworker))
    and (citizen is null or citizen::text in (e.after->>'citizen_id', e.before->>'citizen_id')
      or (e.entity = 'citizen' and e.entity_id = citizen)
      or exists (select from booking b where b.id = e.entity_id and b.citizen_id = trail_page.citizen))
  order by e.id desc limit at_most $$;

-- Looks at citizens of one job centre, newest first, before an id.
create function looks_page(centre uuid, who uuid, citizen uuid, since timestamptz, until timestamptz, before_id bigint, at_most integer)
  returns table (id bigint, at timestamptz, viewer_id uuid, viewer text, role text, organisation text, kind text, purpose text,
    operation text, citizen_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select l.id, l.at, l.viewer_id, case when u.citizen_id is null then u.name end, l.role, l.organisation, l.kind, l.purpose, l.operation,
    l.citizen_id
  from access_log l
  join citizen c on c.id = l.citizen_id and c.job_centre_id = centre
  left join user_account u on u.id = l.viewer_id
  where centre = any (audited_centres())
    and l.at >= since and l.at < until
    and (before_id is null or l.id < before_id)
    and (who is null or l.viewer_id = who)
    and (looks_page.citizen is null or l.citizen_id = looks_page.citizen)
  order by l.id desc limit at_most $$;

-- Those who have a role in a job centre or had one when they did something in it: whom the trail can be searched for.
create function audited_people(centre uuid) returns table (id uuid, name text) language sql stable
  security definer set search_path = public, pg_temp as $$
  select u.id, u.name from user_account u
  where centre = any (audited_centres()) and u.citizen_id is null
    and (exists (select from role_grant g where g.user_id = u.id and g.job_centre_id = centre)
      or exists (select from access_log l join citizen c on c.id = l.citizen_id where l.viewer_id = u.id and c.job_centre_id = centre))
  order by u.name collate "da-x-icu" $$;

-- Whether a citizen is one of an audited job centre's: an auditor searches by number and is told nothing else of her.
create function audited_citizen(citizen uuid) returns boolean language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select from citizen c where c.id = audited_citizen.citizen and c.job_centre_id = any (audited_centres())) $$;

revoke execute on function audited_centres(), trail_page(uuid, uuid, uuid, uuid, text[], timestamptz, timestamptz, bigint, integer),
  looks_page(uuid, uuid, uuid, timestamptz, timestamptz, bigint, integer), audited_people(uuid), audited_citizen(uuid) from public;
grant execute on function audited_centres(), trail_page(uuid, uuid, uuid, uuid, text[], timestamptz, timestamptz, bigint, integer),
  looks_page(uuid, uuid, uuid, timestamptz, timestamptz, bigint, integer), audited_people(uuid), audited_citizen(uuid) to planner_app;
