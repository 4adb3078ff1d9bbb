import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Answer, cancel, confirm, holdSlot, key, reschedule } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { watchLive } from '../src/watch-live.ts';

/** What Dina, who acts for her father Erik, may do with a talk he has; Anna is a stranger to both. */
let planner: Planner;
let talk: string;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
  const held = await say('erik', 'holdSlot', holdSlot, {
    offer: planner.gid('Offer', 'offer'),
    startsAt: planner.at(7),
    form: 'PHONE',
  });
  talk = (await say('erik', 'confirmBooking', confirm, { hold: held.id })).id;
});
afterAll(() => planner[Symbol.asyncDispose]());

async function say(who: string, command: string, document: string, input: object): Promise<Answer> {
  const answer = await planner.ask<Record<string, Answer>>(who, document, {
    input: { ...input, idempotencyKey: key() },
  });
  expect(answer.errors).toBeUndefined();
  return answer.data?.[command] as Answer;
}
const move = (who: string, startsAt: Date) =>
  say(who, 'rescheduleBooking', reschedule, { booking: talk, startsAt });
const callOff = (who: string) => say(who, 'cancelBooking', cancel, { booking: talk });

describe('who acts for another', () => {
  it('moves his talk, and the trail says that she did', async () => {
    expect((await move('anna', planner.at(8))).code).toBe('NOT_FOUND');
    const moved = await move('dina', planner.at(8));
    expect(moved).toMatchObject({ __typename: 'Booking', status: 'BOOKED' });
    talk = moved.id;
    const [event] = await planner.owner`
      select viewer_id, after->>'citizen_id' as citizen, after->>'agent_id' as agent from audit_event
      where entity = 'booking' and action = 'INSERT' order by id desc limit 1`;
    expect(event).toEqual({
      viewer_id: planner.ids['user dina'],
      citizen: planner.ids['erik'],
      agent: planner.ids['dina'],
    });
  });

  it('loses her live view and her say at once when he withdraws it, and gets both with a new one', async () => {
    const slots = `subscription ($offer: ID!, $from: DateTime!, $to: DateTime!, $citizen: ID) {
      slots(offer: $offer, from: $from, to: $to, citizen: $citizen) { __typename } }`;
    const view = watchLive<object>(planner, 'dina', slots, {
      offer: planner.gid('Offer', 'offer'),
      from: planner.at(0),
      to: planner.at(24),
      citizen: planner.gid('Citizen', 'erik'),
    });
    await vi.waitFor(() => expect(view.events).toHaveLength(1), 5_000);
    await planner.owner`delete from power_of_attorney`;
    await vi.waitFor(() => expect(view.state.closed).toBe(4403), 2_000);
    expect((await move('dina', planner.at(9))).code).toBe('NOT_FOUND');
    expect((await callOff('dina')).code).toBe('NOT_FOUND');

    await planner.owner`insert into power_of_attorney
      values (${planner.ids['erik'] as string}, ${planner.ids['dina'] as string}, '[2020-01-01,)')`;
    expect(await callOff('dina')).toMatchObject({ __typename: 'Booking', status: 'CANCELLED' });
    const [event] = await planner.owner`
      select viewer_id, after->>'status' as status from audit_event
      where entity = 'booking' and action = 'UPDATE' order by id desc limit 1`;
    expect(event).toEqual({ viewer_id: planner.ids['user dina'], status: 'cancelled' });
  });

  it('may by the Danish day, not by the server’s: a power of attorney from the 8th counts at half past midnight', async () => {
    const { owner } = planner;
    // 23.30 in UTC is the next day in Denmark, all year.
    await owner`update clock set ahead = date_trunc('day', clock_timestamp(), 'UTC') + interval '23 hours 30 minutes' - clock_timestamp()`;
    await owner`update power_of_attorney set during = daterange(((clock_timestamp() at time zone 'UTC')::date + 1), null)`;
    const answer = await planner.ask('dina', '{ viewer { actsFor { name } } }');
    expect(answer.data).toEqual({ viewer: { actsFor: [{ name: 'erik citizen' }] } });
  });
});
