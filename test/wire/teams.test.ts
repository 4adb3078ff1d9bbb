import { afterAll, beforeAll, expect, it } from 'vitest';
import { key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());

type Saved = { __typename: string; id?: string; version?: number; code?: string; path?: string };
const save = async (who: string, more: object) => {
  const input = {
    jobCentre: planner.gid('JobCentre', 'north'),
    name: 'East',
    members: [],
    idempotencyKey: key(),
    ...more,
  };
  const { data, errors } = await planner.ask<{ saveTeam: Saved }>(
    who,
    `mutation ($input: SaveTeamInput!) { saveTeam(input: $input) { __typename
      ... on Team { id version } ... on Refusal { code } ... on InvalidInput { path } } }`,
    { input },
  );
  return data?.saveTeam ?? { __typename: String(errors?.[0]?.extensions?.['code']) };
};
const remove = async (who: string, id: string, version: number) => {
  const { data } = await planner.ask<{ removeTeam: Saved }>(
    who,
    `mutation { removeTeam(input: { team: { id: "${id}", version: ${version} } }) { __typename ... on Refusal { code } } }`,
  );
  return data?.removeTeam;
};
type List = {
  jobCentre: {
    teams: {
      totalCount: number;
      pageInfo: { endCursor: string | null; hasNextPage: boolean };
      edges: { node: { name: string } }[];
    };
  };
};
const list = async (args: string) => {
  const { data } = await planner.ask<List>(
    'ida',
    `{ jobCentre(id: "${planner.gid('JobCentre', 'north')}") { teams(${args}) {
      totalCount pageInfo { endCursor hasNextPage } edges { node { name } } } } }`,
  );
  const teams = data?.jobCentre.teams as List['jobCentre']['teams'];
  return { ...teams, names: teams.edges.map(({ node }) => node.name) };
};

it('makes a team once, whoever asks twice, changes it and takes it away', async () => {
  const idempotencyKey = key();
  const made = await save('ida', { idempotencyKey });
  expect(await save('ida', { idempotencyKey })).toEqual(made);
  const id = made.id as string;
  const mette = planner.gid('Caseworker', 'mette');
  const changed = await save('ida', { team: { id, version: 1 }, name: 'Øst', members: [mette] });
  expect(changed).toMatchObject({ id, version: 2 });
  expect(await planner.owner`select name from team where name in ('East', 'Øst')`).toMatchObject([
    { name: 'Øst' },
  ]);
  expect(await remove('ida', id, 2)).toMatchObject({ code: 'HAS_MEMBERS' });
  await save('ida', { team: { id, version: 2 }, name: 'Øst' });
  expect(await remove('ida', id, 2)).toMatchObject({ code: 'OUTDATED' });
  expect(await remove('ida', id, 3)).toMatchObject({ __typename: 'RemovedTeam' });
});

it('tells the second of two who change the same team, and overwrites nothing', async () => {
  const { id } = await save('ida', { name: 'Both' });
  const both = await Promise.all(
    ['One', 'Two'].map((name) => save('ida', { team: { id, version: 1 }, name })),
  );
  expect(both.map(({ __typename }) => __typename).sort()).toEqual(['Outdated', 'Team']);
  await remove('ida', id as string, 2);
});

it('refuses strangers, caseworkers, citizens and another job centre’s people, and writes nothing', async () => {
  expect(await save('mette', {})).toMatchObject({ code: 'NOT_FOUND' });
  expect(await save('anna', {})).toMatchObject({ __typename: 'FORBIDDEN' });
  expect(await save('ida', { jobCentre: planner.gid('JobCentre', 'south') })).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await save('ida', { members: [planner.gid('Caseworker', 'sven')] })).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await save('ida', { name: ' ' })).toMatchObject({ path: 'name' });
  expect(await save('ida', { name: 'TEAM' })).toMatchObject({ path: 'name' });
  const south = planner.gid('Team', 'south team');
  expect(await save('ida', { team: { id: south, version: 1 } })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await remove('ida', south, 1)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await planner.owner`select from team`).toHaveLength(2);
});

it('pages through 5,000 in either order without leaving out or repeating one', async () => {
  await planner.owner`insert into team (job_centre_id, name)
    select ${planner.ids['north'] as string}, 'Hold ' || n % 7 || ' ' || n from generate_series(1, 5000) n`;
  for (const descending of [false, true]) {
    const seen: string[] = [];
    for (let after = ''; ; ) {
      const page = await list(`first: 200, descending: ${descending}${after}`);
      seen.push(...page.names);
      expect(page.totalCount).toBe(5001);
      if (!page.pageInfo.hasNextPage) break;
      after = `, after: "${page.pageInfo.endCursor}"`;
    }
    expect(new Set(seen).size).toBe(5001);
    const sorted = [...seen].sort(new Intl.Collator('da').compare);
    expect(seen).toEqual(descending ? sorted.reverse() : sorted);
  }
  expect(await list('first: 5, search: "4999 hOLD"')).toMatchObject({
    totalCount: 1,
    names: ['Hold 1 4999'],
  });
});
