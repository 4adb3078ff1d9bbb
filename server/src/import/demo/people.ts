import { isoOfDay, weekdayOf } from '@planner/schema/availability/wall-time.ts';
import type { Sql } from 'postgres';
import { instantCell } from '../cells.ts';
import { aarhus, hall, informationMeeting, otherActor, randers } from './organisation.ts';
import { demoId } from './random.ts';

export const sessionHolder = 'jens.krogh@aarhus.example';

/** Two Wednesdays, as days since 1970-01-01: the first at least a week ahead, the other two weeks later. */
export function sessionDays(today: number): [number, number] {
  let first = today + 7;
  while (weekdayOf(first) !== 3) first += 1;
  return [first, first + 14];
}

/** The information meeting's sessions, 13.00–14.30; they take their caseworker and the hall from the start. */
export async function writeSessions(sql: Sql, today: number): Promise<void> {
  for (const [index, day] of sessionDays(today).entries()) {
    const id = demoId(`session ${index}`);
    const [start, end] = [
      instantCell(`${isoOfDay(day)} 13.00`, 'Europe/Copenhagen'),
      instantCell(`${isoOfDay(day)} 14.30`, 'Europe/Copenhagen'),
    ];
    await sql.begin(async (tx) => {
      await tx`select set_config('app.operation', 'seed', true)`;
      const [made] = await tx`
        insert into group_session (id, offer_id, job_centre_id, caseworker_id, room_id, starts_at, ends_at, seats)
        select ${id}, ${informationMeeting}, ${aarhus}, id, ${hall}, ${start}, ${end}, 20
        from caseworker where email = ${sessionHolder} on conflict do nothing returning caseworker_id as who`;
      if (!made) return;
      await tx`insert into occupancy (resource_id, kind, claim_id, booking_id, during, starts_at, offer_id)
        select r, k, ${id}, ${id}, tstzrange(${start}, ${end}), ${start}, ${informationMeeting}
        from (values (${made['who'] as string}::uuid, 'person'), (${hall}::uuid, 'room')) o (r, k) order by r`;
    });
  }
}

type Grant = { centre: string; role: string; actor?: string };

/** Accounts of the personas (server/src/sign-in/personas.ts): key, name, whose they are, and what they may do. */
const accounts: readonly {
  key: string;
  name: string;
  language?: string;
  email?: string;
  grants?: readonly Grant[];
}[] = [
  { key: 'anna', name: 'Anna Jensen', email: 'anna@borger.example' },
  { key: 'bo', name: 'Bo Nielsen', email: 'bo@borger.example' },
  { key: 'carla', name: 'Carla Sørensen', email: 'carla@borger.example' },
  { key: 'dina', name: 'Dina Holm', email: 'dina@borger.example' },
  { key: 'fatima', name: 'Fatima Ali', language: 'en', email: 'fatima@borger.example' },
  {
    key: 'mette',
    name: 'Mette Holm',
    email: 'mette.holm@aarhus.example',
    grants: [{ centre: aarhus, role: 'caseworker' }],
  },
  { key: 'jens', name: 'Jens Krogh', email: sessionHolder, grants: [{ centre: aarhus, role: 'caseworker' }] },
  {
    key: 'lone',
    name: 'Lone Friis',
    email: 'lone.friis@aarhus.example',
    grants: [
      { centre: aarhus, role: 'caseworker' },
      { centre: randers, role: 'caseworker' },
    ],
  },
  {
    key: 'olav',
    name: 'Olav Bech',
    email: 'olav.bech@aktor.example',
    grants: [{ centre: aarhus, role: 'actor', actor: otherActor }],
  },
  { key: 'ida', name: 'Ida Lund', grants: [{ centre: aarhus, role: 'administrator' }] },
  { key: 'karl', name: 'Karl Toft', grants: [{ centre: aarhus, role: 'auditor' }] },
  { key: 'nina', name: 'Nina Vester', grants: [{ centre: aarhus, role: 'integrator' }] },
];

/** Written last: with it the seeding is whole. The issuer may change later, the id stays. */
export const lastAccount = demoId('account nina');

/** Carla's other actor, Dina's power of attorney for Erik, and last of all the accounts. */
export async function writeAccounts(sql: Sql, today: number): Promise<void> {
  const [from, to] = [isoOfDay(today - 30), isoOfDay(today + 365)];
  await sql.begin(async (tx) => {
    await tx`select set_config('app.operation', 'seed', true)`;
    await tx`insert into assignment (id, other_actor_id, citizen_id, during)
      select ${demoId('assignment carla')}, ${otherActor}, citizen_id, daterange(${from}, ${to})
      from citizen_identity where email = 'carla@borger.example' on conflict do nothing`;
    await tx`insert into power_of_attorney (citizen_id, agent_id, during)
      select e.citizen_id, d.citizen_id, daterange(${from}, ${to}) from citizen_identity e, citizen_identity d
      where e.email = 'erik@borger.example' and d.email = 'dina@borger.example' on conflict do nothing`;
    for (const { key, name, language = 'da', email = '', grants = [] } of accounts) {
      const id = demoId(`account ${key}`);
      await tx`insert into user_account (id, issuer, subject, name, language, citizen_id, caseworker_id)
        values (${id}, 'demo', ${`demo:${key}`}, ${name}, ${language},
          (select citizen_id from citizen_identity where email = ${email}),
          (select id from caseworker where email = ${email})) on conflict do nothing`;
      for (const { centre, role, actor = null } of grants)
        await tx`insert into role_grant (user_id, job_centre_id, role, other_actor_id)
          values (${id}, ${centre}, ${role}, ${actor}) on conflict do nothing`;
    }
  });
}
