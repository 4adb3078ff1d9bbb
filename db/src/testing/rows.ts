import postgres from 'postgres';
import { onTestFinished } from 'vitest';
import { createDoor, type Door } from '../door.ts';
import { createTestDatabase, type TestDatabase, type TestRole } from '../testing.ts';
import { anonymous, type Viewer } from '../viewer.ts';

/** A connection that lasts as long as the test. Dates go in as text, so that each test says what it means. */
export function connect(database: TestDatabase, role: TestRole, max = 1): postgres.Sql {
  const sql = postgres(database.url(role), { max, onnotice: () => {} });
  onTestFinished(() => sql.end({ timeout: 5 }));
  return sql;
}

/** A database, a door of `width` and a superuser's connection, for one test. */
export async function arrange(
  width = 4,
): Promise<{ database: TestDatabase; door: Door; owner: postgres.Sql }> {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const door = createDoor({ url: database.url('app'), width });
  onTestFinished(() => door.close());
  return { database, door, owner: connect(database, 'superuser', 2) };
}

export const viewer = (changes: Partial<Viewer>): Viewer => ({
  ...anonymous,
  userId: crypto.randomUUID(),
  ...changes,
});

export async function addCentre(sql: postgres.Sql, code: string): Promise<string> {
  const [row] =
    await sql`insert into job_centre (code, name) values (${code}, ${`Centre ${code}`}) returning id`;
  await sql`insert into interview_type values (1, 'Jobsamtale', 'Job talk') on conflict do nothing`;
  return row?.['id'];
}

async function addResource(sql: postgres.Sql, kind: 'person' | 'room' | 'citizen'): Promise<string> {
  const [row] = await sql`insert into resource (kind) values (${kind}) returning id`;
  return row?.['id'];
}

export async function addCaseworker(sql: postgres.Sql, name = 'Karen'): Promise<string> {
  const id = await addResource(sql, 'person');
  await sql`insert into caseworker (id, name) values (${id}, ${name})`;
  return id;
}

export async function addRoom(sql: postgres.Sql, centre: string): Promise<string> {
  const id = await addResource(sql, 'room');
  await sql`insert into room (id, job_centre_id, name) values (${id}, ${centre}, 'Room 1')`;
  return id;
}

export async function addCitizen(sql: postgres.Sql, centre: string): Promise<string> {
  const id = await addResource(sql, 'citizen');
  await sql`insert into citizen (id, job_centre_id, contact_group) values (${id}, ${centre}, 'A')`;
  await sql`insert into citizen_identity (citizen_id, name, cpr_masked, cpr_cipher, cpr_key_id, cpr_hash)
    values (${id}, 'Peter', '010190-••••', ${Buffer.from('cipher')}, 'k1', ${Buffer.from(id)})`;
  return id;
}

/** A talk on 2031-03-03, at nine for half an hour. Without `expires` it is booked, with it held until then. */
export async function addBooking(
  sql: postgres.Sql,
  ask: { centre: string; citizen: string; caseworker: string; expires?: string },
): Promise<string> {
  const [row] = await sql`
    insert into booking (job_centre_id, interview_type, citizen_id, caseworker_id, form, starts_at, ends_at, status,
                         expires_at, self_booked)
    values (${ask.centre}, 1, ${ask.citizen}, ${ask.caseworker}, 'PHONE', '2031-03-03 09:00+01', '2031-03-03 09:30+01',
            ${ask.expires ? 'held' : 'booked'}, planner_now() + ${ask.expires ?? null}::interval, true) returning id`;
  return row?.['id'];
}

export type Taking = {
  resource: string;
  kind: 'person' | 'room' | 'citizen';
  booking: string;
  claim?: string;
};

/** Takes a resource at nine on 2031-03-03, or `during`; answers whether it was free. */
export async function occupy(
  run: (text: string, params: unknown[]) => Promise<readonly unknown[]>,
  ask: Taking & { during?: string; expires?: string },
): Promise<boolean> {
  const during = ask.during ?? '[2031-03-03 09:00+01, 2031-03-03 09:30+01)';
  const rows = await run(
    `insert into occupancy (resource_id, kind, claim_id, booking_id, during, starts_at, expires_at)
     values ($1, $2, $3, $4, $5::tstzrange, lower($5::tstzrange), planner_now() + $6::interval)
     on conflict do nothing returning 1 as taken`,
    [ask.resource, ask.kind, ask.claim ?? ask.booking, ask.booking, during, ask.expires ?? null],
  );
  return rows.length === 1;
}
