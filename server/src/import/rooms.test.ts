import { createTestDatabase, type TestDatabase } from '@planner/db/testing';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImportKind, runImport } from './run.ts';

const keys = { keyId: 'test', key: Buffer.alloc(32, 1), hashKey: Buffer.alloc(32, 2) };
const now = new Date('2026-11-23T09:00:00Z');
const [anna, bo, carl] = ['020160-0001', '030261-0002', '040262-0003'];

const rooms = 'Jobcenter;Lokale;Sted;Pladser';
const sessions = 'Jobcenter;Tilbud;Vejleder;Start;Lokale;Pladser';
const bookings = 'CPR;Vejleder;Start;Tilbud;Lokale';

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = postgres(database.url('system'), { max: 4, onnotice: () => {} });
  await sql`insert into interview_type values (7, 'Jobsamtale', 'Job talk'), (9, 'Informationsmøde', 'Information meeting')`;
  const [made] = await sql`insert into job_centre (code, name) values ('12345', 'Prøve') returning id`;
  const centre = made?.['id'] as string;
  await sql`insert into team (job_centre_id, name) values (${centre}, 'Nord')`;
  await sql`insert into offer (job_centre_id, interview_type, title_da, title_en, forms, duration_minutes, grid_minutes,
      needs_room, room_buffer_minutes, seats)
    values (${centre}, 7, 'Jobsamtale', 'Job talk', '{IN_PERSON}', 30, 30, true, 10, 1),
      (${centre}, 9, 'Informationsmøde', 'Information meeting', '{IN_PERSON}', 60, 60, false, 0, 2)`;
  await importing('caseworkers', [
    'Jobcenter;Navn;E-mail;Team;Kompetencer;Arbejdstid',
    '12345;Lise Skov;lise@x.dk;Nord;7;man-fre 8-15',
    '12345;Søren Ågård;soren@x.dk;Nord;7;man-fre 8-15',
  ]);
  await importing('citizens', [
    'Jobcenter;Navn;CPR;Kontaktgruppe',
    ...[anna, bo, carl].map((cpr, i) => `12345;Borger ${'ABC'[i]};${cpr};2`),
  ]);
});

afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

async function importing(kind: ImportKind, lines: readonly string[], dryRun = false) {
  const file = Buffer.from(lines.join('\r\n'), 'latin1');
  const { rows } = await runImport({ sql, keys, kind, file, dryRun, now });
  return rows.map(({ line, outcome, reason }) => `${line} ${outcome}${reason ? ` ${reason}` : ''}`);
}

const count = async (table: string) => Number((await sql`select count(*) as n from ${sql(table)}`)[0]?.['n']);
/** Imports dry, then in earnest, then again: the same outcomes, nothing written, and nothing left to do. */
async function threeTimes(
  kind: ImportKind,
  lines: readonly string[],
  expected: readonly string[],
  table: string,
) {
  const before = await count(table);
  expect(await importing(kind, lines, true)).toEqual(expected);
  expect(await count(table)).toBe(before);
  expect(await importing(kind, lines)).toEqual(expected);
  expect(await count(table)).toBe(before + expected.filter((outcome) => outcome.endsWith(' new')).length);
  const again = expected.map((outcome) => outcome.replace(/ (new|changed)$/, ' unchanged'));
  expect(await importing(kind, lines)).toEqual(again);
}

// The parts follow each other as in life: sessions need rooms, seats need sessions.
describe('an import of rooms', () => {
  it('takes the good ones and refuses each fault by line', () =>
    threeTimes(
      'rooms',
      [
        rooms,
        '12345;Lokale Ø;1. sal;',
        '12345;Salen;;3',
        '12345;salen;;4',
        '99999;Salen;;4',
        '12345;;;4',
        '12345;Kælder;;mange',
        '12345;020160-0001;;4',
      ],
      [
        '2 new',
        '3 new',
        '4 refused The same room is on line 3.',
        '5 refused There is no job centre with this code.',
        '6 refused The room’s name is missing.',
        '7 refused "mange" is not a number of seats from 1 to 500.',
        '8 refused The room’s name looks like a CPR number.',
      ],
      'room',
    ));

  it('changes what differs, and leaves what a cell does not say', async () => {
    expect(await importing('rooms', [rooms, '12345;Lokale Ø;;5'])).toEqual(['2 changed']);
    const [room] = await sql`select name, place, seats from room where name = 'Lokale Ø'`;
    expect(room).toEqual({ name: 'Lokale Ø', place: '1. sal', seats: 5 });
  });
});

describe('an import of group sessions', () => {
  it('takes caseworker and room, and refuses what is taken or unknown', async () => {
    await threeTimes(
      'sessions',
      [
        sessions,
        '12345;Informationsmøde;lise@x.dk;2026-12-01 10.00;Salen;',
        '12345;Informationsmøde;lise@x.dk;2026-12-01 10.30;Lokale Ø;',
        '12345;Informationsmøde;soren@x.dk;2026-12-01 10.30;Salen;',
        '12345;Informationsmøde;soren@x.dk;2026-12-01 11.00;Salen;4',
        '12345;Jobsamtale;soren@x.dk;2026-12-01 11.00;Salen;',
        '12345;Informationsmøde;soren@x.dk;2026-12-01 11.00;Loftet;',
        '12345;Informationsmøde;ukendt@x.dk;2026-12-01 11.00;;',
        '12345;Informationsmøde;soren@x.dk;2026-12-01 25.00;;',
      ],
      [
        '2 new',
        '3 refused The caseworker is taken at that time.',
        '4 refused The room is taken at that time.',
        '5 refused The room has 3 seats, and the session 4.',
        '6 refused The offer is for one citizen at a time.',
        '7 refused The job centre has no room "Loftet"; import the rooms first.',
        '8 refused No caseworker of the job centre has the e-mail address "ukendt@x.dk".',
        '9 refused The start is not valid; write it as 2026-12-01 10.00.',
      ],
      'group_session',
    );
    const taken =
      await sql`select kind, claim_id = g.id as own, during = tstzrange(g.starts_at, g.ends_at) as exact
      from occupancy o join group_session g on g.id = o.booking_id order by kind`;
    expect([...taken]).toEqual([
      { kind: 'person', own: true, exact: true },
      { kind: 'room', own: true, exact: true },
    ]);
  });
});

describe('an import of bookings', () => {
  it('gives seats until the session is full', async () => {
    await threeTimes(
      'bookings',
      [
        bookings,
        `${anna};lise@x.dk;2026-12-01 10.00;Informationsmøde;`,
        `${bo};lise@x.dk;2026-12-01 10.00;Informationsmøde;`,
        `${carl};lise@x.dk;2026-12-01 10.00;Informationsmøde;`,
        `${carl};soren@x.dk;2026-12-01 10.00;Informationsmøde;`,
      ],
      [
        '2 new',
        '3 new',
        '4 refused The session is full.',
        '5 refused The caseworker has no session of this offer then; import the sessions first.',
      ],
      'booking',
    );
    const seats =
      await sql`select s.seat, s.session_id = b.session_id as own from seat s join booking b on b.id = s.booking_id order by 1`;
    expect([...seats]).toEqual([
      { seat: 1, own: true },
      { seat: 2, own: true },
    ]);
  });

  it('makes a session larger, but not smaller than the seats that are taken', async () => {
    const line = '12345;Informationsmøde;lise@x.dk;2026-12-01 10.00;Salen';
    expect(await importing('sessions', [sessions, `${line};1`])).toEqual([
      '2 refused Seat 2 of the session is taken; it can have no fewer seats.',
    ]);
    expect(await importing('sessions', [sessions, `${line};3`])).toEqual(['2 changed']);
    expect(
      await importing('bookings', [bookings, `${carl};lise@x.dk;2026-12-01 10.00;Informationsmøde;`]),
    ).toEqual(['2 new']);
  });

  it('takes the room that is named, or where one is needed the first that is free with its buffer', async () => {
    await threeTimes(
      'bookings',
      [
        bookings,
        `${anna};lise@x.dk;2026-12-02 09.00;Jobsamtale;salen`,
        `${bo};soren@x.dk;2026-12-02 09.00;Jobsamtale;Salen`,
        `${bo};soren@x.dk;2026-12-02 09.00;Jobsamtale;Loftet`,
        `${bo};soren@x.dk;2026-12-02 09.30;Jobsamtale;`,
        `${carl};lise@x.dk;2026-12-02 09.35;Jobsamtale;`,
      ],
      [
        '2 new',
        '3 refused The room is taken at that time.',
        '4 refused The same talk is on line 3.',
        '5 new',
        '6 refused No room of the job centre is free at that time.',
      ],
      'booking',
    );
    const held =
      await sql`select r.name, o.during = tstzrange(b.starts_at - interval '10 min', b.ends_at + interval '10 min') as padded
      from booking b join room r on r.id = b.room_id join occupancy o on o.booking_id = b.id and o.resource_id = r.id
      order by b.starts_at`;
    expect([...held]).toEqual([
      { name: 'Salen', padded: true },
      { name: 'Lokale Ø', padded: true },
    ]);
  });
});
