import type { Sql } from 'postgres';
import type { Planner } from '../src/planner.ts';
import { asViewer } from './as-viewer.ts';

type Body = Record<string, string>;

/**
 * The floor of a booking: the statements of our two commands and of what is read for their payloads, with nothing
 * decided between them, so that each transaction is one sending.
 */
export async function writeByHand(sql: Sql, planner: Planner, body: Body): Promise<object> {
  const { citizen = '', user = '', hold } = body;
  const settings = [user, `{${citizen}}`, '{}', '{}', 'bench'];
  const id = hold ?? crypto.randomUUID();
  await asViewer(sql, settings, (tx) =>
    Promise.all(hold ? confirming(tx, body) : holding(tx, planner, body, id)),
  );
  await asViewer(sql, settings, (tx) =>
    Promise.all([
      tx`select * from caseworker where id = ${body['caseworker'] ?? id}`,
      tx`select * from deadline where citizen_id = ${citizen} and interview_type = 8 and state = 'open' order by book_by limit 1`,
    ]),
  );
  return { id, booked: hold !== undefined };
}

function holding(tx: Sql, planner: Planner, body: Body, id: string) {
  const { citizen = '', user = '', caseworker = '', startsAt: start = '' } = body;
  const { north = '', 'wide offer': offer = '' } = planner.ids;
  const end = new Date(Date.parse(start) + 15 * 60_000).toISOString();
  const expires = new Date(Date.now() + 600_000).toISOString();
  return [
    ...keyed(tx, user, id),
    tx`select * from offer where id = ${offer}`,
    tx`select c.*, i.name, i.cpr_masked from citizen c join citizen_identity i on i.citizen_id = c.id where c.id = ${citizen}`,
    tx`select planner_now(), feed_position()`,
    tx`select pg_advisory_xact_lock(hashtextextended(${citizen}, 0))`,
    tx`select pg_advisory_xact_lock(hashtextextended(${caseworker}, 0))`,
    tx`select changed_since(feed_position(), ${caseworker}, ${north}, ${offer}), planner_now()`,
    tx`select planner_now()`,
    tx`with released as (
        update booking set status = 'released', version = version + 1 where citizen_id = ${citizen} and status = 'held' returning id),
      seats as (delete from seat where booking_id in (select id from released))
      delete from occupancy where booking_id in (select id from released)`,
    tx`select count(*) from booking where citizen_id = ${citizen} and interview_type = 8 and status = 'booked' and starts_at > planner_now()`,
    tx`select * from deadline where citizen_id = ${citizen} and interview_type = 8 and state = 'open' order by book_by limit 1`,
    tx`select taken(${citizen}, tstzrange(${start}, ${end}), null)`,
    tx`select remove_expired_holds(${`{${citizen},${caseworker}}`}::uuid[])`,
    tx`insert into booking (id, job_centre_id, offer_id, interview_type, citizen_id, caseworker_id, form, starts_at,
        ends_at, status, expires_at, self_booked)
      values (${id}, ${north}, ${offer}, 8, ${citizen}, ${caseworker}, 'PHONE', ${start}, ${end}, 'held', ${expires}, true)
      returning *`,
    tx`insert into occupancy (resource_id, kind, claim_id, booking_id, during, starts_at, offer_id, expires_at)
      select who, kind, ${id}::uuid, ${id}::uuid, tstzrange(${start}, ${end}), ${start}::timestamptz, ${offer}::uuid, ${expires}::timestamptz
      from (values (${citizen}::uuid, 'citizen'), (${caseworker}::uuid, 'person')) x (who, kind) order by who
      on conflict do nothing returning resource_id`,
  ];
}

function confirming(tx: Sql, { citizen = '', user = '', hold = '' }: Body) {
  return [
    ...keyed(tx, user, hold),
    tx`select pg_advisory_xact_lock(hashtextextended(citizen_id::text, 0)) from booking where id = ${hold}`,
    tx`select pg_advisory_xact_lock(hashtextextended(caseworker_id::text, 0)) from booking where id = ${hold}`,
    tx`select * from booking where id = ${hold} for update`,
    tx`select planner_now()`,
    tx`select from absence a join booking b on b.caseworker_id = a.resource_id
      where b.id = ${hold} and b.session_id is null and a.during && tstzrange(b.starts_at, b.ends_at) limit 1`,
    tx`update booking set status = 'booked', expires_at = null, version = version + 1 where id = ${hold} returning *`,
    tx`update deadline set state = 'met', booking_id = ${hold}, version = version + 1 where id =
      (select id from deadline where citizen_id = ${citizen} and interview_type = 8 and state = 'open' order by book_by limit 1)`,
    tx`update occupancy set expires_at = null, claim_id = ${hold} where booking_id = ${hold}`,
  ];
}

/** The key's lock, the look for what was made under it, and the note of what is. */
function keyed(tx: Sql, user: string, entity: string) {
  const key = crypto.randomUUID();
  return [
    tx`select pg_advisory_xact_lock(hashtextextended(${key}, 1))`,
    tx`select * from idempotency where viewer_id = ${user} and key = ${key}`,
    tx`insert into idempotency (viewer_id, key, input_hash, entity_id) values (${user}, ${key}, '', ${entity})`,
  ];
}
