import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Answer, confirm, holdSlot, key, reschedule } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());
beforeEach(async () => {
  await planner.owner`truncate occupancy, idempotency`;
  await planner.owner`update deadline set state = 'open', booking_id = null`;
  await planner.owner`delete from booking`;
});

const document = `mutation ($input: BookOverlappingInput!) { bookOverlapping(input: $input) { __typename
  ... on Booking { id status startsAt meetsDeadline { state } } ... on Refusal { code } } }`;

const overlap = async (who: string, citizen: string, startsAt: Date, more: object = {}) => {
  const input = {
    offer: planner.gid('Offer', 'offer'),
    citizen: planner.gid('Citizen', citizen),
    caseworker: planner.gid('Caseworker', 'mette'),
    startsAt,
    form: 'PHONE',
    idempotencyKey: key(),
    ...more,
  };
  const answer = await planner.ask<{ bookOverlapping: Answer }>(who, document, { input });
  return answer.data?.bookOverlapping ?? answer.errors?.[0]?.extensions?.['code'];
};
const book = async (who: string, startsAt: Date) => {
  const input = { offer: planner.gid('Offer', 'offer'), startsAt, form: 'PHONE', idempotencyKey: key() };
  const held = await planner.ask<{ holdSlot: Answer }>(who, holdSlot, { input });
  const hold = held.data?.holdSlot as Answer;
  if (hold.__typename !== 'Hold') return hold;
  const booked = await planner.ask<{ confirmBooking: Answer }>(who, confirm, {
    input: { hold: hold.id, idempotencyKey: key() },
  });
  return booked.data?.confirmBooking as Answer;
};
const overlapsOfMette = () => planner.owner`
  select 1 from occupancy a join occupancy b on a.resource_id = b.resource_id and a.booking_id < b.booking_id and a.during && b.during`;

it('puts a talk beside another on purpose, meets the deadline, and repeats as one', async () => {
  await book('frida', planner.at(8));
  const idempotencyKey = key();
  const made = await overlap('mette', 'anna', planner.at(8, 15), { idempotencyKey });
  expect(made).toMatchObject({ __typename: 'Booking', status: 'BOOKED', meetsDeadline: { state: 'MET' } });
  expect(await overlap('mette', 'anna', planner.at(8, 15), { idempotencyKey })).toEqual(made);
  expect(await overlapsOfMette()).toHaveLength(1);
});

it('lets no stranger in: neither where they overlap nor beside them', async () => {
  await book('frida', planner.at(8));
  await overlap('mette', 'anna', planner.at(8, 15));
  for (const minute of [0, 30]) {
    expect(await book('dina', planner.at(8, minute))).toMatchObject({ code: 'SLOT_TAKEN' });
  }
  expect(await book('dina', planner.at(9))).toMatchObject({ status: 'BOOKED' });
});

it('a talk that shared its time moves alone: not over the talk that had joined it', async () => {
  const first = (await book('frida', planner.at(8))) as Answer;
  await overlap('mette', 'anna', planner.at(8, 15));
  const moved = await planner.ask<{ rescheduleBooking: Answer }>('frida', reschedule, {
    input: { booking: first.id, startsAt: planner.at(8, 30), idempotencyKey: key() },
  });
  expect(moved.data?.rescheduleBooking).toMatchObject({ code: 'SLOT_TAKEN' });
  const away = await planner.ask<{ rescheduleBooking: Answer }>('frida', reschedule, {
    input: { booking: first.id, startsAt: planner.at(9, 30), idempotencyKey: key() },
  });
  expect(away.data?.rescheduleBooking).toMatchObject({ status: 'BOOKED' });
  expect(await overlapsOfMette()).toHaveLength(0);
});

it('is refused over two talks, over the citizen’s own, in the past, and to citizens and strangers', async () => {
  await book('frida', planner.at(8));
  await book('dina', planner.at(8, 30));
  expect(await overlap('mette', 'anna', planner.at(8, 15))).toMatchObject({ code: 'OVERLAPS_SEVERAL' });
  expect(await overlap('mette', 'frida', planner.at(8, 15))).toMatchObject({ code: 'OVERLAPS_OWN_TALK' });
  expect(await overlap('mette', 'anna', new Date('2021-01-01T08:00:00Z'))).toMatchObject({ code: 'PAST' });
  expect(await overlap('mette', 'sara', planner.at(8))).toMatchObject({ code: 'NOT_FOUND' });
  expect(await overlap('sven', 'anna', planner.at(8))).toMatchObject({ code: 'NOT_FOUND' });
  expect(await overlap('anna', 'anna', planner.at(8))).toBe('FORBIDDEN');
  const strange = { caseworker: planner.gid('Caseworker', 'sven') };
  expect(await overlap('mette', 'anna', planner.at(8), strange)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await planner.owner`select from booking where status = 'booked'`).toHaveLength(2);
});
