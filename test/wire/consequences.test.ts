import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, cancel, confirm, holdSlot, key, reschedule } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

/** What is said before a talk is cancelled, beside what then is. */
let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());
beforeEach(async () => {
  const { owner } = planner;
  await owner`truncate occupancy, idempotency, request cascade`;
  await owner`update deadline set state = 'open', booking_id = null, book_by = ${day(-10)}, hold_by = ${day(1)}, length_days = 8`;
  await owner`delete from booking`;
  await owner`update offer set cancel_until_minutes = 0`;
  await nowIs(day(-12));
});

const day = (away: number) =>
  planner
    .at(24 * away)
    .toISOString()
    .slice(0, 10);
/** Noon of that day, by the planner's clock. */
const nowIs = (date: string) =>
  planner.owner`update clock set ahead = ${`${date}T11:00:00Z`}::timestamptz - clock_timestamp()`;

const makeRequest = `mutation ($input: MakeRequestInput!) { makeRequest(input: $input) { __typename } }`;

async function say(who: string, document: string, input: object) {
  const answer = await planner.ask<Record<string, Answer>>(who, document, {
    input: { idempotencyKey: key(), ...input },
  });
  return Object.values(answer.data ?? {})[0] as Answer;
}
async function book(who: string) {
  const offer = planner.gid('Offer', 'offer');
  const held = await say(who, holdSlot, { offer, startsAt: planner.at(8), form: 'PHONE' });
  return (await say(who, confirm, { hold: held.id })).id;
}
type Said = { bookBy: string; holdBy: string; state: string; missed: boolean; waitsForAnswer: boolean };
const said = async (who: string, id: string) =>
  (
    await planner.ask<{ booking: { deadlineIfCancelled: Said | null } | null }>(
      who,
      'query ($id: ID!) { booking(id: $id) { deadlineIfCancelled { bookBy holdBy state missed waitsForAnswer } } }',
      { id },
    )
  ).data?.booking?.deadlineIfCancelled;
const deadline = async () =>
  (
    await planner.owner`select state, book_by::text as "bookBy", hold_by::text as "holdBy" from deadline
      where id = ${planner.ids['deadline'] as string}`
  )[0];

/** Cancels, and what was said of the deadline must be what it has. */
async function cancelAsSaid(who: string, id: string) {
  const before = await said(who, id);
  expect(await say(who, cancel, { booking: id, reason: 'Syg' })).toMatchObject({ status: 'CANCELLED' });
  const { bookBy, holdBy } = before as Said;
  expect(await deadline()).toEqual({ state: 'open', bookBy, holdBy });
  return before;
}

describe('the deadline that a talk meets', () => {
  it('has its own dates again when the citizen cancels', async () => {
    expect(await cancelAsSaid('anna', await book('anna'))).toEqual({
      bookBy: day(-10),
      holdBy: day(1),
      state: 'OPEN',
      missed: false,
      waitsForAnswer: false,
    });
  });

  it('is still in time on its last day to book, and missed from the day after', async () => {
    const id = await book('anna');
    await nowIs(day(-10));
    expect(await said('anna', id)).toMatchObject({ missed: false });
    await nowIs(day(-9));
    expect(await cancelAsSaid('anna', id)).toMatchObject({
      bookBy: day(-10),
      state: 'MISSED',
      missed: true,
    });
  });

  it('is not missed while a request waits for its answer', async () => {
    const id = await book('anna');
    expect(await say('anna', makeRequest, { kind: 'CALL', message: 'Ring til mig' })).toMatchObject({
      __typename: 'Request',
    });
    await nowIs(day(-9));
    expect(await cancelAsSaid('anna', id)).toMatchObject({ state: 'WAITING', missed: false });
  });

  it('is a new one of full length when staff cancel, and as long to hold as it was', async () => {
    const id = await book('anna');
    await nowIs(day(-9));
    expect(await cancelAsSaid('mette', id)).toMatchObject({
      bookBy: day(-1),
      holdBy: day(10),
      missed: false,
    });
  });

  it('is never shortened by staff', async () => {
    const id = await book('anna');
    await nowIs(day(-20));
    expect(await cancelAsSaid('mette', id)).toMatchObject({ bookBy: day(-10), holdBy: day(1) });
  });

  it('stays met, and is told of alike, after a move', async () => {
    const id = await book('anna');
    const moved = await say('anna', reschedule, { booking: id, startsAt: planner.at(9) });
    expect(await said('anna', id)).toBeNull();
    expect(await cancelAsSaid('anna', moved.id)).toMatchObject({ bookBy: day(-10), holdBy: day(1) });
  });
});

it('nothing is said where no deadline is met, nor to whom the talk is none of their business', async () => {
  const id = await book('carla');
  expect(await said('carla', id)).toBeNull();
  expect(await said('mette', id)).toBeNull();
  expect(await said('anna', id)).toBeUndefined();
  expect(await say('carla', cancel, { booking: id })).toMatchObject({ status: 'CANCELLED' });
  expect(await deadline()).toMatchObject({ state: 'open', bookBy: day(-10) });
});

it('who cancels too late is refused, and the deadline stays met', async () => {
  const id = await book('anna');
  await planner.owner`update offer set cancel_until_minutes = ${24 * 60}`;
  await planner.owner`update clock set ahead = ${planner.at(7)}::timestamptz - clock_timestamp()`;
  expect(await say('anna', cancel, { booking: id })).toMatchObject({ code: 'TOO_LATE' });
  expect(await deadline()).toMatchObject({ state: 'met' });
});
