import { createTestDatabase, type TestDatabase } from '@planner/db/testing';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importCommand } from '../commands/import.ts';
import { scaleOf, seedDemo } from '../commands/seed.ts';
import { type ImportKind, runImport } from './run.ts';

const keys = { keyId: 'test', key: Buffer.alloc(32, 1), hashKey: Buffer.alloc(32, 2) };
const now = new Date('2026-11-23T09:00:00Z');
const [anna, bo, unknownCpr] = ['020160-0001', '0302610002', '040262-0003'];

const centre = `Jobcenter;Navn;E-mail;Team;Kompetencer;Arbejdstid;Pause`;
const lise = `12345;Lise Skov;lise@x.dk;Nord;4, 7;"man-tor 8-15.30; fre 8-14";12-12.30`;
const citizens =
  'Jobcenter;Navn;CPR;Kontaktgruppe;Egen vejleder (e-mail);Telefon;Sprog;Frist type;Book senest;Hold senest';
const bookings = 'CPR;Vejleder;Start;Form;Samtaletype;Tilbud;Varighed';

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = postgres(database.url('system'), { max: 4, onnotice: () => {} });
  await sql`insert into interview_type values (4, 'Opfølgningssamtale', 'Follow-up'), (7, 'Jobsamtale', 'Job talk')`;
  const [made] = await sql`insert into job_centre (code, name) values ('12345', 'Prøve') returning id`;
  await sql`insert into team (job_centre_id, name) values (${made?.['id']}, 'Nord'), (${made?.['id']}, 'Syd')`;
  await sql`insert into offer (job_centre_id, interview_type, title_da, title_en, forms, duration_minutes, grid_minutes, buffer_after_minutes)
    values (${made?.['id']}, 7, 'Jobsamtale', 'Job talk', '{IN_PERSON,PHONE}', 45, 45, 15)`;
});

afterAll(async () => {
  await sql?.end();
  await database?.drop();
});

async function importing(kind: ImportKind, lines: readonly string[], dryRun = false) {
  const file = Buffer.from(lines.join('\r\n'), 'utf8');
  const { rows } = await runImport({ sql, keys, kind, file, dryRun, now });
  return rows.map(({ line, outcome, reason }) => `${line} ${outcome}${reason ? ` ${reason}` : ''}`);
}

const count = async (table: string) => Number((await sql`select count(*) as n from ${sql(table)}`)[0]?.['n']);

// The three parts follow each other as in life: talks need citizens, citizens need caseworkers.
describe('an import', () => {
  it('says in a dry run what it would do, and writes nothing', async () => {
    expect(await importing('caseworkers', [centre, lise], true)).toEqual(['2 new']);
    expect([await count('resource'), await count('caseworker'), await count('audit_event')]).toEqual([
      0, 0, 4,
    ]);
  });

  it('takes the good caseworkers and refuses each fault by line', async () => {
    expect(
      await importing('caseworkers', [
        centre,
        lise,
        '12345;Lise Skov;LISE@x.dk;Syd;4;man 8-12;',
        '12345;Bad Tid;tid@x.dk;Nord;4;man 15-8;',
        '12345;Bad Team;team@x.dk;Øst;4;man 8-15;',
        '99999;Bad Centre;centre@x.dk;Nord;4;man 8-15;',
        '12345;Bad Mail;mail;Nord;4;man 8-15;',
        '12345;Bad Type;type@x.dk;Nord;99;man 8-15;',
        '12345;Søren Ågård;soren@x.dk;Nord, Syd;4;man 8-15;',
      ]),
    ).toEqual([
      '2 new',
      '3 refused The same e-mail address and job centre are on line 2.',
      '4 refused The time "15-8" ends before it begins.',
      '5 refused The job centre has no team "Øst"; create it first.',
      '6 refused There is no job centre with this code.',
      '7 refused "mail" is not an e-mail address.',
      '8 refused There is no interview type "99".',
      '9 new',
    ]);
    expect([await count('caseworker'), await count('membership')]).toEqual([2, 3]);
    expect([await count('working_hours'), await count('work_break')]).toEqual([6, 5]);
  });

  it('changes nothing when it is run again, and only what differs otherwise', async () => {
    expect(await importing('caseworkers', [centre, lise])).toEqual(['2 unchanged']);
    const before = await count('work_break');
    const friday = lise.replace('fre 8-14', 'fre 8-13');
    expect(await importing('caseworkers', [centre, friday])).toEqual(['2 changed']);
    expect(await importing('caseworkers', [centre, friday])).toEqual(['2 unchanged']);
    expect(await count('work_break')).toBe(before);
  });

  it('takes nobody back who has left the job centre', async () => {
    await sql`update employment set last_day = '2020-01-01' where caseworker_id = (select id from caseworker where email = 'lise@x.dk')`;
    expect(await importing('caseworkers', [centre, lise])).toEqual([
      '2 refused This caseworker has left the job centre; take them back in the planner first.',
    ]);
    await sql`update employment set last_day = null`;
  });

  it('takes citizens with deadlines, and never repeats a CPR number', async () => {
    const file = [
      citizens,
      `12345;Anna Prøve;${anna};2;lise@x.dk;20 00 00 01;engelsk;7;2026-12-07;2026-12-18`,
      `12345;Bo Prøve;${bo};8;;;;;;`,
      `12345;Anna Igen;${anna.replace('-', '')};2;;;;;;`,
      '12345;Ugyldig;310260-1234;2;;;;;;',
      '12345;Nul Væk;101701234;2;;;;;;',
      `12345;${unknownCpr};${unknownCpr};2;;;;;;`,
      `12345;Forkert Felt;${unknownCpr};${unknownCpr};;;;;;`,
      `12345;Ukendt Vejleder;${unknownCpr};2;0402620003@x.dk;;;;;`,
      `12345;Omvendt Frist;${unknownCpr};2;;;;7;2026-12-18;2026-12-07`,
    ];
    const outcomes = await importing('citizens', file);
    expect(outcomes.slice(0, 2)).toEqual(['2 new', '3 new']);
    expect(outcomes.slice(2).map((o) => o.split(' ')[1])).toEqual(Array(7).fill('refused'));
    expect(outcomes[2]).toContain('on line 2');
    expect(outcomes.join('\n')).not.toMatch(/\d{6}/);
    expect([await count('citizen'), await count('deadline')]).toEqual([2, 1]);
    expect(await importing('citizens', file.slice(0, 3))).toEqual(['2 unchanged', '3 unchanged']);
  });

  it('takes case numbers, one citizen each, and never a CPR number for one', async () => {
    const headings = 'Jobcenter;Navn;CPR;Kontaktgruppe;Sagsnr.';
    const file = [
      headings,
      `12345;Anna Prøve;${anna};2;26-1`,
      `12345;Bo Prøve;${bo};8;26-1`,
      `12345;Bo Prøve;${bo};8;${unknownCpr}`,
    ];
    const outcomes = await importing('citizens', file);
    expect(outcomes).toEqual([
      '2 changed',
      '3 refused Another citizen has the same case number.',
      '4 refused The case number looks like a CPR number.',
    ]);
    expect(await importing('citizens', [headings, `12345;Bo Prøve;${bo};8;26-1`])).toEqual([
      '2 refused Another citizen has the same case number.',
    ]);
    expect(await importing('citizens', file.slice(0, 2))).toEqual(['2 unchanged']);
  });

  it('books what is free, with buffers, and refuses what is taken', async () => {
    const file = [
      bookings,
      `${anna};lise@x.dk;2026-12-01 10.00;Telefon;;Jobsamtale;`,
      `${bo};lise@x.dk;2026-12-01 10.45;;;Jobsamtale;`,
      `${bo};lise@x.dk;2026-12-01 11.00;;;Jobsamtale;`,
      `${anna};soren@x.dk;2026-12-01 10.30;;4;;30`,
      `${anna};soren@x.dk;2026-12-01 12.00;;;;30`,
      `${unknownCpr};lise@x.dk;2026-12-02 10.00;;;Jobsamtale;`,
      `${anna};lise@x.dk;2026-12-02 10.00;Digital;;Jobsamtale;`,
    ];
    const expected = [
      '2 new',
      '3 refused The caseworker is taken at that time.',
      '4 new',
      '5 refused The citizen has another talk at that time.',
      '6 refused The row names neither an interview type nor an offer.',
      '7 refused No citizen with this CPR number is known; import the citizens first.',
      '8 refused The offer does not have this interview form.',
    ];
    expect(await importing('bookings', file, true)).toEqual(expected);
    expect(await count('booking')).toBe(0);
    expect(await importing('bookings', file)).toEqual(expected);
    expect([await count('booking'), await count('occupancy')]).toEqual([2, 4]);
    const [row] =
      await sql`select form, lower(during) as from, upper(during) as to, o.claim_id = b.id as own, o.offer_id = b.offer_id as offer
      from booking b join occupancy o on o.booking_id = b.id and o.kind = 'person' order by b.starts_at limit 1`;
    expect(row).toBeDefined();
    expect(row).toMatchObject({ form: 'PHONE', own: true, offer: true });
    const again = expected.map((o) => o.replace('new', 'unchanged'));
    expect(await importing('bookings', file)).toEqual(again);
  });

  it('leaves the choice to the constraint when the time is taken between look and write', async () => {
    const line = `${bo};soren@x.dk;2026-12-03 10.00;;4;;30`;
    const [who] = await sql`select id from caseworker where email = 'soren@x.dk'`;
    const id = crypto.randomUUID();
    const other = await sql.reserve();
    await other`begin`;
    await other`insert into occupancy (resource_id, kind, claim_id, booking_id, during, starts_at)
      values (${who?.['id']}, 'person', ${id}, ${id}, '[2026-12-03 09:00Z, 2026-12-03 10:00Z)', '2026-12-03 09:00Z')`;
    const running = importing('bookings', [bookings, line]);
    // The import waits for the other's row: only its end tells.
    await expect
      .poll(async () => (await sql`select from pg_locks where not granted`).length)
      .toBeGreaterThan(0);
    await other`commit`;
    other.release();
    expect(await running).toEqual(['2 refused The caseworker is taken at that time.']);
    expect(await count('booking')).toBe(2);
  });

  it('does not bring back a talk that was cancelled since', async () => {
    await sql`update booking set status = 'cancelled'`;
    await sql`delete from occupancy`;
    expect(
      await importing('bookings', [bookings, `${anna};lise@x.dk;2026-12-01 10.00;Telefon;;Jobsamtale;`]),
    ).toEqual(['2 refused This talk was cancelled or moved in the planner since; it stays so.']);
  });

  it('writes at most 200 rows of the feed in one transaction', async () => {
    const people = Array.from(
      { length: 40 },
      (_, i) => `12345;Ny ${'x'.repeat(i + 1)};ny${i}@x.dk;Nord;4, 7;man-fre 8-15;12-12.30`,
    );
    expect(
      new Set((await importing('caseworkers', [centre, ...people])).map((o) => o.split(' ')[1])),
    ).toEqual(new Set(['new']));
    const [most] = await sql`select max(n)::int as n from (select count(*) as n from change group by xid) x`;
    expect(most?.['n']).toBeLessThanOrEqual(200);
  });

  it('tells how it is called', async () => {
    const lines: string[] = [];
    expect(await importCommand(['people'], { sql, keys, out: (line) => lines.push(line) })).toBe(2);
    expect(lines[0]).toContain('import <caseworkers|rooms|sessions|citizens|bookings> <file.csv>');
    expect(lines[0]).toContain('rooms       jobcenter; lokale; [sted]; [pladser]');
  });
});

describe('the demo', () => {
  it('is as big as asked for', () => {
    expect([scaleOf([]), scaleOf(['--scale', '2.5'])]).toEqual([1, 2.5]);
    for (const wrong of [['2'], ['--scale'], ['--scale', '0'], ['--scale', 'x'], ['--scale', '101']])
      expect(() => scaleOf(wrong)).toThrow('Usage: pnpm planner seed [--scale <n>]');
  });

  it('is seeded once, whole, and goes on where it broke off', async () => {
    await using own = await createTestDatabase();
    const demo = postgres(own.url('system'), { max: 4, onnotice: () => {} });
    const lines: string[] = [];
    const seed = () => seedDemo({ sql: demo, keys, today: now, scale: 0.2, log: (line) => lines.push(line) });
    const counts = async () =>
      (
        await demo`select (select count(*) from citizen)::int as citizens, (select count(*) from booking)::int as bookings,
        (select count(*) from user_account)::int as accounts, (select count(*) from group_session)::int as sessions,
        (select count(*) from room)::int as rooms, (select count(*) from seat)::int as seats,
        (select count(*) from booking where room_id is not null)::int as roomed,
        (select count(*) from deadline where state = 'open')::int as deadlines`
      )[0];
    try {
      await seed();
      expect(lines.every((line) => line.endsWith(' 0 refused'))).toBe(true);
      const whole = await counts();
      expect(whole).toMatchObject({ citizens: 65, accounts: 17, sessions: 4, rooms: 5, deadlines: 3 });
      expect(whole?.['bookings']).toBeGreaterThan(40);
      expect(whole?.['seats'] * whole?.['roomed']).toBeGreaterThan(0);
      await demo`update user_account set issuer = 'http://localhost:4000/demo-id'`;
      await seed();
      expect(lines.at(-1)).toContain('nothing was seeded');
      await demo`delete from role_grant`;
      await demo`delete from user_account`;
      await seed();
      expect(await counts()).toEqual(whole);
    } finally {
      await demo.end();
    }
  });
});
