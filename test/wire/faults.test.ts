import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCitizen, type Citizen, insist, once, type Reply, uuid } from '../src/crowd.ts';
import { confirm, holdSlot, key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

const crowd = 50;
/** A Wednesday and six weekdays after it; two citizens want each start. */
const wanted = Array.from({ length: crowd / 2 }, (_, i) => ({
  days: [0, 1, 2, 5, 6, 7, 8][Math.floor(i / 8)] as number,
  half: i % 8,
}));

let planner: Planner;
const people: Citizen[] = [];
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
  const to = { jobCentreId: planner.ids['north'] as string, issuer: planner.config.oidc.issuer.href };
  for (let i = 0; i < crowd; i++) people.push(await addCitizen(planner.owner, to, `c${i}`));
});
afterAll(() => planner[Symbol.asyncDispose]());

/** Ends every connection of the application's role, whatever it is doing; how many. */
async function cut(): Promise<number> {
  const [row] = await planner.owner`select count(pg_terminate_backend(pid))::int as n from pg_stat_activity
    where usename = 'planner_app' and datname = current_database()`;
  return row?.['n'] as number;
}

describe('the database’s connections are cut while 50 citizens book', () => {
  it('each acknowledged booking stands once, and a repeated command finds it', async () => {
    let answered = 0;
    let failed = 0;
    let killed = 0;
    const cuts: Promise<void>[] = [];
    /** Cuts at every eighth answer, so in the middle of what the others are doing. */
    const count = () => {
      answered += 1;
      if (answered % 8 !== 0) return;
      cuts.push(
        cut().then((n) => {
          killed += n;
        }),
      );
    };
    const fail = () => {
      failed += 1;
    };

    const booked: { who: number; id: string; again: () => Promise<Reply> }[] = [];
    await Promise.all(
      people.map(async ({ token }, who) => {
        const { days, half } = wanted[who % wanted.length] as (typeof wanted)[number];
        const hold = {
          offer: planner.gid('Offer', 'offer'),
          startsAt: planner.at(7 + 24 * days, half * 30),
          form: 'PHONE',
          idempotencyKey: key(),
        };
        const held = await insist(planner.url, token, holdSlot, hold, fail);
        count();
        if (held.__typename !== 'Hold') {
          expect(held.code).toBe('SLOT_TAKEN');
          return;
        }
        const input = { hold: held.id, idempotencyKey: key() };
        const made = await insist(planner.url, token, confirm, input, fail);
        count();
        expect(made.__typename).toBe('Booking');
        booked.push({ who, id: made.id, again: () => once(planner.url, token, confirm, input) });
      }),
    );
    await Promise.all(cuts);
    expect([killed, failed].every((n) => n > 0)).toBe(true);

    const rows = await planner.owner`select id, citizen_id, starts_at from booking where status = 'booked'`;
    expect(booked).toHaveLength(wanted.length);
    expect(rows.map((row) => row['id'] as string).sort()).toEqual(booked.map(({ id }) => uuid(id)).sort());
    expect(new Set(rows.map((row) => (row['starts_at'] as Date).getTime())).size).toBe(wanted.length);
    expect(new Set(rows.map((row) => row['citizen_id'] as string)).size).toBe(wanted.length);

    for (const { id, again } of booked) {
      const reply = await again();
      expect(reply.errors).toBeUndefined();
      expect(reply.data?.['confirmBooking']).toMatchObject({ __typename: 'Booking', id });
    }
    const [taken] =
      await planner.owner`select count(*)::int as rows, count(distinct booking_id)::int as bookings
      from occupancy where expires_at is null`;
    expect(taken).toEqual({ rows: 2 * wanted.length, bookings: wanted.length });
    expect(await planner.owner`select 1 from booking where status = 'held'`).toHaveLength(0);
  });

  it('and the planner answers again at once', async () => {
    await cut();
    // Who meets a connection that has just died may fail once; nobody fails twice.
    await planner.ask('anna', '{ jobCentres { name } }');
    const ready = await planner.ask<{ jobCentres: object[] }>('anna', '{ jobCentres { name } }');
    expect(ready).toEqual({ data: { jobCentres: [{ name: 'north' }, { name: 'south' }] } });
  });
});
