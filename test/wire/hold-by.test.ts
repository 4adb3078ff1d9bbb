import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, confirm, holdSlot, key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());

const document = `query ($offer: ID!, $citizen: ID, $replaces: ID) {
  offer(id: $offer) { holdBy(citizen: $citizen, replaces: $replaces) } }`;
const holdBy = async (as: string, about: { citizen?: string; replaces?: string } = {}) => {
  const answer = await planner.ask<{ offer: { holdBy: string | null } }>(as, document, {
    offer: planner.gid('Offer', 'offer'),
    ...about,
  });
  return answer.data?.offer.holdBy;
};
const hold = async (as: string, startsAt: Date, replaces?: string) =>
  (
    await planner.ask<{ holdSlot: Answer & { code?: string } }>(as, holdSlot, {
      input: {
        offer: planner.gid('Offer', 'offer'),
        startsAt,
        form: 'PHONE',
        replaces,
        idempotencyKey: key(),
      },
    })
  ).data?.holdSlot;

describe('Offer.holdBy', () => {
  it('is the last day on which a time is held for her: the day itself is, the next is not', async () => {
    const day = planner.at(0).toISOString().slice(0, 10);
    expect(await holdBy('anna')).toBe(day);
    expect((await hold('anna', planner.at(7)))?.__typename).toBe('Hold');
    expect((await hold('anna', planner.at(24 + 7)))?.code).toBe('AFTER_DEADLINE');
  });

  it('is null for whom no deadline runs, and tells nobody of another’s', async () => {
    expect(await holdBy('carla')).toBeNull();
    expect(await holdBy('carla', { citizen: planner.gid('Citizen', 'anna') })).toBeNull();
    expect(await holdBy('dina', { citizen: planner.gid('Citizen', 'erik') })).toBeNull();
  });

  it('of a talk that is moved is what that talk meets, though it is open no more', async () => {
    const held = await hold('anna', planner.at(8));
    const booked = await planner.ask<{ confirmBooking: Answer }>('anna', confirm, {
      input: { hold: held?.id, idempotencyKey: key() },
    });
    const replaces = booked.data?.confirmBooking.id as string;
    expect(await holdBy('anna')).toBeNull();
    expect(await holdBy('anna', { replaces })).toBe(planner.at(0).toISOString().slice(0, 10));
    expect((await hold('anna', planner.at(24 + 8), replaces))?.code).toBe('AFTER_DEADLINE');
  });
});
