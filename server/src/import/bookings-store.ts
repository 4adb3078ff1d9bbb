import type { CprKeys } from '@planner/schema/citizens/cpr.ts';
import type { TransactionSql } from 'postgres';
import { type BookingWrite, bookingKey, type KnownCalendar, type KnownOffer } from './bookings.ts';
import { hashesIn } from './citizens-store.ts';
import type { CsvRow } from './csv.ts';
import { sessionKey } from './sessions.ts';
import { loadTaken, takeAll } from './taken-store.ts';

/** Offers with their sessions, rooms, caseworkers, the file's citizens, and when all these are taken. */
export async function loadCalendar(
  sql: TransactionSql,
  keys: CprKeys,
  rows: readonly CsvRow[],
): Promise<KnownCalendar> {
  const emails = [...new Set(rows.map(({ cells }) => (cells['caseworker'] ?? '').toLowerCase()))];
  const [centres, types, offers, caseworkers, citizens, rooms, sessions] = await Promise.all([
    sql<{ id: string; zone: string }[]>`select id, zone from job_centre`,
    sql<{ code: number }[]>`select code from interview_type`,
    sql<KnownOffer[]>`
      select id, job_centre_id as "centreId", array[lower(title_da), lower(title_en)] as titles,
        interview_type as "interviewType", forms, duration_minutes as "durationMinutes", seats,
        buffer_before_minutes as "bufferBeforeMinutes", buffer_after_minutes as "bufferAfterMinutes",
        room_buffer_minutes as "roomBufferMinutes", needs_room as "needsRoom" from offer`,
    sql<{ id: string; email: string; centres: string[] }[]>`
      select c.id, lower(c.email) as email, array_agg(m.job_centre_id::text) as centres
      from caseworker c join membership m on m.caseworker_id = c.id where lower(c.email) = any (${emails}) group by c.id`,
    sql<{ hash: string; id: string; centreId: string }[]>`
      select encode(i.cpr_hash, 'hex') as hash, c.id, c.job_centre_id as "centreId"
      from citizen_identity i join citizen c on c.id = i.citizen_id
      where encode(i.cpr_hash, 'hex') = any (${hashesIn(keys, rows)})`,
    sql<{ id: string; centreId: string; name: string }[]>`
      select id, job_centre_id as "centreId", name from room order by id`,
    sql<{ id: string; offer: string; caseworker: string; from: Date; to: Date; left: number }[]>`
      select g.id, g.offer_id as offer, g.caseworker_id as caseworker, g.starts_at as from, g.ends_at as to,
        g.seats - (select count(*)::int from seat s where s.session_id = g.id) as left
      from group_session g`,
  ]);
  const citizenIds = citizens.map(({ id }) => id);
  const resources = [...citizenIds, ...[...caseworkers, ...rooms].map(({ id }) => id)];
  const [taken, bookings] = await Promise.all([
    loadTaken(sql, resources),
    // Of several with one key the booked one counts, or the one that was made last.
    sql<{ id: string; citizen: string; caseworker: string; at: Date; status: string; form: string }[]>`
      select id, citizen_id as citizen, caseworker_id as caseworker, starts_at as at, status, form
      from booking where citizen_id = any (${citizenIds}::uuid[]) and status in ('booked', 'cancelled', 'moved')
      order by status = 'booked'`,
  ]);
  return {
    zones: new Map(centres.map(({ id, zone }) => [id, zone])),
    interviewTypes: new Set(types.map(({ code }) => code)),
    offers,
    caseworkers: new Map(caseworkers.map((one) => [one.email, one])),
    citizens: new Map(citizens.map(({ hash, ...citizen }) => [hash, citizen])),
    rooms,
    sessions: new Map(
      sessions.map(({ id, offer, caseworker, from, to, left }) => [
        sessionKey(offer, caseworker, from.getTime()),
        { id, span: { from: from.getTime(), to: to.getTime() }, left },
      ]),
    ),
    taken,
    bookings: new Map(bookings.map((b) => [bookingKey(b.citizen, b.caseworker, b.at.getTime()), b])),
  };
}

/** Writes one talk with all it takes, or says why not. */
export async function writeBooking(tx: TransactionSql, write: BookingWrite): Promise<string | null> {
  if (write.kind === 'form') {
    const done = await tx`update booking set form = ${write.form}, version = version + 1
      where id = ${write.id} and status = 'booked'`;
    return done.count === 1 ? null : 'This talk was changed in the planner meanwhile; import the file again.';
  }
  const [start, end] = [new Date(write.talk.from), new Date(write.talk.to)];
  const reason = await takeAll(tx, { id: write.id, offerId: write.offerId, startsAt: start }, write.takings);
  if (reason !== null) return reason;
  await tx`insert into booking (id, job_centre_id, offer_id, interview_type, citizen_id, caseworker_id,
      room_id, session_id, form, starts_at, ends_at, status, self_booked)
    values (${write.id}, ${write.centreId}, ${write.offerId}, ${write.interviewType}, ${write.citizenId},
      ${write.caseworkerId}, ${write.roomId}, ${write.sessionId}, ${write.form}, ${start}, ${end}, 'booked', false)`;
  if (write.sessionId === null) return null;
  const seat = await tx`
    insert into seat (session_id, seat, citizen_id, booking_id)
    select g.id, n, ${write.citizenId}, ${write.id} from group_session g, generate_series(1, g.seats) n
    where g.id = ${write.sessionId} and n <> all (seats_taken(g.id)) order by n limit 1
    on conflict do nothing returning seat`;
  return seat.length === 1 ? null : 'The session is full.';
}
