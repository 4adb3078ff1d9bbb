import { createDoor } from '@planner/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { countSendings } from '../src/sendings.ts';

let planner: Planner;
let counted: Awaited<ReturnType<typeof countSendings>>;
beforeAll(async () => {
  planner = await startPlanner({
    phones: true,
    door: async (url) => {
      counted = await countSendings(url);
      return createDoor({ url: counted.url, width: 1 });
    },
  });
});
afterAll(async () => {
  await planner[Symbol.asyncDispose]();
  counted[Symbol.dispose]();
});

// A payload of nothing that has to be read.
const holdSlot =
  'mutation ($input: HoldSlotInput!) { holdSlot(input: $input) { __typename ... on Hold { id } } }';
const confirm = 'mutation ($input: ConfirmBookingInput!) { confirmBooking(input: $input) { __typename } }';

async function say(who: string, document: string, input: object) {
  const answer = await planner.ask<Record<string, Answer>>(who, document, {
    input: { idempotencyKey: key(), ...input },
  });
  return Object.values(answer.data ?? {})[0] as Answer;
}

/** Sendings of a hold and of its confirmation. */
async function book(startsAt: Date) {
  let hold = '';
  const held = await counted.during(async () => {
    const offer = planner.gid('Offer', 'offer');
    hold = (await say('carla', holdSlot, { offer, startsAt, form: 'PHONE' })).id;
  });
  const confirmed = await counted.during(async () => {
    expect(await say('carla', confirm, { hold })).toEqual({ __typename: 'Booking' });
  });
  return { held, confirmed };
}

it('a hold and its confirmation go to the database no more often than they need', async () => {
  await planner.owner`update offer set max_open = 10`;
  // Statements are prepared when they are first sent, which takes ways of its own.
  for (const hour of [7, 7.5]) await book(planner.at(hour));
  const booked: Awaited<ReturnType<typeof book>>[] = [];
  for (const hour of [8, 8.5, 9]) booked.push(await book(planner.at(hour)));
  // The commands' own, their COMMIT counted; a busy machine tears more apart, so the least counts. The hold's writes pass
  // the kilobyte at which the driver cuts, and the cut-off part mostly waits for an acknowledgement: one more.
  const least = (which: 'held' | 'confirmed') => Math.min(...booked.map((one) => one[which]));
  expect(least('held')).toBeLessThanOrEqual(5);
  expect(least('confirmed')).toBeLessThanOrEqual(3);
});
