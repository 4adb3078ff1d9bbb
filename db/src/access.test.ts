import { expect, it } from 'vitest';
import type { Door, Handle } from './door.ts';
import {
  addBooking,
  addCaseworker,
  addCentre,
  addCitizen,
  addRoom,
  arrange,
  connect,
  occupy,
  viewer,
} from './testing/rows.ts';
import { anonymous } from './viewer.ts';

/** Two citizens of one centre, each with a row in every table that holds personal data. */
async function world() {
  const { database, door, owner } = await arrange();
  const [centre, otherCentre] = [await addCentre(owner, '10101'), await addCentre(owner, '20202')];
  const caseworker = await addCaseworker(owner);
  const [actor] =
    await owner`insert into other_actor (job_centre_id, name) values (${centre}, 'A/S') returning id`;
  const citizens: string[] = [];
  const bookings: string[] = [];
  for (const name of ['a', 'b']) {
    const citizen = await addCitizen(owner, centre);
    const room = await addRoom(owner, centre);
    const booking = await addBooking(owner, { centre, citizen, caseworker });
    const run = (text: string, params: unknown[]) => owner.unsafe(text, params as never[]);
    await occupy(run, { resource: citizen, kind: 'citizen', booking });
    await occupy(run, { resource: room, kind: 'room', booking });
    await owner`insert into booking_message values (${booking}, ${`message of ${name}`})`;
    await owner`insert into deadline (job_centre_id, citizen_id, interview_type, book_by, hold_by)
      values (${centre}, ${citizen}, 1, '2031-03-10', '2031-03-20')`;
    await owner`insert into power_of_attorney values (${citizen}, ${await addCitizen(owner, otherCentre)}, '[2020-01-01,)')`;
    const [offer] =
      await owner`insert into offer (job_centre_id, interview_type, title_da, title_en, forms, duration_minutes,
      grid_minutes, seats) values (${centre}, 1, 'Møde', 'Meeting', '{IN_PERSON}', 30, 30, 5) returning id`;
    const [session] =
      await owner`insert into group_session (offer_id, job_centre_id, caseworker_id, starts_at, ends_at, seats)
      values (${offer?.['id']}, ${centre}, ${caseworker}, '2031-03-03 09:00+01', '2031-03-03 10:00+01', 5) returning id`;
    await owner`insert into seat values (${session?.['id']}, 1, ${citizen}, ${booking})`;
    const [user] = await owner`insert into user_account (issuer, subject, name, citizen_id)
      values ('i', ${name}, ${name}, ${citizen}) returning id`;
    await owner`insert into session (id_hash, user_id, assurance, expires_at)
      values (${Buffer.from(name)}, ${user?.['id']}, 'high', '2031-01-01')`;
    await owner`insert into api_token (token_hash, user_id, name) values (${Buffer.from(name)}, ${user?.['id']}, 'mine')`;
    await owner`insert into access_log (viewer_id, citizen_id, operation) values (${user?.['id']}, ${citizen}, 'look')`;
    await owner`insert into slot_evidence (at, audience, engine, outcome) values (now(), '{}', '1', 'failed')`;
    await owner`insert into idempotency values (${user?.['id']}, 'key-12345678', '\\x00', ${booking})`;
    citizens.push(citizen);
    bookings.push(booking);
  }
  const [a = '', b = ''] = citizens;
  return { database, door, owner, centre, otherCentre, actor: actor?.['id'] as string, a, b, bookings };
}

const perCitizen = ['citizen', 'citizen_identity', 'deadline', 'booking', 'seat', 'power_of_attorney'];

/** Which citizens one sees, by table; a table that may not be read at all says so. */
async function seen({ query }: Handle, a: string, b: string) {
  const name = (id: string) => ({ [a]: 'A', [b]: 'B' })[id] ?? 'other';
  const result: Record<string, string> = {};
  for (const table of perCitizen) {
    const column = table === 'citizen' ? 'id' : 'citizen_id';
    const rows = await query<{ id: string }>(
      `select ${column} as id from ${table} where ${column} in ($1, $2)`,
      [a, b],
    );
    result[table] = rows
      .map((row) => name(row.id))
      .sort()
      .join('');
  }
  const times = await query<{ id: string }>(`select resource_id as id from occupancy where kind = 'citizen'`);
  result['occupancy'] = times
    .map((row) => name(row.id))
    .sort()
    .join('');
  const resources = await query<{ id: string }>('select id from resource where id in ($1, $2)', [a, b]);
  result['resource'] = resources
    .map((row) => name(row.id))
    .sort()
    .join('');
  const messages = await query<{ message: string }>('select message from booking_message');
  result['booking_message'] = messages
    .map((row) => row.message.slice(-1).toUpperCase())
    .sort()
    .join('');
  return result;
}

const everywhere = (who: string, attorney = '') => ({
  ...Object.fromEntries(
    [...perCitizen, 'occupancy', 'resource', 'booking_message'].map((table) => [table, who]),
  ),
  power_of_attorney: attorney,
});

it('shows each viewer the citizens that are theirs to see, in every table', async () => {
  const { door, owner, centre, otherCentre, actor, a, b } = await world();
  const look = (who: Parameters<Door['read']>[0]) => door.read(who, 'look', (handle) => seen(handle, a, b));
  const citizenA = viewer({ kind: 'citizen', citizenId: a, citizens: [a] });
  const agent = viewer({ kind: 'citizen', citizens: [a, b] });
  const staff = (id: string) => viewer({ kind: 'staff', centres: [id] });
  const actors = viewer({ kind: 'staff', actors: [actor] });

  expect(await look(anonymous)).toEqual(everywhere(''));
  expect(await look(viewer({}))).toEqual(everywhere(''));
  expect(await look(citizenA)).toEqual(everywhere('A', 'A'));
  expect(await look(agent)).toEqual(everywhere('AB', 'AB'));
  expect(await look(staff(centre))).toEqual(everywhere('AB'));
  expect(await look(staff(otherCentre))).toEqual(everywhere(''));
  expect(await look(actors)).toEqual(everywhere(''));
  // Reception, coordinators and operators are shown no rows of citizens, whatever else they may.
  const around = { receives: [centre], staff: [crypto.randomUUID()], operates: true };
  expect(await look(viewer({ kind: 'staff', ...around }))).toEqual(everywhere(''));

  await owner`insert into assignment (other_actor_id, citizen_id, during) values
    (${actor}, ${a}, daterange(current_date - 10, current_date + 10)), (${actor}, ${b}, daterange(current_date - 10, current_date - 5))`;
  expect(await look(actors)).toEqual(everywhere('A'));
  expect(await look(viewer({ kind: 'staff', actors: [crypto.randomUUID()] }))).toEqual(everywhere(''));
  await owner`update assignment set ended_at = planner_now()`;
  expect(await look(actors)).toEqual(everywhere(''));
  await owner`update assignment set ended_at = null`;
  await owner`update clock set ahead = '11 days'`;
  expect(await look(actors)).toEqual(everywhere(''));
});

it('ends an assignment with the Danish day, not the server’s', async () => {
  const { door, owner, actor, a, b } = await world();
  await owner`insert into assignment (other_actor_id, citizen_id, during) values (${actor}, ${a}, '[2031-01-01,2031-06-02)')`;
  const actors = viewer({ kind: 'staff', actors: [actor] });
  const at = async (instant: string) => {
    await owner`update clock set ahead = ${instant}::timestamptz - clock_timestamp()`;
    return (await door.read(actors, 'look', (handle) => seen(handle, a, b)))['booking'];
  };
  expect(await at('2031-06-01 23:30+02')).toBe('A');
  expect(await at('2031-06-02 00:30+02')).toBe('');
});

it('lets nobody but the system read sessions, tokens, trail, history, feed and evidence', async () => {
  const { door, database, centre, a } = await world();
  const mighty = viewer({ kind: 'staff', centres: [centre], citizens: [a] });
  const system = connect(database, 'system');
  const closed = ['session', 'api_token', 'audit_event', 'access_log', 'history', 'change', 'slot_evidence'];
  for (const table of [...closed, 'audit_batch', 'clock', 'absence_reason', 'external_busy_title']) {
    const read = door.read(mighty, 'look', ({ query }) => query(`select 1 from ${table}`));
    await expect(read, table).rejects.toMatchObject({ code: '42501' });
  }
  for (const table of closed)
    expect((await system`select from ${system(table)} limit 1`).length, table).toBe(1);
});

it('shows users, rights and keys of repeated commands to their owner only', async () => {
  const { door, owner, centre } = await world();
  const [user, other] = await owner`select id from user_account order by subject`;
  await owner`insert into role_grant (user_id, job_centre_id, role) values (${user?.['id']}, ${centre}, 'auditor'),
    (${other?.['id']}, ${centre}, 'auditor')`;
  for (const [table, column] of [
    ['user_account', 'id'],
    ['role_grant', 'user_id'],
    ['idempotency', 'viewer_id'],
  ]) {
    const look = (userId: string | null) =>
      door.read(viewer({ userId, centres: [centre] }), 'look', ({ query }) =>
        query(`select ${column} as id from ${table}`),
      );
    expect(await look(user?.['id'])).toEqual([{ id: user?.['id'] }]);
    expect(await look(null)).toEqual([]);
  }
});

it('keeps the CPR number’s cipher and hash from the application', async () => {
  const { door, a } = await world();
  const self = viewer({ citizens: [a] });
  for (const column of ['cpr_cipher', 'cpr_hash', 'cpr_key_id', '*']) {
    const read = door.read(self, 'look', ({ query }) => query(`select ${column} from citizen_identity`));
    await expect(read, column).rejects.toMatchObject({ code: '42501' });
  }
  expect(
    await door.read(self, 'look', ({ query }) => query('select cpr_masked from citizen_identity')),
  ).toEqual([{ cpr_masked: '010190-••••' }]);
});

it('writes only what the viewer may see', async () => {
  const { door, owner, otherCentre, a, b, bookings } = await world();
  const self = viewer({ citizens: [a] });
  const [mine, theirs] = bookings;
  const write = (text: string, params: unknown[]) =>
    door.write(self, 'write', ({ query }) => query(`${text} returning 1`, params));
  const before = await owner`select * from booking order by id`;
  expect(await write(`update booking set status = 'cancelled' where id = $1`, [theirs])).toEqual([]);
  expect(await write('delete from occupancy where booking_id = $1', [theirs])).toEqual([]);
  expect(await write(`update booking_message set message = 'x' where booking_id = $1`, [theirs])).toEqual([]);
  await expect(write('update booking set citizen_id = $2 where id = $1', [mine, b])).rejects.toMatchObject({
    code: '42501',
  });
  await expect(
    write(
      `insert into booking (job_centre_id, interview_type, citizen_id, caseworker_id, form, starts_at, ends_at, status, self_booked)
      select job_centre_id, 1, $2, caseworker_id, 'PHONE', starts_at, ends_at, 'booked', true from booking where id = $1`,
      [mine, b],
    ),
  ).rejects.toMatchObject({ code: '42501' });
  await expect(write('update citizen set job_centre_id = $1', [otherCentre])).rejects.toMatchObject({
    code: '42501',
  });
  expect([...(await owner`select * from booking order by id`)]).toEqual([...before]);
  expect(await owner`select from occupancy where booking_id = ${theirs ?? ''}`).toHaveLength(2);
  expect(await write(`update booking set form = 'DIGITAL' where id = $1`, [mine])).toHaveLength(1);
});

it('lets neither role switch triggers, policies, roles or the clock', async () => {
  const { database, owner } = await world();
  const forbidden = [
    'alter table booking disable trigger all',
    'alter table booking no force row level security',
    'drop policy visible on booking',
    `set session_replication_role = 'replica'`,
    'set role planner_owner',
    `update clock set ahead = '1 hour'`,
    'truncate booking_message',
    'create table public.mine (id int)',
    'insert into feed_epoch values (1)',
    `insert into migration values ('9999')`,
    `update audit_event set viewer_id = null`,
    `delete from audit_event`,
    `update audit_batch set members = '{}'`,
    'create or replace function planner_now() returns timestamptz language sql as $$ select now() $$',
  ];
  for (const role of ['app', 'system'] as const) {
    const sql = connect(database, role);
    for (const text of forbidden)
      await expect(sql.unsafe(text), `${role}: ${text}`).rejects.toMatchObject({ code: '42501' });
  }
  expect((await owner`select ahead::text from clock`)[0]).toEqual({ ahead: '00:00:00' });
});

it('is not deceived by a temporary table of the clock’s name', async () => {
  const { database, owner } = await world();
  await owner.unsafe(`grant temporary on database ${database.name} to planner_app`);
  const app = connect(database, 'app');
  await app.unsafe(`create temporary table clock as select true as single, interval '1 year' as ahead;
    grant select on clock to public`);
  const [row] = await app`select planner_now() - clock_timestamp() < interval '1 minute' as honest`;
  expect(row).toEqual({ honest: true });
});

it('has row-level security on every table, of an owner that obeys it', async () => {
  const { owner } = await world();
  const tables =
    await owner`select relname, relrowsecurity and relforcerowsecurity as guarded, pg_get_userbyid(relowner) as owner
    from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
  expect(tables.length).toBeGreaterThan(30);
  expect(tables.filter((row) => !row['guarded'] || row['owner'] !== 'planner_owner')).toEqual([]);
  const roles = await owner`select rolname from pg_roles where rolname like 'planner%'
    and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`;
  expect([...roles]).toEqual([]);
  expect(
    await owner`select from pg_auth_members where member in ('planner_app'::regrole, 'planner_system'::regrole)`,
  ).toHaveLength(0);
  expect(await owner`select from pg_roles where rolname = 'planner_owner' and rolcanlogin`).toHaveLength(0);
});

it('has a fixed search_path, temporary tables last, on every function that runs as the owner', async () => {
  const { owner } = await world();
  const definers =
    await owner`select proname, proconfig from pg_proc where pronamespace = 'public'::regnamespace
    and prosecdef and proowner = 'planner_owner'::regrole`;
  expect(definers.length).toBeGreaterThan(5);
  const loose = definers.filter((row) => !row['proconfig']?.includes('search_path=public, pg_temp'));
  expect(loose).toEqual([]);
});
