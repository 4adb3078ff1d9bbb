import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Planner, startPlanner } from '../src/planner.ts';
import { addTalk } from '../src/talk.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
  const { ids, owner } = planner;
  for (const [citizen, hour] of [
    ['frida', 8],
    ['dina', 9],
  ] as const) {
    ids[`talk of ${citizen}`] = await addTalk(planner, citizen, hour);
  }
  await owner`update citizen set own_caseworker_id = ${ids['mette'] as string} where id in ${owner([ids['anna'], ids['frida'], ids['erik']] as string[])}`;
});
afterAll(() => planner[Symbol.asyncDispose]());

const mette = () => planner.gid('Caseworker', 'mette');
const date = () => planner.at(0).toISOString().slice(0, 10);
const dayDocument =
  'query ($caseworker: ID!, $date: Date!) { caseworkerDay(caseworker: $caseworker, date: $date) { talks { citizen { name } } gaps { startsAt endsAt } } }';

it('the day lists the talks, and the working time between and after them', async () => {
  const { data } = await planner.ask<{
    caseworkerDay: { talks: object[]; gaps: { startsAt: string; endsAt: string }[] };
  }>('mette', dayDocument, { caseworker: mette(), date: date() });
  expect(data?.caseworkerDay.talks).toHaveLength(2);
  // Hours from 8 to 12 by the job centre's clock, which `at` counts in UTC: the length is what matters here.
  const minutes = data?.caseworkerDay.gaps.map(
    ({ startsAt, endsAt }) => (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000,
  );
  expect(minutes?.reduce((sum, gap) => sum + gap, 0)).toBe(4 * 60 - 60);
});

it('a stranger’s day is empty', async () => {
  const { data } = await planner.ask('sven', dayDocument, { caseworker: mette(), date: date() });
  expect(data).toEqual({ caseworkerDay: { talks: [], gaps: [] } });
});

it('names my citizens with a deadline near first, then those without a talk ahead, and nobody else', async () => {
  const [near] = await planner.owner<
    { days: number }[]
  >`select book_by - (planner_now() at time zone 'Europe/Copenhagen')::date as days from deadline`;
  const ask = (withinDays: number) =>
    planner.ask<{ followUps: { citizen: { id: string }; deadline: object | null }[] }>(
      'mette',
      'query ($caseworker: ID!, $withinDays: Int) { followUps(caseworker: $caseworker, withinDays: $withinDays) { citizen { id } deadline { bookBy } } }',
      { caseworker: mette(), withinDays },
    );
  const [anna, erik] = [planner.gid('Citizen', 'anna'), planner.gid('Citizen', 'erik')];
  const within = (await ask((near?.days ?? 0) + 1)).data?.followUps;
  expect(within?.map(({ citizen, deadline }) => [citizen.id, deadline !== null])).toEqual([
    [anna, true],
    [erik, false],
  ]);
  // Anna has no talk either: without the deadline she stays for that.
  const before = (await ask((near?.days ?? 0) - 1)).data?.followUps;
  expect(before?.map(({ deadline }) => deadline)).toEqual([null, null]);
});

it('an arrival is registered on the day, once, and taken back', async () => {
  const arrive = async (who: string, arrived: boolean) => {
    const { data, errors } = await planner.ask<{
      registerArrival: { arrivedAt?: string | null; code?: string };
    }>(
      who,
      'mutation ($input: RegisterArrivalInput!) { registerArrival(input: $input) { ... on Booking { arrivedAt } ... on Refusal { code } } }',
      { input: { booking: planner.gid('Booking', 'talk of frida'), arrived } },
    );
    return data?.registerArrival ?? errors?.[0]?.extensions?.['code'];
  };
  expect(await arrive('mette', true)).toEqual({ code: 'ANOTHER_DAY' });
  await planner.owner`update clock set ahead = ${planner.at(7, 50)}::timestamptz - clock_timestamp()`;
  const first = await arrive('mette', true);
  expect(first).toHaveProperty('arrivedAt');
  expect(await arrive('mette', true)).toEqual(first);
  expect(await arrive('sven', true)).toEqual({ code: 'NOT_FOUND' });
  expect(await arrive('frida', true)).toBe('FORBIDDEN');
  expect(await arrive('mette', false)).toEqual({ arrivedAt: null });
});
