import type { TransactionSql } from 'postgres';
import type { KnownRoom, KnownRooms, RoomWrite } from './rooms.ts';

/** Job centres with their rooms. */
export async function loadRooms(sql: TransactionSql): Promise<KnownRooms> {
  const [centres, rooms] = await Promise.all([
    sql<{ id: string; code: string }[]>`select id, code from job_centre`,
    sql<(KnownRoom & { centre: string })[]>`
      select id, job_centre_id as centre, name, place, seats from room order by id desc`,
  ]);
  return {
    centres: new Map(
      centres.map(({ id, code }) => {
        const own = rooms.filter((room) => room.centre === id);
        return [code, { id, rooms: new Map(own.map((room) => [room.name.toLowerCase(), room])) }];
      }),
    ),
  };
}

/** Writes one room; its job centre is locked, so nobody else's import makes it beside this one. */
export async function writeRoom(tx: TransactionSql, write: RoomWrite): Promise<string | null> {
  const { id, centreId, name, place, seats } = write;
  if (!write.create) {
    await tx`update room set name = ${name}, place = ${place}, seats = ${seats} where id = ${id}`;
    return null;
  }
  const [there] = await tx`
    select from room where job_centre_id = ${centreId} and lower(name) = ${name.toLowerCase()}`;
  if (there) return 'The room was made in the planner meanwhile; import the file again.';
  await tx`insert into resource (id, kind) values (${id}, 'room')`;
  await tx`insert into room (id, job_centre_id, name, place, seats)
    values (${id}, ${centreId}, ${name}, ${place}, ${seats})`;
  return null;
}
