import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, holdSlot, key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());

const file = (who: string, id: string) =>
  fetch(`${planner.url}/booking/${encodeURIComponent(id)}.ics`, {
    headers: { authorization: `Bearer ${planner.tokens[who]}` },
  });
async function entry(who: string, id: string) {
  const answer = await file(who, id);
  expect(answer.status).toBe(200);
  const text = (await answer.text()).replaceAll('\r\n ', '');
  const value = (name: string) => new RegExp(`^${name}[:;](.*)\r$`, 'm').exec(text)?.[1];
  return {
    uid: value('UID'),
    sequence: Number(value('SEQUENCE')),
    start: value('DTSTART'),
    status: value('STATUS'),
    location: value('LOCATION'),
    text,
  };
}
type Made = { id: string };
async function run(mutation: string): Promise<string> {
  const { data } = await planner.ask<{ made: Made }>(
    'anna',
    `mutation { made: ${mutation} { ... on Booking { id } } }`,
  );
  return data?.made.id as string;
}

it('a talk stays one entry in the calendar when it is moved and called off', async () => {
  const input = {
    offer: planner.gid('Offer', 'offer'),
    startsAt: planner.at(7),
    form: 'IN_PERSON',
    idempotencyKey: key(),
  };
  const held = await planner.ask<{ holdSlot: Answer }>('anna', holdSlot, { input });
  const first = await run(
    `confirmBooking(input: { hold: "${held.data?.holdSlot.id}", idempotencyKey: "${key()}" })`,
  );
  const booked = await entry('anna', first);
  expect(booked).toMatchObject({ status: 'CONFIRMED', location: 'Street 1' });
  expect(booked.text).toContain(`${planner.config.publicUrl.origin}/bookings/`);
  expect(booked.text).not.toMatch(/jobsamtale|anna|mette|north/i);

  const second = await run(
    `rescheduleBooking(input: { booking: "${first}", startsAt: "${planner.at(8).toISOString()}", idempotencyKey: "${key()}" })`,
  );
  const moved = await entry('anna', second);
  expect(moved.uid).toBe(booked.uid);
  expect(moved.start).not.toBe(booked.start);
  expect(moved.sequence).toBeGreaterThan(booked.sequence);
  // The old time tells nothing any more: it would put the entry back.
  expect((await file('anna', first)).status).toBe(404);

  await run(`cancelBooking(input: { booking: "${second}", idempotencyKey: "${key()}" })`);
  const off = await entry('anna', second);
  expect(off).toMatchObject({ uid: booked.uid, status: 'CANCELLED' });
  expect(off.sequence).toBeGreaterThan(moved.sequence);

  // Somebody else's is as unknown as one that does not exist.
  const none = Buffer.from(`Booking:${crypto.randomUUID()}`).toString('base64');
  for (const id of [second, none]) expect((await file('sara', id)).status).toBe(404);
});
