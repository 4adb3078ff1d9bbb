import { anonymous, type Viewer } from '@planner/db';
import { lock } from '@planner/schema/lock.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCitizen, type Citizen, insist, uuid } from '../src/crowd.ts';
import { type Answer, confirm, holdSlot, key, reschedule } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

const rounds = 40;
const halfHour = 30 * 60_000;

let planner: Planner;
let staff: Viewer;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
  const { ids } = planner;
  staff = {
    ...anonymous,
    kind: 'staff',
    userId: ids['user mette'] as string,
    centres: [ids['north'] as string],
  };
});
afterAll(() => planner[Symbol.asyncDispose]());

let used = 0;
/** The next start nobody has looked at yet: eight on each weekday from the fixture's Wednesday on. */
function nextStart(): Date {
  const weekday = Math.floor(used / 8);
  const days = weekday + 2 * Math.floor((weekday + 2) / 5);
  return planner.at(7 + 24 * days, (used++ % 8) * 30);
}

/** As a command that enters an absence has to (schema/src/lock.ts): lock, look, write. Returns what it hits and its state. */
function enterAbsence(startsAt: Date, delay: number): Promise<{ id: string; status: string }[]> {
  const span = [startsAt.toISOString(), new Date(startsAt.getTime() + halfHour).toISOString()];
  const mette = planner.ids['mette'] as string;
  return planner.opened.door.write(staff, 'test', async (handle) => {
    // Round trips instead of a pause: they bring both to the lock at about the same time.
    for (let i = 0; i < delay; i++) await handle.query('select');
    await lock(handle, [mette]);
    const hits = await handle.query<{ id: string; status: string }>(
      `select b.id, b.status from occupancy o join booking b on b.id = o.booking_id where o.resource_id = $1
         and o.during && tstzrange($2, $3) and (o.expires_at is null or o.expires_at > planner_now())`,
      [mette, ...span],
    );
    await handle.query('insert into absence (resource_id, during) values ($1, tstzrange($2, $3))', [
      mette,
      ...span,
    ]);
    return hits;
  });
}

/** Lets both run at once, again and again, each time nearer to the instant at which either may be first. */
async function race(prepare: (startsAt: Date, citizen: Citizen) => Promise<() => Promise<Answer>>) {
  const jobCentreId = planner.ids['north'] as string;
  const to = { jobCentreId, issuer: planner.config.oidc.issuer.href };
  const first = { booking: 0, absence: 0 };
  let delay = 8;
  for (let round = 0; round < rounds; round++) {
    const startsAt = nextStart();
    const citizen = await addCitizen(planner.owner, to, crypto.randomUUID());
    const book = await prepare(startsAt, citizen);
    const [answer, hits] = await Promise.all([book(), enterAbsence(startsAt, delay)]);
    if (answer.__typename === 'SlotTaken') {
      // It saw the absence: other times are named, and nothing but the hold from before is taken.
      expect(answer.nearest?.length ?? 3).toBe(3);
      expect(hits.map((hit) => hit.status)).not.toContain('booked');
      first.absence += 1;
      delay += 2;
    } else {
      const status = answer.__typename === 'Hold' ? 'held' : 'booked';
      expect({ answer, hits }).toMatchObject({ hits: [{ id: uuid(answer.id), status }] });
      first.booking += 1;
      delay = Math.max(0, delay - 2);
    }
  }
  // Either has been first: the race was one.
  expect(first.booking * first.absence).toBeGreaterThan(0);
}

const ask = (citizen: Citizen, document: string, input: object) =>
  insist(planner.url, citizen.token, document, { ...input, idempotencyKey: key() });
const hold = (citizen: Citizen, startsAt: Date) =>
  ask(citizen, holdSlot, { offer: planner.gid('Offer', 'offer'), startsAt, form: 'PHONE' });

describe('an absence and a booking in the same instant: the second sees the first', () => {
  it('when a time is held', () => race(async (startsAt, citizen) => () => hold(citizen, startsAt)));

  it('when what was held is confirmed', () =>
    race(async (startsAt, citizen) => {
      const held = await hold(citizen, startsAt);
      return () => ask(citizen, confirm, { hold: held.id });
    }));

  it('when a talk is moved', () =>
    race(async (startsAt, citizen) => {
      const held = await hold(citizen, nextStart());
      const booking = await ask(citizen, confirm, { hold: held.id });
      return () => ask(citizen, reschedule, { booking: booking.id, startsAt });
    }));
});

describe('a time that is held while an absence is entered', () => {
  it('cannot be booked any more, whatever came first; the nearest others are named', async () => {
    const startsAt = nextStart();
    const held = await hold({ id: '', token: planner.tokens['frida'] as string }, startsAt);
    expect(await enterAbsence(startsAt, 0)).toEqual([{ id: uuid(held.id), status: 'held' }]);
    const document = confirm.replace(
      '... on Refusal',
      '... on SlotTaken { nearest { startsAt } } ... on Refusal',
    );
    const refused = await insist(planner.url, planner.tokens['frida'] as string, document, {
      hold: held.id,
      idempotencyKey: key(),
    });
    expect(refused).toMatchObject({ __typename: 'SlotTaken', code: 'SLOT_TAKEN' });
    expect(refused.nearest).toHaveLength(3);
    expect(refused.nearest?.map((slot) => slot.startsAt)).not.toContain(startsAt.toISOString());
  });
});
