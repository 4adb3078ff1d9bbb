import { isoOfDay } from '@planner/schema/availability/wall-time.ts';
import type { Sql } from 'postgres';
import { aarhus, otherActor, randers } from './organisation.ts';
import { demoId } from './random.ts';

/** Without a job centre: the installation’s operator. */
type Grant = { centre?: string; role: string; actor?: string };

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
  {
    key: 'jens',
    name: 'Jens Krogh',
    email: 'jens.krogh@aarhus.example',
    grants: [{ centre: aarhus, role: 'caseworker' }],
  },
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
  { key: 'lea', name: 'Lea Dam', grants: [{ centre: aarhus, role: 'leader' }] },
  { key: 'rita', name: 'Rita Bruun', grants: [{ centre: aarhus, role: 'reception' }] },
  { key: 'mads', name: 'Mads Vang', grants: [{ centre: aarhus, role: 'manager' }] },
  { key: 'kai', name: 'Kai Storm', grants: [{ centre: aarhus, role: 'coordinator', actor: otherActor }] },
  { key: 'otto', name: 'Otto Friis', grants: [{ role: 'operator' }] },
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
      for (const { centre = null, role, actor = null } of grants)
        await tx`insert into role_grant (user_id, job_centre_id, role, other_actor_id)
          values (${id}, ${centre}, ${role}, ${actor}) on conflict do nothing`;
    }
  });
}
