import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Answer, confirm, holdSlot, key, slots } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());
beforeEach(async () => {
  await planner.owner`delete from hours_exception`;
  await planner.owner`delete from absence`;
  await planner.owner`delete from occupancy`;
  await planner.owner`delete from idempotency`;
  await planner.owner`update deadline set state = 'open', booking_id = null`;
  await planner.owner`delete from booking`;
});

type Entered = {
  __typename: string;
  code?: string;
  path?: string;
  absences?: { id: string; seriesId: string; startsAt: string; hits: { startsAt: string }[] }[];
};
const enterDocument = `mutation ($input: EnterAbsenceInput!) { enterAbsence(input: $input) { __typename
  ... on EnteredAbsences { absences { id seriesId startsAt hits { startsAt } } }
  ... on Refusal { code } ... on InvalidInput { path } } }`;
const mette = () => planner.gid('Caseworker', 'mette');

async function enter(who: string, more: object = {}): Promise<Entered | unknown> {
  const input = {
    caseworkers: [mette()],
    kind: 'MEETING',
    startsAt: planner.at(8),
    endsAt: planner.at(9),
    idempotencyKey: key(),
    ...more,
  };
  const { data, errors } = await planner.ask<{ enterAbsence: Entered }>(who, enterDocument, { input });
  return data?.enterAbsence ?? errors?.[0]?.extensions?.['code'];
}
async function free() {
  const window = { from: planner.at(0), to: planner.at(23) };
  const { data } = await planner.ask<{ offer: { slots: { startsAt: string }[] } }>('frida', slots, {
    offer: planner.gid('Offer', 'offer'),
    ...window,
  });
  return data?.offer.slots.map(({ startsAt }) => new Date(startsAt).getTime()) ?? [];
}
const book = async (who: string, startsAt: Date) => {
  const input = { offer: planner.gid('Offer', 'offer'), startsAt, form: 'PHONE', idempotencyKey: key() };
  const held = await planner.ask<{ holdSlot: Answer }>(who, holdSlot, { input });
  await planner.ask(who, confirm, { input: { hold: held.data?.holdSlot.id, idempotencyKey: key() } });
};

it('closes the time at once, leaves booked talks alone and names them', async () => {
  await book('frida', planner.at(8, 30));
  const entered = (await enter('mette')) as Entered;
  expect(entered.absences).toMatchObject([
    { startsAt: planner.at(8).toISOString(), hits: [{ startsAt: planner.at(8, 30).toISOString() }] },
  ]);
  expect(await free()).not.toContain(planner.at(8).getTime());
  expect(await planner.owner`select status from booking`).toMatchObject([{ status: 'booked' }]);

  const removed = await planner.ask(
    'mette',
    `mutation { removeAbsence(input: { absence: "${entered.absences?.[0]?.id}" }) { ... on RemovedAbsences { count } } }`,
  );
  expect(removed.data).toEqual({ removeAbsence: { count: 1 } });
  expect(await free()).toContain(planner.at(8).getTime());
});

it('enters a series for a team once, whoever asks twice, and takes it away whole', async () => {
  const idempotencyKey = key();
  const until = new Date(planner.at(0).getTime() + 14 * 86_400_000).toISOString().slice(0, 10);
  const ask = () =>
    enter('mette', {
      caseworkers: [],
      team: planner.gid('Team', 'north team'),
      repeat: { every: 'WEEK', until },
      idempotencyKey,
    }) as Promise<Entered>;
  const once = await ask();
  expect(await ask()).toEqual(once);
  // Mette and Lone, three weeks.
  expect(once.absences).toHaveLength(6);
  const starts = once.absences?.map(({ startsAt }) => startsAt) ?? [];
  expect(starts).toEqual([...starts].sort());
  expect(new Set(once.absences?.map(({ seriesId }) => seriesId)).size).toBe(1);
  const removed = await planner.ask(
    'mette',
    `mutation { removeAbsence(input: { absence: "${once.absences?.[0]?.id}", wholeSeries: true }) { ... on RemovedAbsences { count } } }`,
  );
  expect(removed.data).toEqual({ removeAbsence: { count: 6 } });
});

it('is refused for strangers, citizens, the past, a wrong span and more than 200 stretches; nothing is written', async () => {
  expect(await enter('sven')).toMatchObject({ code: 'NOT_FOUND' });
  expect(await enter('olav')).toMatchObject({ code: 'NOT_FOUND' });
  expect(await enter('anna')).toBe('FORBIDDEN');
  expect(await enter('mette', { endsAt: planner.at(8) })).toMatchObject({ path: 'endsAt' });
  const past = { startsAt: '2021-01-01T08:00:00Z', endsAt: '2021-01-01T09:00:00Z' };
  expect(await enter('mette', past)).toMatchObject({ path: 'endsAt' });
  expect(await enter('mette', { repeat: { every: 'WORKDAY', until: '2099-01-01' } })).toMatchObject({
    code: 'TOO_MANY',
  });
  expect(await planner.owner`select from absence`).toHaveLength(0);
});

const extra = async (who: string, startMinute: number, endMinute: number) => {
  const day = planner.at(0).toISOString().slice(0, 10);
  const { data, errors } = await planner.ask<{
    addExtraHours: { code?: string; path?: string; name?: string };
  }>(
    who,
    `mutation ($input: AddExtraHoursInput!) { addExtraHours(input: $input) { ... on Caseworker { name }
      ... on Refusal { code } ... on InvalidInput { path } } }`,
    { input: { caseworker: mette(), day, startMinute, endMinute } },
  );
  return data?.addExtraHours ?? errors?.[0]?.extensions?.['code'];
};

it('adds hours to one day beside those she has, within what the job centre allows', async () => {
  const before = await free();
  expect(await extra('mette', 15 * 60, 16 * 60)).toHaveProperty('name');
  expect(await extra('mette', 15 * 60, 16 * 60)).toHaveProperty('name');
  const added = (await free()).filter((start) => !before.includes(start));
  expect(added).toHaveLength(2);
  expect(await free()).toEqual(expect.arrayContaining(before));
  expect(await extra('mette', 5 * 60, 8 * 60)).toMatchObject({ path: 'startMinute' });
  expect(await extra('sven', 15 * 60, 16 * 60)).toMatchObject({ code: 'NOT_FOUND' });
  await planner.owner`update job_centre set extra_hours_from = null, extra_hours_to = null`;
  expect(await extra('mette', 15 * 60, 16 * 60)).toMatchObject({ code: 'NO_EXTRA_HOURS' });
});
