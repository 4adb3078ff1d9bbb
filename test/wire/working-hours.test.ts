import { afterAll, beforeAll, expect, it } from 'vitest';
import { key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { addTalk } from '../src/talk.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner();
});
afterAll(() => planner[Symbol.asyncDispose]());

type Period = {
  validFrom: string;
  validTo: string | null;
  everyWeeks: number;
  hours: { weekday: number; startMinute: number; endMinute: number }[];
  breaks: { weekday: number; startMinute: number }[];
};
type Saved = {
  __typename: string;
  code?: string;
  path?: string;
  talkCount?: number;
  employment?: { version: number; hours: Period[] };
};
const date = (days: number) =>
  new Date(planner.at(0).getTime() + days * 86_400_000).toISOString().slice(0, 10);
async function set(version: number, more: object, who = 'ida') {
  const input = {
    jobCentre: planner.gid('JobCentre', 'north'),
    caseworker: { id: planner.gid('Caseworker', 'mette'), version },
    from: date(0),
    days: [],
    idempotencyKey: key(),
    ...more,
  };
  const { data } = await planner.ask<{ setWorkingHours: Saved }>(
    who,
    `mutation ($input: SetWorkingHoursInput!) { setWorkingHours(input: $input) { __typename
      ... on Caseworker { employment(jobCentre: "${planner.gid('JobCentre', 'north')}") { version
        hours { validFrom validTo everyWeeks hours { weekday startMinute endMinute } breaks { weekday startMinute } } } }
      ... on Rehearsal { talkCount } ... on Refusal { code } ... on InvalidInput { path } } }`,
    { input },
  );
  return data?.setWorkingHours as Saved;
}
const freeOn = async (day: string) => {
  const { data } = await planner.ask<{ offer: { slots: { startsAt: string }[] } }>(
    'anna',
    `{ offer(id: "${planner.gid('Offer', 'offer')}") { slots(from: "${day}T00:00:00Z", to: "${day}T23:00:00Z") { startsAt } } }`,
  );
  return data?.offer.slots.length;
};
const wednesday = { weekday: 3, startMinute: 480, endMinute: 660, breakStart: 540, breakEnd: 600 };

it('tells of the talks that shorter hours would hit, and writes nothing then', async () => {
  const booking = await addTalk(planner, 'anna', 10);
  const hit = await set(1, { days: [{ weekday: 3, startMinute: 480, endMinute: 540 }], rehearse: true });
  expect(hit).toMatchObject({ __typename: 'Rehearsal', talkCount: 1 });
  expect(await planner.owner`select from working_hours where valid_to is not null`).toHaveLength(0);
  await planner.owner`update booking set status = 'cancelled' where id = ${booking}`;
  await planner.owner`delete from occupancy where booking_id = ${booking}`;
});

it('replaces the hours from a day on, with breaks, and offers exactly those', async () => {
  expect(await freeOn(date(0))).toBe(8);
  const saved = await set(1, { days: [wednesday] });
  expect(saved.employment).toMatchObject({ version: 2 });
  expect(saved.employment?.hours).toMatchObject([
    { validFrom: '2020-01-01', validTo: date(-1), everyWeeks: 1, breaks: [] },
    {
      validFrom: date(0),
      validTo: null,
      hours: [{ weekday: 3, startMinute: 480, endMinute: 660 }],
      breaks: [{ weekday: 3, startMinute: 540 }],
    },
  ]);
  expect(await freeOn(date(0))).toBe(4);
  expect(await freeOn(date(1))).toBe(0);
});

it('lays the weeks in between beside, and none where they are replaced', async () => {
  await set(2, { from: date(0), everyWeeks: 2, days: [wednesday] });
  expect([await freeOn(date(0)), await freeOn(date(7))]).toEqual([4, 0]);
  const other = { weekday: 3, startMinute: 480, endMinute: 540 };
  const beside = await set(3, { from: date(7), everyWeeks: 2, besideOthers: true, days: [other] });
  expect(beside.employment?.hours).toHaveLength(3);
  expect([await freeOn(date(0)), await freeOn(date(7))]).toEqual([4, 2]);
});

it('refuses half a span, a break outside, a past day, strangers and the second of two', async () => {
  const wrong = (day: object) => set(4, { days: [{ ...wednesday, ...day }] });
  expect(await wrong({ endMinute: null })).toMatchObject({ path: 'start-3' });
  expect(await wrong({ startMinute: 700 })).toMatchObject({ path: 'start-3' });
  expect(await wrong({ breakEnd: 700 })).toMatchObject({ path: 'break-3' });
  expect(await set(4, { from: '2020-01-01' })).toMatchObject({ path: 'from' });
  expect(await set(4, { to: date(-1) })).toMatchObject({ path: 'to' });
  expect(await set(4, { everyWeeks: 9 })).toMatchObject({ path: 'everyWeeks' });
  expect(await set(3, {})).toMatchObject({ code: 'OUTDATED' });
  expect(await set(4, {}, 'mette')).toMatchObject({ code: 'NOT_FOUND' });
  expect(await freeOn(date(0))).toBe(4);
});
