import { anonymous } from '@planner/db';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { watchLive } from '../src/watch-live.ts';

let planner: Planner;
let today: string;
let tomorrow: string;
beforeAll(async () => {
  planner = await startPlanner();
  const [row] =
    await planner.owner`select rights_today()::text as today, (rights_today() + 1)::text as tomorrow`;
  today = row?.['today'];
  tomorrow = row?.['tomorrow'];
});
afterAll(() => planner[Symbol.asyncDispose]());

type Grant = { id: string; role: string; state: string; from: string | null; to: string | null };
type User = { id: string; name: string; version: number; roles: Grant[]; code?: string; path?: string };
const north = () => planner.gid('JobCentre', 'north');
const shape =
  () => `__typename ... on User { id name version roles(jobCentre: "${north()}") { id role state from to } }
  ... on Refusal { code } ... on InvalidInput { path }`;

async function run(who: string, field: string, type: string, input: object): Promise<User> {
  const selection = field === 'endRole' ? shape().replace('... on InvalidInput { path }', '') : shape();
  const { data, errors } = await planner.ask<Record<string, User>>(
    who,
    `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} } }`,
    { input },
  );
  expect(errors ?? []).toEqual([]);
  return data?.[field] as User;
}
const add = (who: string, more: object = {}) =>
  run(who, 'addUser', 'AddUserInput', {
    jobCentre: north(),
    name: 'Nora Ny',
    email: 'Nora@North.example',
    role: { role: 'CASEWORKER', from: today },
    idempotencyKey: key(),
    ...more,
  });
const give = (who: string, user: string, role: object) =>
  run(who, 'giveRole', 'GiveRoleInput', { jobCentre: north(), user, role, idempotencyKey: key() });
const end = (who: string, role: string) => run(who, 'endRole', 'EndRoleInput', { role });
const list = async (who: string, args = '') => {
  const { data } = await planner.ask<{
    jobCentre: { users: { totalCount: number; edges: { node: { name: string } }[] } };
  }>(
    who,
    `{ jobCentre(id: "${north()}") { users(first: 50${args}) { totalCount edges { node { name } } } } }`,
  );
  return data?.jobCentre.users.edges.map(({ node }) => node.name);
};
const centresOf = async (who: string) => {
  const { data } = await planner.ask<{ viewer: { roles: { role: string }[] } }>(
    who,
    '{ viewer { roles { role } } }',
  );
  return data?.viewer.roles.map(({ role }) => role);
};

it('makes a user once, known by her address, and finds her by it and by her role', async () => {
  const idempotencyKey = key();
  const made = await add('ida', { idempotencyKey });
  expect(made).toMatchObject({
    name: 'Nora Ny',
    roles: [{ role: 'CASEWORKER', state: 'CURRENT', from: today }],
  });
  expect(await add('ida', { idempotencyKey })).toEqual(made);
  expect(await planner.owner`select issuer, email from user_account where name = 'Nora Ny'`).toEqual([
    { issuer: planner.config.oidc.issuer.href, email: 'nora@north.example' },
  ]);
  expect(await list('ida', ', search: "north.ex nor"')).toEqual(['Nora Ny']);
  expect(await list('ida', ', role: AUDITOR')).toEqual(['karl']);
  expect(await list('mette')).toEqual([]);
});

it('says what is wrong, and writes nothing', async () => {
  const before = await planner.owner`select count(*) from role_grant`;
  expect(await add('ida', { email: 'nora' })).toMatchObject({ code: 'INVALID_INPUT', path: 'email' });
  expect(await add('ida', { email: null })).toMatchObject({ path: 'email' });
  expect(await add('ida', { email: null, subject: 'demo:anna' })).toMatchObject({ code: 'SIGN_IN_TAKEN' });
  const role = { role: 'CASEWORKER', from: today };
  expect(await add('ida', { role: { ...role, from: '2021-01-01' } })).toMatchObject({ path: 'from' });
  expect(await add('ida', { role: { ...role, from: tomorrow, to: today } })).toMatchObject({ path: 'to' });
  expect(await add('ida', { role: { ...role, role: 'ACTOR' } })).toMatchObject({ path: 'otherActor' });
  expect(await add('ida', { role })).toMatchObject({ code: 'ROLE_HELD' });
  expect(await add('ida', { caseworker: planner.gid('Caseworker', 'sven'), email: 'x@y' })).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await planner.owner`select count(*) from role_grant`).toEqual(before);
});

it('lets nobody give or end roles in a job centre that they don’t administer, by SQL neither', async () => {
  for (const who of ['mette', 'lea', 'sven', 'olav', 'karl', 'otto']) {
    expect(await add(who), who).toMatchObject({ code: 'NOT_FOUND' });
    expect(
      await give(who, planner.gid('User', 'user lone'), { role: 'ADMINISTRATOR', from: today }),
    ).toMatchObject({
      code: 'NOT_FOUND',
    });
  }
  // Lone works in South too: what she has there is not North's to see or end.
  const { data } = await planner.ask<{ node: User }>(
    'ida',
    `{ node(id: "${planner.gid('User', 'user lone')}") { ... on User { roles(jobCentre: "${planner.gid('JobCentre', 'south')}") { id } } } }`,
  );
  expect(data?.node.roles).toEqual([]);
  const [south] =
    await planner.owner`select id from role_grant where user_id = ${planner.ids['user lone'] as string}
    and job_centre_id = ${planner.ids['south'] as string}`;
  const roleOf = (id: string) => Buffer.from(`RoleGrant:${id}`).toString('base64');
  expect(await end('ida', roleOf(south?.['id']))).toMatchObject({ code: 'NOT_FOUND' });
  const { door } = planner.opened;
  const ida = { userId: planner.ids['user ida'] as string, administers: [planner.ids['north'] as string] };
  const viewer = { ...anonymous, kind: 'staff' as const, ...ida };
  await expect(
    door.write(viewer, 'test', ({ query }) =>
      query('insert into role_grant (user_id, job_centre_id, role) values ($1, $2, $3)', [
        viewer.userId,
        planner.ids['south'],
        'administrator',
      ]),
    ),
  ).rejects.toMatchObject({ code: '42501' });
});

it('gives a deputy’s role for a period, which begins and ends with its days', async () => {
  const { roles } = await give('ida', planner.gid('User', 'user mads'), {
    role: 'LEADER',
    from: tomorrow,
    to: tomorrow,
  });
  expect(roles).toMatchObject([
    { role: 'MANAGER' },
    { role: 'LEADER', state: 'AHEAD', from: tomorrow, to: tomorrow },
  ]);
  expect(await centresOf('mads')).toEqual(['manager']);
  await planner.owner`update clock set ahead = '1 day'`;
  await vi.waitFor(async () => expect(await centresOf('mads')).toEqual(['leader', 'manager']), 5_000);
  await planner.owner`update clock set ahead = '2 days'`;
  await vi.waitFor(async () => expect(await centresOf('mads')).toEqual(['manager']), 5_000);
  await planner.owner`update clock set ahead = '0'`;
});

it('ends a role at once, open sockets included, and the user is found among those who were', async () => {
  const [grant] =
    await planner.owner`select id from role_grant where user_id = ${planner.ids['user mette'] as string}`;
  const role = Buffer.from(`RoleGrant:${grant?.['id']}`).toString('base64');
  const open = watchLive(
    planner,
    'mette',
    'subscription ($team: ID!, $from: DateTime!, $to: DateTime!) { calendar(team: $team, from: $from, to: $to) { __typename } }',
    {
      team: planner.gid('Team', 'north team'),
      from: planner.at(0),
      to: planner.at(20),
    },
  );
  await vi.waitFor(() => expect(open.events).toHaveLength(1), 5_000);
  expect(await end('ida', role)).toMatchObject({ roles: [{ state: 'ENDED' }] });
  await vi.waitFor(() => expect(open.state.closed).toBe(4403), 1_000);
  expect(await end('ida', role)).toMatchObject({ roles: [{ state: 'ENDED' }] });
  expect(await centresOf('mette')).toEqual([]);
  expect(await list('ida', ', ended: true')).toEqual(['mette']);
  expect(await list('ida')).not.toContain('mette');
});

it('keeps the last administrator, whoever would end her role, also when both would end each other’s', async () => {
  const roleOf = async (user: string) => {
    const [row] = await planner.owner`select id from role_grant
      where user_id = ${planner.ids[user] as string} and role = 'administrator' and ended_at is null`;
    return Buffer.from(`RoleGrant:${row?.['id']}`).toString('base64');
  };
  expect(await end('ida', await roleOf('user ida'))).toMatchObject({ code: 'LAST_ADMINISTRATOR' });
  // One with an end date is no successor.
  await give('ida', planner.gid('User', 'user karl'), { role: 'ADMINISTRATOR', from: today, to: tomorrow });
  expect(await end('ida', await roleOf('user ida'))).toMatchObject({ code: 'LAST_ADMINISTRATOR' });
  await give('ida', planner.gid('User', 'user lea'), { role: 'ADMINISTRATOR', from: today });
  const ends = await Promise.all([
    end('ida', await roleOf('user lea')),
    end('lea', await roleOf('user ida')),
  ]);
  expect(ends.filter(({ code }) => code === 'LAST_ADMINISTRATOR')).toHaveLength(1);
});
