import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { addTalk } from '../src/talk.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());
afterEach(() => planner.owner`delete from closing_day`);

type Saved = {
  __typename: string;
  id?: string;
  version?: number;
  code?: string;
  path?: string;
  talkCount?: number;
  talks?: { booking: { id: string }; rules: { rule: string; text: string }[] }[];
  holds?: number;
  deadlineCount?: number;
  deadlines?: { id: string }[];
};
const rehearsal = `... on Rehearsal { talkCount talks { booking { id } rules { rule text } } holds
  deadlineCount deadlines { id } }`;
const day = () => planner.at(12).toISOString().slice(0, 10);
const later = (days: number) =>
  new Date(planner.at(12).getTime() + days * 86_400_000).toISOString().slice(0, 10);
const save = async (who: string, more: object = {}) => {
  const input = {
    jobCentre: planner.gid('JobCentre', 'north'),
    name: 'Moving',
    from: day(),
    idempotencyKey: key(),
    ...more,
  };
  const { data, errors } = await planner.ask<{ saveClosingDays: Saved }>(
    who,
    `mutation ($input: SaveClosingDaysInput!) { saveClosingDays(input: $input) { __typename
      ... on ClosingDay { id version } ... on Refusal { code } ... on InvalidInput { path } ${rehearsal} } }`,
    { input },
  );
  return data?.saveClosingDays ?? { __typename: String(errors?.[0]?.extensions?.['code']) };
};
const free = async () => {
  const { data } = await planner.ask<{ offer: { slots: { startsAt: string }[] } }>(
    'frida',
    `{ offer(id: "${planner.gid('Offer', 'offer')}") {
      slots(from: "${planner.at(0).toISOString()}", to: "${planner.at(24).toISOString()}") { startsAt } } }`,
  );
  return data?.offer.slots.length;
};

it('closes several days in one go, changes one and opens it again', async () => {
  expect(await free()).toBe(8);
  const made = await save('ida', { to: later(2) });
  expect(made).toMatchObject({ __typename: 'ClosingDay', version: 1 });
  expect(await planner.owner`select day from closing_day`).toHaveLength(3);
  expect(await free()).toBe(0);
  const closingDay = { id: made.id, version: 1 };
  // A half day: closed from ten by the job centre's clock.
  expect(await save('ida', { closingDay, startMinute: 600 })).toMatchObject({ id: made.id, version: 2 });
  expect(await free()).toBe(4);
  expect(await save('ida', { closingDay })).toMatchObject({ code: 'OUTDATED' });
  const { data } = await planner.ask<{ removeClosingDay: Saved }>(
    'ida',
    `mutation { removeClosingDay(input: { closingDay: { id: "${made.id}", version: 2 } }) { __typename } }`,
  );
  expect(data?.removeClosingDay).toMatchObject({ __typename: 'RemovedClosingDay' });
  expect(await free()).toBe(8);
});

it('closes one team, or who sits at one place, and nobody else', async () => {
  const north = planner.ids['north'] as string;
  const [place] =
    await planner.owner`insert into place (job_centre_id, name) values (${north}, 'House') returning id`;
  const house = Buffer.from(`Place:${place?.['id']}`).toString('base64');
  await save('ida', { place: house });
  expect(await free()).toBe(8);
  await planner.owner`update team set place_id = ${place?.['id']} where id = ${planner.ids['north team'] as string}`;
  expect(await free()).toBe(0);
  await planner.owner`delete from closing_day`;
  await save('ida', { team: planner.gid('Team', 'north team') });
  expect(await free()).toBe(0);
  await planner.owner`update team set place_id = null`;
});

it('refuses strangers, other job centres’ teams and what can’t be, and writes nothing', async () => {
  expect(await save('mette')).toMatchObject({ code: 'NOT_FOUND' });
  expect(await save('anna')).toMatchObject({ __typename: 'FORBIDDEN' });
  expect(await save('ida', { jobCentre: planner.gid('JobCentre', 'south') })).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await save('ida', { team: planner.gid('Team', 'south team') })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await save('ida', { name: ' ' })).toMatchObject({ path: 'name' });
  expect(await save('ida', { from: '2020-01-01' })).toMatchObject({ path: 'from' });
  expect(await save('ida', { to: '2020-01-01' })).toMatchObject({ path: 'to' });
  expect(await save('ida', { to: later(60) })).toMatchObject({ path: 'to' });
  expect(await save('ida', { startMinute: 720, endMinute: 720 })).toMatchObject({ path: 'endMinute' });
  expect(await planner.owner`select from closing_day`).toHaveLength(0);
  await save('ida');
  expect(await save('ida', { startMinute: 600 })).toMatchObject({ path: 'from' });
});

it('rehearses: tells which talks and deadlines it would hit, and changes nothing', async () => {
  const talk = await addTalk(planner, 'carla', 8);
  // Booked outside the hours on purpose: it did not fit before, and is not blamed.
  await addTalk(planner, 'dina', 18);
  const hit = await save('ida', { rehearse: true });
  expect(hit).toMatchObject({ __typename: 'Rehearsal', talkCount: 1, holds: 0, deadlineCount: 0 });
  expect(hit.talks?.[0]?.booking.id).toBe(Buffer.from(`Booking:${talk}`).toString('base64'));
  expect(hit.talks?.[0]?.rules.map(({ rule }) => rule)).toEqual(['closing']);
  expect(hit.talks?.[0]?.rules[0]?.text).toContain('Moving');
  // Anna's deadline loses its last free time when all days until it are closed, and not before.
  const today = new Date().toISOString().slice(0, 10);
  expect(await save('ida', { rehearse: true, from: today, to: day() })).toMatchObject({
    deadlineCount: 1,
    deadlines: [{ id: planner.gid('Deadline', 'deadline') }],
  });
  expect(await planner.owner`select from closing_day`).toHaveLength(0);
  expect(await free()).toBe(7);
  // What the next day would hit is nothing.
  expect(await save('ida', { rehearse: true, from: later(1) })).toMatchObject({
    talkCount: 0,
    deadlineCount: 0,
  });
  // The rights are the command's own.
  expect(await save('mette', { rehearse: true })).toMatchObject({ code: 'NOT_FOUND' });
  // The same key, rehearsed first, saves then.
  const idempotencyKey = key();
  await save('ida', { rehearse: true, idempotencyKey });
  expect(await save('ida', { idempotencyKey })).toMatchObject({ __typename: 'ClosingDay' });
});

it('turns national holidays on and off', async () => {
  const keep = async (who: string, closed: boolean) => {
    const { data } = await planner.ask<{ keepPublicHolidays: Saved & { keepsPublicHolidays: boolean } }>(
      who,
      `mutation { keepPublicHolidays(input: { jobCentre: "${planner.gid('JobCentre', 'north')}", closed: ${closed} }) {
        __typename ... on JobCentre { keepsPublicHolidays } ... on Refusal { code } } }`,
    );
    return data?.keepPublicHolidays;
  };
  expect(await keep('ida', true)).toMatchObject({ keepsPublicHolidays: true });
  expect(await keep('mette', false)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await keep('ida', false)).toMatchObject({ keepsPublicHolidays: false });
});
