import { afterAll, beforeAll, expect, it } from 'vitest';
import { key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { addTalk } from '../src/talk.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner();
  await planner.owner`insert into role_grant (user_id, job_centre_id, role)
    values (${planner.ids['user sven'] as string}, ${planner.ids['south'] as string}, 'administrator')`;
});
afterAll(() => planner[Symbol.asyncDispose]());

type Saved = {
  __typename: string;
  id?: string;
  code?: string;
  path?: string;
  message?: string;
  name?: string;
  employment?: { version: number; lastDay: string | null; summonable: boolean } | null;
};
const selection = (centre: string) => `__typename ... on Caseworker { id name
  employment(jobCentre: "${planner.gid('JobCentre', centre)}") { version lastDay summonable } }
  ... on Refusal { code message } ... on InvalidInput { path }`;
async function save(who: string, more: object, centre = 'north') {
  const input = {
    jobCentre: planner.gid('JobCentre', centre),
    name: 'Nina Ny',
    email: 'nina@north.dk',
    teams: [],
    competences: [],
    idempotencyKey: key(),
    ...more,
  };
  const { data, errors } = await planner.ask<{ saveCaseworker: Saved }>(
    who,
    `mutation ($input: SaveCaseworkerInput!) { saveCaseworker(input: $input) { ${selection(centre)} } }`,
    { input },
  );
  return data?.saveCaseworker ?? { __typename: String(errors?.[0]?.extensions?.['code']) };
}
async function end(who: string, id: string, version: number, lastDay: string | null, centre = 'north') {
  const { data } = await planner.ask<{ endCaseworker: Saved }>(
    who,
    `mutation ($input: EndCaseworkerInput!) { endCaseworker(input: $input) { ${selection(centre)}  } }`.replace(
      ' ... on InvalidInput { path }',
      '',
    ),
    { input: { jobCentre: planner.gid('JobCentre', centre), caseworker: { id, version }, lastDay } },
  );
  return data?.endCaseworker;
}
type List = {
  jobCentre: {
    caseworkers: {
      totalCount: number;
      pageInfo: { endCursor: string | null; hasNextPage: boolean };
      edges: { node: { name: string } }[];
    };
  };
};
const list = async (args: string) => {
  const { data } = await planner.ask<List>(
    'ida',
    `{ jobCentre(id: "${planner.gid('JobCentre', 'north')}") { caseworkers(${args}) {
      totalCount pageInfo { endCursor hasNextPage } edges { node { name } } } } }`,
  );
  const found = data?.jobCentre.caseworkers as List['jobCentre']['caseworkers'];
  return { ...found, names: found.edges.map(({ node }) => node.name) };
};
const day = (days: number) =>
  new Date(planner.at(0).getTime() + days * 86_400_000).toISOString().slice(0, 10);
const freeDays = async (caseworker: string) => {
  const from = planner.at(0).toISOString();
  const to = new Date(planner.at(0).getTime() + 3 * 86_400_000).toISOString();
  const { data } = await planner.ask<{ offer: { slots: { startsAt: string }[] } }>(
    'anna',
    `{ offer(id: "${planner.gid('Offer', 'offer')}") { slots(from: "${from}", to: "${to}",
      caseworker: "${planner.gid('Caseworker', caseworker)}") { startsAt } } }`,
  );
  return [...new Set(data?.offer.slots.map(({ startsAt }) => startsAt.slice(0, 10)))];
};

it('makes a caseworker once, changes her, and tells the second of two', async () => {
  const idempotencyKey = key();
  const made = await save('ida', { idempotencyKey, email: ' Nina@North.dk ' });
  expect(made).toMatchObject({ __typename: 'Caseworker', employment: { version: 1, summonable: true } });
  expect(await save('ida', { idempotencyKey, email: ' Nina@North.dk ' })).toEqual(made);
  const caseworker = { id: made.id, version: 1 };
  const team = planner.gid('Team', 'north team');
  const both = await Promise.all([
    save('ida', { caseworker, name: 'Nina Nord', teams: [team], competences: [7], summonable: false }),
    save('ida', { caseworker, name: 'Nina Nord', teams: [team], competences: [7], summonable: false }),
  ]);
  expect(both.map(({ __typename }) => __typename).sort()).toEqual(['Caseworker', 'Outdated']);
  expect(
    await planner.owner`select c.name, c.email, e.summonable, m.team_id, k.interview_type from caseworker c
    join employment e on e.caseworker_id = c.id join membership m on m.caseworker_id = c.id
    join competence k on k.caseworker_id = c.id where email = 'nina@north.dk'`,
  ).toMatchObject([
    { name: 'Nina Nord', summonable: false, team_id: planner.ids['north team'], interview_type: 7 },
  ]);
});

it('refuses a taken e-mail address by whose it is, and what is none', async () => {
  expect(await save('ida', { email: 'NINA@north.dk', name: 'Other' })).toMatchObject({
    path: 'email',
    message: expect.stringContaining('Nina'),
  });
  expect(await save('ida', { email: 'nina' })).toMatchObject({ path: 'email' });
  expect(await save('ida', { email: '' })).toMatchObject({ path: 'email' });
  expect(await save('ida', { email: 'x@y.dk', name: ' ' })).toMatchObject({ path: 'name' });
  expect(await save('ida', { email: 'x@y.dk', competences: [99] })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await save('ida', { email: 'x@y.dk', teams: [planner.gid('Team', 'south team')] })).toMatchObject({
    code: 'NOT_FOUND',
  });
});

it('refuses strangers, caseworkers, citizens and another job centre’s administrator', async () => {
  expect(await save('mette', {})).toMatchObject({ code: 'NOT_FOUND' });
  expect(await save('anna', {})).toMatchObject({ __typename: 'FORBIDDEN' });
  expect(await save('ida', {}, 'south')).toMatchObject({ code: 'NOT_FOUND' });
  const sven = planner.gid('Caseworker', 'sven');
  expect(await save('ida', { caseworker: { id: sven, version: 1 }, email: 's@s.dk' })).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await end('mette', planner.gid('Caseworker', 'mette'), 1, '2026-01-01')).toMatchObject({
    code: 'NOT_FOUND',
  });
});

it('lets one of another job centre work here too, with one calendar, and end in one of them only', async () => {
  expect(await save('sven', { name: 'N. Nord' }, 'south')).toMatchObject({ code: 'WORKS_ELSEWHERE' });
  const same = await save('sven', { name: 'N. Nord', alsoWorksHere: true }, 'south');
  const [nina] = await planner.owner`select id, name from caseworker where email = 'nina@north.dk'`;
  expect(same).toMatchObject({
    name: 'Nina Nord',
    id: Buffer.from(`Caseworker:${nina?.['id']}`).toString('base64'),
  });
  const ended = await end(
    'sven',
    same.id as string,
    same.employment?.version as number,
    '2026-01-01',
    'south',
  );
  expect(ended).toMatchObject({ employment: { lastDay: '2026-01-01' } });
  expect(
    await planner.owner`select last_day from employment where caseworker_id = ${nina?.['id']} order by 1`,
  ).toHaveLength(2);
  expect((await list('search: "nina", ended: false')).names).toEqual(['Nina Nord']);
  expect((await list('ended: true')).names).toEqual([]);
});

it('ends nobody who still has talks, and offers no time after the last day', async () => {
  const mette = planner.gid('Caseworker', 'mette');
  const booking = await addTalk(planner, 'anna', 8);
  expect(await end('ida', mette, 1, day(-1))).toMatchObject({ code: 'HAS_TALKS' });
  await planner.owner`update booking set status = 'cancelled' where id = ${booking}`;
  await planner.owner`delete from occupancy where booking_id = ${booking}`;
  expect(await freeDays('mette')).toEqual([day(0), day(1), day(2)]);
  expect(await end('ida', mette, 1, day(1))).toMatchObject({ employment: { lastDay: day(1) } });
  expect(await freeDays('mette')).toEqual([day(0), day(1)]);
  expect(await end('ida', mette, 1, null)).toMatchObject({ code: 'OUTDATED' });
  expect(await end('ida', mette, 2, '2020-01-01')).toMatchObject({ employment: { version: 3 } });
  expect(await freeDays('mette')).toEqual([]);
  expect((await list('ended: true')).names).toEqual(['mette caseworker']);
  expect((await list(`ended: false, team: "${planner.gid('Team', 'north team')}"`)).names).toEqual([
    'lone caseworker',
    'Nina Nord',
  ]);
  await end('ida', mette, 3, null);
  expect(await freeDays('mette')).toHaveLength(3);
});

it('pages through 5,000 by e-mail address in either order', async () => {
  await planner.owner`with made as (insert into resource (kind) select 'person' from generate_series(1, 5000) returning id),
    people as (insert into caseworker (id, name, email) select id, 'Person ' || left(id::text, 3), left(id::text, 2) || id || '@many.dk' from made returning id)
    insert into employment (caseworker_id, job_centre_id) select id, ${planner.ids['north'] as string} from people`;
  for (const descending of [false, true]) {
    const seen: string[] = [];
    for (let after = ''; ; ) {
      const page = await list(
        `first: 200, search: "many person", orderBy: EMAIL, descending: ${descending}${after}`,
      );
      seen.push(...page.names);
      expect(page.totalCount).toBe(5000);
      if (!page.pageInfo.hasNextPage) break;
      after = `, after: "${page.pageInfo.endCursor}"`;
    }
    expect(seen).toHaveLength(5000);
  }
});
