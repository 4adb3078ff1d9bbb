import { createHash, randomBytes } from 'node:crypto';
import type postgres from 'postgres';

export type Fixture = {
  /** Bearer tokens by who they are. */
  tokens: Record<string, string>;
  /** Ids as the database has them, by name. */
  ids: Record<string, string>;
  /** Ids as GraphQL has them. */
  gid(type: string, name: string): string;
  /** An instant on the fixture's day, by UTC hour and minute. */
  at(hour: number, minute?: number): Date;
};

/**
 * Two job centres. In North: caseworkers mette and lone (who works in both centres), an offer of 30-minute talks every
 * half hour from 8 to 12 on weekdays, and citizens anna (open deadline), bo (exempt), dina who acts for erik, and carla,
 * assigned to an other actor whose caseworker is olav and whose coordinator is kai; the administrator is ida, the team
 * leader lea, the receptionist rita, the manager mads, the auditor karl. In South: citizen sara and caseworker sven.
 * Otto operates the installation. The fixture's day is midnight UTC of a weekday; without one, a Wednesday some weeks
 * ahead.
 */
export async function fill(
  sql: postgres.Sql,
  day: Date = nextWednesday(),
  phone: string | null = null,
): Promise<Fixture> {
  const ids: Record<string, string> = {};
  const tokens: Record<string, string> = {};
  const id = (name: string) => (ids[name] ??= crypto.randomUUID());
  let serial = 0;

  const person = async (name: string, kind: 'person' | 'citizen' | 'room') => {
    await sql`insert into resource (id, kind) values (${id(name)}, ${kind})`;
  };
  const account = async (name: string, links: { citizen?: boolean; caseworker?: boolean }) => {
    const user = id(`user ${name}`);
    await sql`insert into user_account (id, issuer, subject, name, citizen_id, caseworker_id)
      values (${user}, 'demo', ${`demo:${name}`}, ${name}, ${links.citizen ? id(name) : null}, ${links.caseworker ? id(name) : null})`;
    const token = `pl_${randomBytes(32).toString('base64url')}`;
    tokens[name] = token;
    await sql`insert into api_token (token_hash, user_id, name)
      values (${createHash('sha256').update(token).digest()}, ${user}, 'test')`;
  };
  const citizen = async (name: string, centre: string, exempt = false) => {
    serial += 1;
    await person(name, 'citizen');
    await sql`insert into citizen (id, job_centre_id, contact_group, exempt) values (${id(name)}, ${id(centre)}, '2', ${exempt})`;
    await sql`insert into citizen_identity (citizen_id, name, phone, cpr_masked, cpr_cipher, cpr_key_id, cpr_hash)
      values (${id(name)}, ${`${name} citizen`}, ${phone}, '010190-••••', ${randomBytes(38)}, 'k', ${createHash('sha256').update(String(serial)).digest()})`;
    await account(name, { citizen: true });
  };
  const caseworker = async (name: string, teams: [centre: string, team: string][]) => {
    await person(name, 'person');
    await sql`insert into caseworker (id, name) values (${id(name)}, ${`${name} caseworker`})`;
    for (const [centre, team] of teams) {
      await sql`insert into membership (caseworker_id, team_id, job_centre_id) values (${id(name)}, ${id(team)}, ${id(centre)})`;
      await sql`insert into competence (caseworker_id, job_centre_id, interview_type) values (${id(name)}, ${id(centre)}, 7)`;
    }
    await account(name, { caseworker: true });
    for (const [centre] of teams) {
      await sql`insert into role_grant (user_id, job_centre_id, role) values (${id(`user ${name}`)}, ${id(centre)}, 'caseworker')`;
    }
  };

  await sql`insert into interview_type (code, name_da, name_en) values (7, 'Jobsamtale', 'Job talk')`;
  for (const [centre, code] of [
    ['north', '10001'],
    ['south', '10002'],
  ] as const) {
    await sql`insert into job_centre (id, code, name, public_holidays, address) values (${id(centre)}, ${code}, ${centre}, false, 'Street 1')`;
    await sql`insert into team (id, job_centre_id, name) values (${id(`${centre} team`)}, ${id(centre)}, 'team')`;
  }
  await caseworker('mette', [['north', 'north team']]);
  await caseworker('lone', [
    ['north', 'north team'],
    ['south', 'south team'],
  ]);
  await caseworker('sven', [['south', 'south team']]);
  for (const weekday of [1, 2, 3, 4, 5]) {
    await sql`insert into working_hours (caseworker_id, job_centre_id, weekday, start_minute, end_minute, valid_from)
      values (${id('mette')}, ${id('north')}, ${weekday}, 480, 720, '2020-01-01')`;
  }
  for (const [offer, centre] of [
    ['offer', 'north'],
    ['south offer', 'south'],
  ] as const) {
    await sql`insert into offer (id, job_centre_id, interview_type, title_da, title_en, forms, duration_minutes, grid_minutes, max_open, published_from)
      values (${id(offer)}, ${id(centre)}, 7, 'Jobsamtale', 'Job talk', ${sql.array(['IN_PERSON', 'PHONE'])}, 30, 30, 1, '2020-01-01')`;
  }
  for (const name of ['anna', 'carla', 'dina', 'erik', 'frida']) await citizen(name, 'north');
  await citizen('bo', 'north', true);
  await citizen('sara', 'south');

  await sql`insert into deadline (id, job_centre_id, citizen_id, interview_type, book_by, hold_by)
    values (${id('deadline')}, ${id('north')}, ${id('anna')}, 7, ${day.toISOString().slice(0, 10)}::date, ${day.toISOString().slice(0, 10)}::date)`;
  await sql`insert into power_of_attorney values (${id('erik')}, ${id('dina')}, '[2020-01-01,)')`;
  await sql`insert into other_actor (id, job_centre_id, name) values (${id('actor')}, ${id('north')}, 'Actor')`;
  await sql`insert into assignment (other_actor_id, citizen_id, during) values (${id('actor')}, ${id('carla')}, '[2020-01-01,)')`;
  await account('olav', {});
  await sql`insert into role_grant values (${id('user olav')}, ${id('north')}, 'actor', ${id('actor')})`;

  await account('kai', {});
  await sql`insert into role_grant values (${id('user kai')}, ${id('north')}, 'coordinator', ${id('actor')})`;
  for (const [name, role] of [
    ['ida', 'administrator'],
    ['lea', 'leader'],
    ['rita', 'reception'],
    ['mads', 'manager'],
    ['karl', 'auditor'],
  ] as const) {
    await account(name, {});
    await sql`insert into role_grant (user_id, job_centre_id, role) values (${id(`user ${name}`)}, ${id('north')}, ${role})`;
  }
  await account('otto', {});
  await sql`insert into role_grant (user_id, role) values (${id('user otto')}, 'operator')`;

  return {
    tokens,
    ids,
    gid: (type, name) => Buffer.from(`${type}:${id(name)}`).toString('base64'),
    at: (hour, minute = 0) => new Date(day.getTime() + (hour * 60 + minute) * 60_000),
  };
}

/** Midnight UTC of a Wednesday three to four weeks ahead: inside the horizon, far from now. */
function nextWednesday(): Date {
  const day = new Date(Date.now() + 21 * 86_400_000);
  day.setUTCHours(0, 0, 0, 0);
  while (day.getUTCDay() !== 3) day.setTime(day.getTime() + 86_400_000);
  return day;
}
