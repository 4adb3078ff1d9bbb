import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Planner, startPlanner } from '../src/planner.ts';
import { addTalk } from '../src/talk.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner();
});
afterAll(() => planner[Symbol.asyncDispose]());

type Home = {
  setUp: { step: string; done: boolean; count: number }[] | null;
  figures: {
    selfBooked: { booked: number | null; total: number | null; share: number | null; light: string | null };
    offers: { freeIn5Days: number; freeIn20Days: number }[];
    deadlines: { deadlines: number | null; free: number; tooFew: boolean }[];
    teams: { talks: number; minutes: number }[];
  } | null;
};
const home = async (who: string, centre = 'north') => {
  const { data, errors } = await planner.ask<{ jobCentre: Home }>(
    who,
    `{ jobCentre(id: "${planner.gid('JobCentre', centre)}") { setUp { step done count } figures {
      selfBooked { booked total share light } offers { freeIn5Days freeIn20Days }
      deadlines { deadlines free tooFew } teams { talks minutes } } } }`,
  );
  return data?.jobCentre ?? errors?.[0]?.extensions?.['code'];
};

it('says what is missing before citizens can book, in the order in which it is set up', async () => {
  const { setUp } = (await home('ida')) as Home;
  expect(setUp?.filter(({ done }) => !done)).toEqual([
    { step: 'CONTACT', done: false, count: 0 },
    // Lone has none.
    { step: 'HOURS', done: false, count: 1 },
  ]);
  await planner.owner`update offer set published_from = null where job_centre_id = ${planner.ids['north'] as string}`;
  const { setUp: unpublished } = (await home('ida')) as Home;
  expect(unpublished?.filter(({ done }) => !done).map(({ step }) => step)).toEqual([
    'CONTACT',
    'HOURS',
    'PUBLISHED',
    'FREE_TIMES',
  ]);
  await planner.owner`update offer set published_from = '2020-01-01'`;
});

it('counts who books, what is left and what runs out', async () => {
  await addTalk(planner, 'carla', 8);
  await addTalk(planner, 'frida', 9);
  const today = new Date().toISOString().slice(0, 10);
  await planner.owner`update deadline set book_by = ${today}, hold_by = ${today} where citizen_id = ${planner.ids['anna'] as string}`;
  const { figures } = (await home('ida')) as Home;
  expect(figures?.selfBooked.total).toBe(2);
  expect(figures?.offers[0]?.freeIn20Days).toBeGreaterThan(figures?.offers[0]?.freeIn5Days as number);
  expect(figures?.deadlines).toEqual([{ deadlines: 1, free: expect.any(Number), tooFew: false }]);
  await planner.owner`update offer set published_from = null where job_centre_id = ${planner.ids['north'] as string}`;
  expect(((await home('ida')) as Home).figures?.deadlines).toEqual([{ deadlines: 1, free: 0, tooFew: true }]);
});

it('tells a manager no count that could point at a citizen, and nobody else anything', async () => {
  const { setUp, figures } = (await home('mads')) as Home;
  expect(setUp).toBeNull();
  expect(figures?.selfBooked).toEqual({ booked: null, total: null, share: null, light: null });
  expect(figures?.deadlines).toEqual([{ deadlines: null, free: 0, tooFew: true }]);
  expect(await home('mette')).toEqual({ setUp: null, figures: null });
  expect(await home('karl')).toEqual({ setUp: null, figures: null });
  expect(await home('ida', 'south')).toEqual({ setUp: null, figures: null });
  expect(await home('anna')).toEqual({ setUp: null, figures: null });
});
