import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, cancel, confirm, holdSlot, key, reschedule, slots } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());

const input = (startsAt: Date, more: object = {}) => ({
  input: { offer: planner.gid('Offer', 'offer'), startsAt, form: 'PHONE', idempotencyKey: key(), ...more },
});
const hold = async (who: string, startsAt: Date, more: object = {}) =>
  (await planner.ask<{ holdSlot: Answer }>(who, holdSlot, input(startsAt, more))).data?.holdSlot as Answer;
const book = async (who: string, holdId: string, idempotencyKey = key()) =>
  (await planner.ask<{ confirmBooking: Answer }>(who, confirm, { input: { hold: holdId, idempotencyKey } }))
    .data?.confirmBooking as Answer;
const starts = async (who: string) => {
  const variables = { offer: planner.gid('Offer', 'offer'), from: planner.at(0), to: planner.at(24) };
  const answer = await planner.ask<{ offer: { slots: { startsAt: string }[] } }>(who, slots, variables);
  return answer.data?.offer.slots.map((slot) => slot.startsAt);
};
/** 8.00 on the wall in Copenhagen is the first start. */
const first = () => planner.at(7);

describe('a citizen with a deadline', () => {
  it('sees the free times of the day', async () => {
    expect(await starts('anna')).toHaveLength(8);
    expect((await starts('anna'))?.[0]).toBe(first().toISOString());
  });

  it('holds a time, which then leaves the list of others, and books it', async () => {
    const held = await hold('anna', first());
    expect(held).toMatchObject({ __typename: 'Hold', meetsDeadline: { state: 'OPEN' } });
    expect(await starts('frida')).not.toContain(first().toISOString());
    expect(await book('anna', held.id)).toMatchObject({
      __typename: 'Booking',
      status: 'BOOKED',
      meetsDeadline: { state: 'MET' },
    });
  });

  it('tells another that the time is taken, and the nearest free ones', async () => {
    const refused = await hold('frida', first());
    expect(refused).toMatchObject({ __typename: 'SlotTaken', code: 'SLOT_TAKEN' });
    expect(refused.nearest?.length).toBe(3);
  });

  it('may not have a second open talk of the type', async () => {
    expect(await hold('anna', planner.at(9))).toMatchObject({ __typename: 'LimitReached', code: 'MAX_OPEN' });
  });

  it('moves it: the old time is free again, the deadline stays met', async () => {
    const [mine] = await planner.owner`select id from booking where status = 'booked'`;
    const moved = await planner.ask<{ rescheduleBooking: Answer }>('anna', reschedule, {
      input: {
        booking: Buffer.from(`Booking:${mine?.['id']}`).toString('base64'),
        startsAt: planner.at(8),
        idempotencyKey: key(),
      },
    });
    expect(moved.data?.rescheduleBooking).toMatchObject({
      status: 'BOOKED',
      meetsDeadline: { state: 'MET' },
    });
    expect(await starts('frida')).toContain(first().toISOString());
    expect(await starts('frida')).not.toContain(planner.at(8).toISOString());
  });

  it('cancels it: the deadline opens again with the same date', async () => {
    const [mine] = await planner.owner`select id from booking where status = 'booked'`;
    const [before] = await planner.owner`select book_by from deadline`;
    const cancelled = await planner.ask<{ cancelBooking: Answer }>('anna', cancel, {
      input: { booking: Buffer.from(`Booking:${mine?.['id']}`).toString('base64'), idempotencyKey: key() },
    });
    expect(cancelled.data?.cancelBooking).toMatchObject({ __typename: 'Booking', status: 'CANCELLED' });
    const [after] = await planner.owner`select state, book_by, booking_id from deadline`;
    expect(after).toMatchObject({ state: 'open', book_by: before?.['book_by'], booking_id: null });
    expect(await starts('frida')).toHaveLength(8);
  });
});

describe('a request repeated with its key', () => {
  it('is done once, and another input under that key is refused', async () => {
    const idempotencyKey = key();
    const one = await hold('frida', first(), { idempotencyKey });
    const two = await hold('frida', first(), { idempotencyKey });
    expect(two.id).toBe(one.id);
    expect(await hold('frida', planner.at(9), { idempotencyKey })).toMatchObject({ code: 'KEY_REUSED' });
    const [count] =
      await planner.owner`select count(*)::int as n from booking where citizen_id = ${planner.ids['frida'] as string}`;
    expect(count?.['n']).toBe(1);
  });
});

describe('what cannot be booked is told, and changes nothing', () => {
  it.each<[string, string, () => Date, object, string]>([
    ['a start off the grid', 'anna', () => planner.at(7, 10), {}, 'GRID'],
    ['the past', 'anna', () => new Date('2021-01-06T07:00:00Z'), {}, 'NOTICE'],
    ['beyond the horizon', 'anna', () => new Date('2199-01-06T07:00:00Z'), {}, 'HORIZON'],
    ['half a minute', 'anna', () => new Date(planner.at(7).getTime() + 30_000), {}, 'INVALID_INPUT'],
    ['an exempt citizen', 'bo', () => planner.at(7), {}, 'EXEMPT'],
    ['an offer of another job centre', 'sara', () => planner.at(7), {}, 'NOT_FOUND'],
    ['a form that the offer lacks', 'anna', () => planner.at(7), { form: 'DIGITAL' }, 'INVALID_INPUT'],
    ['a short key', 'anna', () => planner.at(7), { idempotencyKey: 'x' }, 'INVALID_INPUT'],
  ])('%s', async (_, who, startsAt, more, code) => {
    const [before] = await planner.owner`select count(*)::int as n from booking`;
    expect((await hold(who, startsAt(), more)).code).toBe(code);
    expect((await planner.owner`select count(*)::int as n from booking`)[0]).toEqual(before);
  });

  it('after the last day of holding', async () => {
    const late = new Date(planner.at(7).getTime() + 86_400_000);
    expect((await hold('anna', late)).code).toBe('AFTER_DEADLINE');
  });

  it('for someone else: as unknown as a citizen who is not there', async () => {
    const other = await hold('anna', first(), { citizen: planner.gid('Citizen', 'carla') });
    const nobody = await hold('anna', first(), {
      citizen: Buffer.from(`Citizen:${crypto.randomUUID()}`).toString('base64'),
    });
    expect(other).toEqual(nobody);
    expect(other.code).toBe('NOT_FOUND');
  });

  it('but by power of attorney it can', async () => {
    expect((await hold('dina', planner.at(10), { citizen: planner.gid('Citizen', 'erik') })).__typename).toBe(
      'Hold',
    );
  });
});

describe('a hold', () => {
  it('that has run out by the database’s clock is refused at confirming and blocks nobody', async () => {
    const held = await hold('carla', planner.at(9, 30));
    await planner.owner`update clock set ahead = '11 minutes'`;
    try {
      expect((await book('carla', held.id)).code).toBe('HOLD_EXPIRED');
      expect((await hold('frida', planner.at(9, 30))).__typename).toBe('Hold');
    } finally {
      await planner.owner`update clock set ahead = '0'`;
    }
  });
});

describe('a rush of 200 on one slot', () => {
  it('has one winner and 199 typed refusals with other times', async () => {
    const rivals: string[] = [];
    for (let i = 0; i < 200; i++) rivals.push(['anna', 'frida', 'carla', 'dina'][i % 4] as string);
    const answers = await Promise.all(rivals.map((who) => hold(who, planner.at(8, 30))));
    const holds = new Set(
      answers.filter((answer) => answer.__typename === 'Hold').map((answer) => answer.id),
    );
    // The winner's own repeats may take it anew: one at a time, never two.
    const taken = answers.filter((answer) => answer.__typename === 'SlotTaken');
    expect(taken.length + answers.filter((answer) => answer.__typename === 'Hold').length).toBe(200);
    expect(taken.every((answer) => (answer.nearest?.length ?? 0) > 0)).toBe(true);
    expect(holds.size).toBeGreaterThanOrEqual(1);
    const [live] = await planner.owner`select count(*)::int as n from occupancy where kind = 'person'
      and starts_at = ${planner.at(8, 30)} and expires_at > planner_now()`;
    expect(live?.['n']).toBe(1);
  });
});

describe('a group meeting', () => {
  it('has a seat for each citizen until it is full, whoever comes first', async () => {
    const { ids, owner } = planner;
    const start = new Date(planner.at(12).getTime() + 86_400_000);
    await owner`insert into offer (id, job_centre_id, interview_type, title_da, title_en, forms, duration_minutes, grid_minutes, max_open, seats, published_from)
      values (${crypto.randomUUID()}, ${ids.north as string}, 7, 'Gruppe', 'Group', ${owner.array(['IN_PERSON'])}, 60, 60, 5, 2, '2020-01-01')`;
    const [offer] = await owner`select id from offer where title_en = 'Group'`;
    await owner`insert into group_session (offer_id, job_centre_id, caseworker_id, starts_at, ends_at, seats)
      values (${offer?.id}, ${ids.north as string}, ${ids.mette as string}, ${start}, ${new Date(start.getTime() + 3_600_000)}, 2)`;
    const join = (who: string) =>
      hold(who, start, { offer: Buffer.from(`Offer:${offer?.id}`).toString('base64'), form: 'IN_PERSON' });
    const answers = await Promise.all(['frida', 'carla', 'dina'].map(join));
    expect(answers.map((answer) => answer.__typename).sort()).toEqual(['Hold', 'Hold', 'SlotTaken']);
    const seats = await owner`select seat from seat order by seat`;
    expect(seats.map((row) => row.seat)).toEqual([1, 2]);
  });
});
