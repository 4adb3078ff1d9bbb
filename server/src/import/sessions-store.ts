import type { TransactionSql } from 'postgres';
import type { CsvRow } from './csv.ts';
import { type GroupOffer, type KnownSessions, type SessionWrite, sessionKey } from './sessions.ts';
import { loadTaken, takeAll } from './taken-store.ts';

/** Offers, the file's caseworkers and all rooms, when these are taken, and the sessions there are. */
export async function loadSessions(sql: TransactionSql, rows: readonly CsvRow[]): Promise<KnownSessions> {
  const emails = [...new Set(rows.map(({ cells }) => (cells['caseworker'] ?? '').toLowerCase()))];
  const [centres, offers, caseworkers, rooms, sessions] = await Promise.all([
    sql<{ id: string; code: string; zone: string }[]>`select id, code, zone from job_centre`,
    sql<GroupOffer[]>`
      select id, job_centre_id as "centreId", array[lower(title_da), lower(title_en)] as titles,
        duration_minutes as "durationMinutes", seats, needs_room as "needsRoom" from offer`,
    sql<{ id: string; email: string; centres: string[] }[]>`
      select c.id, lower(c.email) as email, array_agg(m.job_centre_id::text) as centres
      from caseworker c join membership m on m.caseworker_id = c.id where lower(c.email) = any (${emails}) group by c.id`,
    sql<{ id: string; centreId: string; name: string; seats: number }[]>`
      select id, job_centre_id as "centreId", name, seats from room order by id`,
    sql<
      {
        id: string;
        offer: string;
        caseworker: string;
        at: Date;
        roomId: string | null;
        seats: number;
        lastSeat: number;
      }[]
    >`
      select g.id, g.offer_id as offer, g.caseworker_id as caseworker, g.starts_at as at, g.room_id as "roomId", g.seats,
        coalesce((select max(s.seat) from seat s where s.session_id = g.id), 0) as "lastSeat"
      from group_session g`,
  ]);
  const taken = await loadTaken(
    sql,
    [...caseworkers, ...rooms].map(({ id }) => id),
  );
  return {
    centres: new Map(centres.map((centre) => [centre.code, centre])),
    offers,
    caseworkers: new Map(caseworkers.map((one) => [one.email, one])),
    rooms,
    taken,
    sessions: new Map(sessions.map((one) => [sessionKey(one.offer, one.caseworker, one.at.getTime()), one])),
  };
}

/** Writes one session with the time it takes, or says why not. */
export async function writeSession(tx: TransactionSql, write: SessionWrite): Promise<string | null> {
  if (write.kind === 'seats') {
    const done = await tx`update group_session set seats = ${write.seats} where id = ${write.id}
      and not exists (select from seat where session_id = ${write.id} and seat > ${write.seats})`;
    return done.count === 1 ? null : 'More seats of the session have been taken meanwhile.';
  }
  const [start, end] = [new Date(write.span.from), new Date(write.span.to)];
  const reason = await takeAll(tx, { id: write.id, offerId: write.offerId, startsAt: start }, write.takings);
  if (reason !== null) return reason;
  await tx`insert into group_session (id, offer_id, job_centre_id, caseworker_id, room_id, starts_at, ends_at, seats)
    values (${write.id}, ${write.offerId}, ${write.centreId}, ${write.caseworkerId}, ${write.roomId},
      ${start}, ${end}, ${write.seats})`;
  return null;
}
