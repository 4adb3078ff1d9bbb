import type { CprKeys } from '@planner/schema/citizens/cpr.ts';
import type { TransactionSql } from 'postgres';
import { type BookingWrite, bookingKey, type KnownCalendar, type KnownOffer } from './bookings.ts';
import { hashesIn } from './citizens-store.ts';
import type { CsvRow } from './csv.ts';

/** Offers, caseworkers, the file's citizens, and when these and the caseworkers are taken. */
export async function loadCalendar(
  sql: TransactionSql,
  keys: CprKeys,
  rows: readonly CsvRow[],
): Promise<KnownCalendar> {
  const emails = [...new Set(rows.map(({ cells }) => (cells['caseworker'] ?? '').toLowerCase()))];
  const [centres, types, offers, caseworkers, citizens] = await Promise.all([
    sql<{ id: string; zone: string }[]>`select id, zone from job_centre`,
    sql<{ code: number }[]>`select code from interview_type`,
    sql<KnownOffer[]>`
      select id, job_centre_id as "centreId", array[lower(title_da), lower(title_en)] as titles,
        interview_type as "interviewType", forms, duration_minutes as "durationMinutes", seats,
        buffer_before_minutes as "bufferBeforeMinutes", buffer_after_minutes as "bufferAfterMinutes" from offer`,
    sql<{ id: string; email: string; centres: string[] }[]>`
      select c.id, lower(c.email) as email, array_agg(m.job_centre_id::text) as centres
      from caseworker c join membership m on m.caseworker_id = c.id where lower(c.email) = any (${emails}) group by c.id`,
    sql<{ hash: string; id: string; centreId: string }[]>`
      select encode(i.cpr_hash, 'hex') as hash, c.id, c.job_centre_id as "centreId"
      from citizen_identity i join citizen c on c.id = i.citizen_id
      where encode(i.cpr_hash, 'hex') = any (${hashesIn(keys, rows)})`,
  ]);
  const citizenIds = citizens.map(({ id }) => id);
  const resources = [...citizenIds, ...caseworkers.map(({ id }) => id)];
  const [taken, bookings] = await Promise.all([
    sql<{ id: string; from: number; to: number }[]>`
      select resource_id as id, (extract(epoch from lower(during)) * 1000)::float8 as from,
        (extract(epoch from upper(during)) * 1000)::float8 as to
      from occupancy where resource_id = any (${resources}::uuid[]) and (expires_at is null or expires_at > planner_now())`,
    // Of several with one key the booked one counts, or the one that was made last.
    sql<{ id: string; citizen: string; caseworker: string; at: Date; status: string; form: string }[]>`
      select id, citizen_id as citizen, caseworker_id as caseworker, starts_at as at, status, form
      from booking where citizen_id = any (${citizenIds}::uuid[]) and status in ('booked', 'cancelled', 'moved')
      order by status = 'booked'`,
  ]);
  const spans: KnownCalendar['taken'] = new Map();
  for (const { id, from, to } of taken) spans.set(id, [...(spans.get(id) ?? []), { from, to }]);
  return {
    zones: new Map(centres.map(({ id, zone }) => [id, zone])),
    interviewTypes: new Set(types.map(({ code }) => code)),
    offers,
    caseworkers: new Map(caseworkers.map((one) => [one.email, one])),
    citizens: new Map(citizens.map(({ hash, ...citizen }) => [hash, citizen])),
    taken: spans,
    bookings: new Map(bookings.map((b) => [bookingKey(b.citizen, b.caseworker, b.at.getTime()), b])),
  };
}

const taken = 'The caseworker is taken at that time.';

/** Writes one talk with all it takes, or says why not: the constraint decides, whatever the plan saw. */
export async function writeBooking(tx: TransactionSql, write: BookingWrite): Promise<string | null> {
  if (write.kind === 'form') {
    const done = await tx`update booking set form = ${write.form}, version = version + 1
      where id = ${write.id} and status = 'booked'`;
    return done.count === 1 ? null : 'This talk was changed in the planner meanwhile; import the file again.';
  }
  const [start, end] = [new Date(write.talk.from), new Date(write.talk.to)];
  await tx`select remove_expired_holds(${write.resources}::uuid[])`;
  const rows = await tx`
    insert into occupancy (resource_id, kind, claim_id, booking_id, during, starts_at, offer_id)
    select id, kind, ${write.id}, ${write.id}, tstzrange(first, last), ${start}, ${write.offerId} from (values
      (${write.caseworkerId}::uuid, 'person', ${new Date(write.taken.from)}::timestamptz, ${new Date(write.taken.to)}::timestamptz),
      (${write.citizenId}::uuid, 'citizen', ${start}::timestamptz, ${end}::timestamptz)) o (id, kind, first, last)
    order by id on conflict do nothing returning kind`;
  if (rows.length < 2)
    return rows[0]?.['kind'] === 'person' ? 'The citizen has another talk at that time.' : taken;
  await tx`insert into booking (id, job_centre_id, offer_id, interview_type, citizen_id, caseworker_id, form,
      starts_at, ends_at, status, self_booked)
    values (${write.id}, ${write.centreId}, ${write.offerId}, ${write.interviewType}, ${write.citizenId},
      ${write.caseworkerId}, ${write.form}, ${start}, ${end}, 'booked', false)`;
  return null;
}
