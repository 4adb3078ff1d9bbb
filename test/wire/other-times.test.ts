import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, confirm, holdSlot, key, reschedule } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
let booking: string;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
  const { owner, ids } = planner;
  // Talks of 30 minutes that may begin every quarter: the talk's own time is in the way of its neighbours.
  await owner`update offer set grid_minutes = 15 where id = ${ids['offer'] as string}`;
  const held = await planner.ask<{ holdSlot: Answer }>('anna', holdSlot, {
    input: {
      offer: planner.gid('Offer', 'offer'),
      startsAt: planner.at(9),
      form: 'PHONE',
      idempotencyKey: key(),
    },
  });
  const done = await planner.ask<{ confirmBooking: Answer }>('anna', confirm, {
    input: { hold: held.data?.holdSlot.id, idempotencyKey: key() },
  });
  booking = done.data?.confirmBooking.id as string;
});
afterAll(() => planner[Symbol.asyncDispose]());

type Times = { booking: { otherTimes: { startsAt: string }[] } | null };
const otherTimes = `query ($id: ID!, $from: DateTime!, $to: DateTime!) {
  booking(id: $id) { otherTimes(from: $from, to: $to) { startsAt caseworkers { id } } } }`;
const explainMove = `query ($id: ID!, $startsAt: DateTime!, $caseworker: ID!) {
  booking(id: $id) { explainMove(startsAt: $startsAt, caseworker: $caseworker) { open rules { rule ok text changeBy } } } }`;
type Explained = {
  booking: {
    explainMove: {
      open: boolean;
      rules: { rule: string; ok: boolean; text: string; changeBy: string }[];
    } | null;
  };
};
const explain = async (startsAt: Date, caseworker: string) =>
  (
    await planner.ask<Explained>('mette', explainMove, {
      id: booking,
      startsAt,
      caseworker: planner.gid('Caseworker', caseworker),
    })
  ).data?.booking.explainMove;

describe('where a talk can be moved to', () => {
  it('is where rescheduleBooking takes it: times that overlap its own are open to it alone', async () => {
    const window = { id: booking, from: planner.at(8), to: planner.at(10) };
    const answer = await planner.ask<Times>('mette', otherTimes, window);
    const starts = answer.data?.booking?.otherTimes.map(({ startsAt }) => startsAt);
    expect(starts).toContain(planner.at(9, 15).toISOString());
    const open = await planner.ask<{ offer: { slots: { startsAt: string }[] } }>(
      'mette',
      'query ($id: ID!, $from: DateTime!, $to: DateTime!) { offer(id: $id) { slots(from: $from, to: $to) { startsAt } } }',
      { ...window, id: planner.gid('Offer', 'offer') },
    );
    expect(open.data?.offer.slots.map(({ startsAt }) => startsAt)).not.toContain(
      planner.at(9, 15).toISOString(),
    );
    const moved = await planner.ask<{ rescheduleBooking: Answer }>('mette', reschedule, {
      input: { booking, startsAt: planner.at(9, 15), idempotencyKey: key() },
    });
    expect(moved.data?.rescheduleBooking).toMatchObject({
      __typename: 'Booking',
      startsAt: planner.at(9, 15).toISOString(),
    });
    const after = await planner.ask<Times>('mette', otherTimes, window);
    expect(after.data?.booking?.otherTimes).toEqual([]);
    booking = moved.data?.rescheduleBooking.id as string;
  });

  it('is near its own time first: at most eight of a week before and after, none that is over', async () => {
    const near = async () => {
      const { data } = await planner.ask<{ booking: { nearestTimes: { startsAt: string }[] } }>(
        'mette',
        'query ($id: ID!) { booking(id: $id) { startsAt nearestTimes { startsAt } } }',
        { id: booking },
      );
      return data?.booking.nearestTimes.map(({ startsAt }) => startsAt);
    };
    const around = [8, 8.25, 8.5, 8.75, 9, 9.5, 9.75, 10, 10.25].map((hour) =>
      planner.at(Math.floor(hour), (hour % 1) * 60).toISOString(),
    );
    // Eight of the nine: the ninth nearest is an hour and a quarter away.
    expect(await near()).toEqual(around.slice(1));
    await planner.owner`update clock set ahead = ${planner.at(8, 35)}::timestamptz - clock_timestamp()`;
    expect((await near())?.[0]).toBe(planner.at(8, 45).toISOString());
    await planner.owner`update clock set ahead = ${planner.at(9, 20)}::timestamptz - clock_timestamp()`;
    expect(await near()).toEqual([]);
    await planner.owner`update clock set ahead = '0'`;
  });

  it('names the rule that is in the way, and who can change it', async () => {
    expect(await explain(planner.at(9, 30), 'mette')).toMatchObject({ open: true });
    const early = await explain(planner.at(3), 'mette');
    expect(early?.rules[0]).toMatchObject({
      rule: 'hours',
      ok: false,
      text: expect.stringContaining('8.00–12.00 · gældende fra 1. januar 2020'),
      changeBy: 'ADMINISTRATOR',
    });
    const { owner, ids } = planner;
    await owner`insert into absence (resource_id, during)
      values (${ids['mette'] as string}, tstzrange(${planner.at(9, 30)}, ${planner.at(10)}))`;
    expect((await explain(planner.at(9, 30), 'mette'))?.rules[0]).toMatchObject({
      rule: 'absence',
      changeBy: 'CASEWORKER',
    });
    expect((await explain(planner.at(8), 'sven'))?.rules[0]).toMatchObject({ rule: 'competence', ok: false });
  });

  it('is for staff, who are asked about the offers that one caseworker can hold', async () => {
    expect(
      (await planner.ask('anna', `{ booking(id: "${booking}") { nearestTimes { key } } }`)).errors,
    ).toHaveLength(1);
    expect(
      (await planner.ask('anna', otherTimes, { id: booking, from: planner.at(8), to: planner.at(9) })).errors,
    ).toHaveLength(1);
    const offers = async (caseworker: string) => {
      const { data } = await planner.ask<{ offers: { edges: unknown[] } }>(
        'lone',
        'query ($caseworker: ID!) { offers(caseworker: $caseworker) { edges { node { title } } } }',
        { caseworker: planner.gid('Caseworker', caseworker) },
      );
      return data?.offers.edges.length;
    };
    // Lone works in both job centres and sees both offers; of mette's only North's.
    expect([await offers('lone'), await offers('mette')]).toEqual([2, 1]);
    await planner.owner`delete from competence where caseworker_id = ${planner.ids['mette'] as string} and interview_type = 7`;
    expect(await offers('mette')).toBe(0);
  });
});
