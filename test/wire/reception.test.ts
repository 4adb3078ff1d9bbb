import { afterAll, beforeAll, expect, it } from 'vitest';
import { key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { addTalk } from '../src/talk.ts';

let planner: Planner;
let talk: string;
beforeAll(async () => {
  planner = await startPlanner();
  talk = await addTalk(planner, 'carla', 8);
  await planner.owner`update booking set form = 'IN_PERSON' where id = ${talk}`;
});
afterAll(() => planner[Symbol.asyncDispose]());

const north = () => planner.gid('JobCentre', 'north');
const arriving = async (who: string) => {
  const { data } = await planner.ask<{
    arriving: { booking: string; name: string; arrivedAt: string | null }[];
  }>(
    who,
    `query Desk { arriving(jobCentre: "${north()}") { booking name startsAt caseworker { name } room { name } arrivedAt } }`,
  );
  return data?.arriving ?? [];
};
const find = async (who: string, search: string) => {
  const { data } = await planner.ask<{
    received: { name: string; nextTalk: object | null; lastTalk: object | null }[];
  }>(
    who,
    `query ($search: String!) { received(jobCentre: "${north()}", search: $search) {
      name nextTalk { startsAt caseworker { name } } lastTalk { startsAt } } }`,
    { search },
  );
  return data?.received ?? [];
};
const receive = async (who: string, booking: string, arrived: boolean) => {
  const { data } = await planner.ask<{ receive: { arrived?: boolean; code?: string } }>(
    who,
    `mutation { receive(input: { booking: "${booking}", arrived: ${arrived} }) { ... on ReceivedArrival { arrived } ... on Refusal { code } } }`,
  );
  return data?.receive;
};

it('is told whom a citizen at the desk has a talk with next, by whole name or birthday only, and it is logged', async () => {
  expect(await find('rita', 'carla cit')).toEqual([
    {
      name: 'carla citizen',
      nextTalk: { startsAt: planner.at(8).toISOString(), caseworker: { name: 'mette caseworker' } },
      lastTalk: null,
    },
  ]);
  expect((await find('rita', '010190')).length).toBeGreaterThan(3);
  expect(await find('rita', 'carla')).toEqual([]);
  expect(await find('rita', 'c% cit')).toEqual([]);
  expect(await find('rita', 'sara citizen')).toEqual([]);
  expect(await find('mette', 'carla citizen')).toEqual([]);
  const logged = await planner.owner`select role from access_log
    where viewer_id = ${planner.ids['user rita'] as string} and citizen_id = ${planner.ids['carla'] as string}`;
  expect(logged[0]).toEqual({ role: 'reception' });
  expect(
    await planner.owner`select words from search_log where viewer_id = ${planner.ids['user rita'] as string} limit 1`,
  ).toEqual([{ words: 'carla cit' }]);
});

it('sees who comes today, registers arrival and takes it back; nothing else of a citizen is hers to read', async () => {
  expect(await arriving('rita')).toEqual([]);
  const day = planner.at(6).getTime() - Date.now();
  await planner.owner`update clock set ahead = make_interval(secs => ${day / 1000})`;
  expect(await arriving('mette')).toEqual([]);
  const [first] = await arriving('rita');
  expect(first).toMatchObject({ name: 'carla citizen', arrivedAt: null });
  const booking = first?.booking as string;
  expect(await receive('mads', booking, true)).toEqual({ code: 'NOT_FOUND' });
  expect(await receive('rita', booking, true)).toEqual({ arrived: true });
  const [come] = await arriving('rita');
  expect(come?.arrivedAt).not.toBeNull();
  expect(await receive('rita', booking, true)).toEqual({ arrived: true });
  expect((await arriving('rita'))[0]).toEqual(come);
  expect(await receive('rita', booking, false)).toEqual({ arrived: false });
  expect((await arriving('rita'))[0]?.arrivedAt).toBeNull();
  const { data } = await planner.ask<{ booking: null; citizens: [] }>(
    'rita',
    `{ booking(id: "${booking}") { id } citizens(search: "carla") { id } }`,
  );
  expect(data).toEqual({ booking: null, citizens: [] });
  const [told] = await planner.owner`select viewer_id, operation from audit_event
    where entity = 'booking' and entity_id = ${talk} order by id desc limit 1`;
  expect(told).toMatchObject({ viewer_id: planner.ids['user rita'] });
});

it('a coordinator enters absences for her own actor’s staff, and for nobody else', async () => {
  await planner.owner`update clock set ahead = '0'`;
  await planner.owner`insert into user_account (id, issuer, subject, name, caseworker_id)
    values (gen_random_uuid(), 'x', 'lone at the actor', 'Lone', ${planner.ids['lone'] as string})`;
  await planner.owner`insert into role_grant (user_id, job_centre_id, role, other_actor_id)
    select id, ${planner.ids['north'] as string}, 'actor', ${planner.ids['actor'] as string} from user_account
    where subject = 'lone at the actor'`;
  const enter = async (name: string) => {
    const { data } = await planner.ask<{ enterAbsence: { __typename: string; code?: string } }>(
      'kai',
      `mutation { enterAbsence(input: { caseworkers: ["${planner.gid('Caseworker', name)}"], kind: MEETING,
        startsAt: "${planner.at(9).toISOString()}", endsAt: "${planner.at(10).toISOString()}", idempotencyKey: "${key()}" }) {
        __typename ... on Refusal { code } } }`,
    );
    return data?.enterAbsence;
  };
  expect((await enter('lone'))?.code).toBeUndefined();
  expect(await enter('mette')).toMatchObject({ code: 'NOT_FOUND' });
  expect(
    await planner.owner`select 1 from absence where resource_id = ${planner.ids['lone'] as string}`,
  ).toHaveLength(1);
  const calendar = async (name: string) => {
    const { data } = await planner.ask<{ calendar: { kind: string }[] }>(
      'kai',
      `{ calendar(caseworkers: ["${planner.gid('Caseworker', name)}"], from: "${planner.at(0).toISOString()}", to: "${planner.at(24).toISOString()}") { kind } }`,
    );
    return data?.calendar.map(({ kind }) => kind);
  };
  expect(await calendar('lone')).toContain('ABSENCE');
  expect(await calendar('mette')).toEqual([]);
});
