import { anonymous } from '@planner/db';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { giveCpr } from '../src/cpr.ts';
import { key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { addTalk } from '../src/talk.ts';
import { watchLive } from '../src/watch-live.ts';

let planner: Planner;
let today: string;
let tomorrow: string;
let talk: string;
beforeAll(async () => {
  planner = await startPlanner();
  await giveCpr(planner, 'anna', '0203041234');
  talk = await addTalk(planner, 'carla', 8);
  const [row] =
    await planner.owner`select rights_today()::text as today, (rights_today() + 1)::text as tomorrow`;
  today = row?.['today'];
  tomorrow = row?.['tomorrow'];
});
afterAll(() => planner[Symbol.asyncDispose]());

type Answer = { __typename: string; id?: string; code?: string; path?: string; rows?: Row[] };
type Row = { line: number; outcome: string; problem: string | null; citizen: { name: string } | null };
async function run(who: string, field: string, type: string, input: object, more = ''): Promise<Answer> {
  const { data, errors } = await planner.ask<Record<string, Answer>>(
    who,
    `mutation ($input: ${type}!) { ${field}(input: $input) { __typename ... on Refusal { code } ${more} } }`,
    { input },
  );
  expect(errors ?? []).toEqual([]);
  return data?.[field] as Answer;
}
const assign = (who: string, more: object = {}, actor = 'actor') =>
  run(
    who,
    'assignCitizens',
    'AssignCitizensInput',
    {
      otherActor: planner.gid('OtherActor', actor),
      assignments: [
        { citizen: planner.gid('Citizen', 'anna'), from: today, to: tomorrow, reason: 'Jobklub', ...more },
      ],
      idempotencyKey: key(),
    },
    '... on InvalidInput { path }',
  );
const end = async (who: string, name: string) => {
  const [row] =
    await planner.owner`select id from assignment where citizen_id = ${planner.ids[name] as string}
    and ended_at is null`;
  const assignment = Buffer.from(`Assignment:${row?.['id']}`).toString('base64');
  return run(who, 'endAssignment', 'EndAssignmentInput', { assignment });
};
const seenBy = async (who: string) => {
  const names = ['anna', 'bo', 'carla', 'dina'];
  const { data } = await planner.ask<{ nodes: ({ name: string } | null)[] }>(
    who,
    `{ nodes(ids: ${JSON.stringify(names.map((name) => planner.gid('Citizen', name)))}) { ... on Citizen { name } } }`,
  );
  return data?.nodes.flatMap((node) => node?.name.split(' ')[0] ?? []);
};
const file = async (who: string) => {
  const id = encodeURIComponent(Buffer.from(`Booking:${talk}`).toString('base64'));
  const headers = { authorization: `Bearer ${planner.tokens[who]}` };
  return (await fetch(`${planner.url}/booking/${id}.ics`, { headers })).status;
};

it('shows an other actor’s caseworker exactly the citizens assigned to it, for as long as they are', async () => {
  expect(await seenBy('olav')).toEqual(['carla']);
  expect(await assign('ida')).toMatchObject({ __typename: 'OtherActor' });
  expect(await seenBy('olav')).toEqual(['anna', 'carla']);
  await planner.owner`update clock set ahead = '2 days'`;
  await vi.waitFor(async () => expect(await seenBy('olav')).toEqual(['carla']), 5_000);
  await planner.owner`update clock set ahead = '0'`;
  await vi.waitFor(async () => expect(await seenBy('olav')).toEqual(['anna', 'carla']), 5_000);
  expect(await end('ida', 'anna')).toMatchObject({ __typename: 'Assignment' });
  expect(await seenBy('olav')).toEqual(['carla']);
});

it('says what is wrong, and writes nothing', async () => {
  const before = await planner.owner`select count(*) from assignment`;
  expect(await assign('ida', { reason: ' ' })).toMatchObject({ path: 'reason' });
  expect(await assign('ida', { from: '2021-01-01' })).toMatchObject({ path: 'from' });
  expect(await assign('ida', { from: tomorrow, to: today })).toMatchObject({ path: 'to' });
  expect(await assign('ida', { citizen: planner.gid('Citizen', 'sara') })).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await assign('ida', { citizen: planner.gid('Citizen', 'carla') })).toMatchObject({
    code: 'ASSIGNED',
  });
  for (const who of ['mette', 'sven', 'olav', 'kai', 'karl', 'otto'])
    expect(await assign(who), who).toMatchObject({ code: 'NOT_FOUND' });
  expect(await end('olav', 'carla')).toMatchObject({ code: 'NOT_FOUND' });
  expect(await planner.owner`select count(*) from assignment`).toEqual(before);
});

it('the database joins no citizen to another job centre’s other actor, whatever a command forgets', async () => {
  const viewer = {
    ...anonymous,
    kind: 'staff' as const,
    userId: planner.ids['user ida'] as string,
    centres: [planner.ids['north'] as string],
    administers: [planner.ids['north'] as string],
  };
  const insert = (actor: string, citizen: string) =>
    planner.opened.door.write(viewer, 'test', ({ query }) =>
      query(`insert into assignment (other_actor_id, citizen_id, during) values ($1, $2, '[2020-01-01,)')`, [
        actor,
        planner.ids[citizen],
      ]),
    );
  const [foreign] = await planner.owner`insert into other_actor (job_centre_id, name)
    values (${planner.ids['south'] as string}, 'Southern') returning id`;
  await expect(insert(foreign?.['id'], 'anna')).rejects.toMatchObject({ code: '42501' });
  await expect(insert(planner.ids['actor'] as string, 'sara')).rejects.toMatchObject({ code: '42501' });
});

it('previews a file line by line, logs whom it looked up, and repeats no number', async () => {
  const [before] = await planner.owner`select count(*)::int as n from assignment`;
  const lines = [
    ['020304-1234', '', '31-12-2099', 'Jobklub'],
    ['0203041234', '', '', 'Igen'],
    ['0203049999', '', '', 'Ukendt'],
    ['12', '', '', 'Forkert'],
    ['0203041234', '31-02-2031', '', 'Ingen dato'],
  ].map(([cpr, from, to, reason], i) => ({ line: i + 2, cpr, from, to, reason }));
  const answer = await run(
    'ida',
    'previewAssignments',
    'PreviewAssignmentsInput',
    { otherActor: planner.gid('OtherActor', 'actor'), lines },
    '... on AssignmentsPreview { rows { line outcome problem citizen { name } from to } }',
  );
  expect(answer.rows?.map(({ line, outcome }) => [line, outcome])).toEqual([
    [2, 'NEW'],
    [3, 'REFUSED'],
    [4, 'REFUSED'],
    [5, 'REFUSED'],
    [6, 'REFUSED'],
  ]);
  expect(answer.rows?.[0]).toMatchObject({
    citizen: { name: 'anna citizen' },
    from: today,
    to: '2099-12-31',
  });
  expect(JSON.stringify(answer)).not.toContain('0203041234');
  const logged =
    await planner.owner`select 1 from access_log where citizen_id = ${planner.ids['anna'] as string}
    and viewer_id = ${planner.ids['user ida'] as string} and kind = 'search'`;
  expect(logged.length).toBeGreaterThan(0);
  expect((await planner.owner`select count(*)::int as n from assignment`)[0]).toEqual(before);
});

it('closes at every door at once when an assignment ends: query, live view and calendar file', async () => {
  const live = watchLive(
    planner,
    'olav',
    `subscription ($team: ID!, $from: DateTime!, $to: DateTime!) { calendar(team: $team, from: $from, to: $to) {
      ... on CalendarSnapshot { entries { booking { citizen { name } } } } } }`,
    { team: planner.gid('Team', 'north team'), from: planner.at(0), to: planner.at(20) },
  );
  await vi.waitFor(() => expect(JSON.stringify(live.events)).toContain('carla citizen'), 5_000);
  expect(await file('olav')).toBe(200);
  await end('ida', 'carla');
  await vi.waitFor(() => expect(live.state.closed).toBe(4403), 1_000);
  expect(await seenBy('olav')).toEqual([]);
  expect(await file('olav')).toBe(404);
  const rows =
    await planner.owner`select ended_at is not null as ended from assignment where citizen_id = ${planner.ids['carla'] as string}`;
  expect([...rows]).toEqual([{ ended: true }]);
});
