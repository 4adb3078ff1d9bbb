import { createLog } from '@planner/server/log.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveCpr } from '../src/cpr.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

const [carla, sara, nobody] = ['0203041234', '0304051234', '0405061234'];
const logged: string[] = [];
let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({
    phones: true,
    log: createLog('trace', { write: (line) => void logged.push(line) }),
  });
  await giveCpr(planner, 'carla', carla);
  await giveCpr(planner, 'sara', sara);
  const { owner, ids } = planner;
  await owner`update citizen_identity set name = 'Åse-Marie Ødegård', phone = '+45 20 11 22 33'
    where citizen_id = ${ids['frida'] as string}`;
  await owner`update citizen set case_id = 'Sag-26-7' where id = ${ids['frida'] as string}`;
});
afterAll(() => planner[Symbol.asyncDispose]());

const names = async (who: string, search: string, first = 30) => {
  const document =
    'query Search($search: String!, $first: Int) { citizens(search: $search, first: $first) { name } }';
  const answer = await planner.ask<{ citizens: { name: string }[] }>(who, document, { search, first });
  return answer.errors
    ? answer.errors[0]?.extensions?.['code']
    : answer.data?.citizens.map(({ name }) => name);
};
type Found = { __typename: string; name?: string; code?: string; message?: string };
const find = async (who: string, cpr: string) => {
  const document = `mutation Find($cpr: String!) { findCitizen(input: { cpr: $cpr, purpose: IDENTIFY }) { __typename
    ... on Citizen { name } ... on Refusal { code message } } }`;
  return (await planner.ask<{ findCitizen: Found }>(who, document, { cpr })).data?.findCitizen;
};
const reveal = async (who: string, citizen: string) => {
  const document = `mutation Reveal($citizen: ID!) { revealCpr(input: { citizen: $citizen, purpose: PREPARE }) { __typename
    ... on RevealedCpr { cpr citizen { name } } ... on Refusal { code message } } }`;
  const answer = await planner.ask<{ revealCpr: Found & { cpr?: string } }>(who, document, {
    citizen: planner.gid('Citizen', citizen),
  });
  return answer.data?.revealCpr;
};
const rows = (kind: string) =>
  planner.owner`select viewer_id as who, citizen_id as citizen, purpose from access_log where kind = ${kind} order by id`;
const searches = () => planner.owner`select viewer_id as who, words, purpose from search_log order by id`;
const user = (name: string) => planner.ids[`user ${name}`];

describe('a search', () => {
  it.each<[string, string[]]>([
    ['car', ['carla citizen']],
    ['CITIZEN carl', ['carla citizen']],
    ['åse øde', ['Åse-Marie Ødegård']],
    ['marie', ['Åse-Marie Ødegård']],
    ['arla', []],
    ['%', []],
    ['_arla', []],
    ['020304', ['carla citizen']],
    ['2/3 2004', ['carla citizen']],
    ['20112233', ['Åse-Marie Ødegård']],
    ['+45 2011 2233', ['Åse-Marie Ødegård']],
    ['sag-26-7', ['Åse-Marie Ødegård']],
    ['sag-26', []],
    ['c', []],
  ])('for %s finds whom it fits', async (search, expected) => {
    expect(await names('mette', search)).toEqual(expected);
  });

  it('finds only whom the viewer may see, and an other actor’s staff only those assigned', async () => {
    expect(await names('mette', 'citizen')).toEqual([
      'anna citizen',
      'bo citizen',
      'carla citizen',
      'dina citizen',
      'erik citizen',
    ]);
    expect(await names('mette', 'citizen', 2)).toHaveLength(2);
    expect(await names('sven', 'citizen')).toEqual(['sara citizen']);
    expect(await names('olav', 'citizen')).toEqual(['carla citizen']);
    expect(await names('anna', 'citizen')).toBe('FORBIDDEN');
  });

  it('is logged with its words, and each citizen shown as read', async () => {
    await planner.owner`truncate access_log, search_log`;
    await names('mette', ' dina ');
    expect([...(await searches())]).toEqual([{ who: user('mette'), words: 'dina', purpose: null }]);
    expect([...(await rows('read'))]).toMatchObject([{ who: user('mette'), citizen: planner.ids['dina'] }]);
  });

  it('by a CPR number is refused unlogged', async () => {
    await planner.owner`truncate access_log, search_log`;
    expect(await names('mette', `anna ${carla}`)).toBe('CPR_IN_SEARCH');
    expect([...(await searches()), ...(await rows('read'))]).toEqual([]);
  });
});

describe('a look-up by CPR number', () => {
  it('finds whom the viewer may see, hyphen or not, and logs it with its purpose', async () => {
    await planner.owner`truncate access_log, search_log`;
    expect(await find('mette', `${carla.slice(0, 6)}-${carla.slice(6)}`)).toMatchObject({
      name: 'carla citizen',
    });
    expect(await find('olav', carla)).toMatchObject({ name: 'carla citizen' });
    expect([...(await rows('search'))]).toEqual([
      { who: user('mette'), citizen: planner.ids['carla'], purpose: 'identify' },
      { who: user('olav'), citizen: planner.ids['carla'], purpose: 'identify' },
    ]);
  });

  it('tells nobody from somebody out of sight neither in words nor in the log', async () => {
    await planner.owner`truncate access_log, search_log`;
    const [none, hidden] = [await find('mette', nobody), await find('mette', sara)];
    expect(none).toMatchObject({ __typename: 'NotAllowed', code: 'NOT_FOUND' });
    expect(hidden).toEqual(none);
    expect(await find('olav', sara)).toEqual(none);
    expect(await rows('search')).toHaveLength(0);
    expect((await searches()).map(({ words, purpose }) => [words, purpose])).toEqual(
      Array(3).fill([null, 'identify']),
    );
  });

  it('refuses what is no CPR number without repeating it', async () => {
    const answer = await find('mette', '320304-1234');
    expect(answer).toMatchObject({ __typename: 'InvalidInput', code: 'INVALID_INPUT' });
    expect(answer?.message).not.toContain('320304');
  });
});

describe('a revealed CPR number', () => {
  it('is the whole number, logged with its purpose', async () => {
    await planner.owner`truncate access_log, search_log`;
    expect(await reveal('mette', 'carla')).toMatchObject({ cpr: carla, citizen: { name: 'carla citizen' } });
    expect(await reveal('olav', 'carla')).toMatchObject({ cpr: carla });
    expect((await rows('cpr')).map(({ who, purpose }) => [who, purpose])).toEqual([
      [user('mette'), 'prepare'],
      [user('olav'), 'prepare'],
    ]);
  });

  it('is neither shown nor logged to those without the right', async () => {
    await planner.owner`truncate access_log, search_log`;
    expect(await reveal('mette', 'sara')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await reveal('olav', 'anna')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await reveal('carla', 'carla')).toBeUndefined();
    await planner.owner`update role_grant set role = 'integrator' where user_id = ${user('mette') as string}`;
    expect(await reveal('mette', 'carla')).toMatchObject({ code: 'NO_CPR_RIGHT' });
    expect(await find('mette', carla)).toMatchObject({ code: 'NO_CPR_RIGHT' });
    await planner.owner`update role_grant set role = 'caseworker' where user_id = ${user('mette') as string}`;
    expect(await rows('cpr')).toHaveLength(0);
  });

  it('is not shown when it could not be logged', async () => {
    await planner.owner`revoke execute on function log_access from planner_system`;
    expect(await reveal('mette', 'carla')).toBeUndefined();
    await planner.owner`grant execute on function log_access to planner_system`;
  });
});

it('leaves no CPR number in the database’s open texts nor in the log', async () => {
  const tables = await planner.owner<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
  for (const { name } of tables) {
    const held =
      await planner.owner`select 1 from ${planner.owner(name)} t where t::text ~ ${`${carla}|${sara}|${nobody}`}`;
    expect(held, name).toHaveLength(0);
  }
  expect(logged.length).toBeGreaterThan(20);
  expect(logged.filter((line) => [carla, sara, nobody].some((cpr) => line.includes(cpr)))).toEqual([]);
});
