import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, confirm, holdSlot, key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

/** Dina acts for her father Erik by power of attorney; to Anna he is a stranger. */
let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
  const { ids, owner } = planner;
  // An offer for Erik's group, which Dina is not in, and one of hers that is his no more.
  await owner`update citizen set contact_group = '24' where id = ${ids['erik'] as string}`;
  await owner`update offer set groups = ${owner.array(['24'])} where id = ${ids['offer'] as string}`;
});
afterAll(() => planner[Symbol.asyncDispose]());

const erik = () => planner.gid('Citizen', 'erik');
const offer = () => planner.gid('Offer', 'offer');
const slots = `query ($offer: ID!, $from: DateTime!, $to: DateTime!, $citizen: ID) {
  offer(id: $offer) { slots(from: $from, to: $to, citizen: $citizen) { startsAt } } }`;
const freeTimes = async (who: string, citizen?: string) =>
  planner.ask<{ offer: { slots: unknown[] } }>(who, slots, {
    offer: offer(),
    from: planner.at(0),
    to: planner.at(24),
    citizen,
  });

describe('who acts for another', () => {
  it('is shown the offers and times that are open to him, not to her', async () => {
    const lists = `query ($citizen: ID) {
      offers(citizen: $citizen) { edges { node { id } } } offersNotOpen(citizen: $citizen) { code offer { id } } }`;
    const hers = await planner.ask('dina', lists);
    expect(hers.data).toEqual({
      offers: { edges: [] },
      offersNotOpen: [{ code: 'GROUP', offer: { id: offer() } }],
    });
    const his = await planner.ask('dina', lists, { citizen: erik() });
    expect(his.data).toEqual({ offers: { edges: [{ node: { id: offer() } }] }, offersNotOpen: [] });
    expect((await freeTimes('dina')).data?.offer.slots).toEqual([]);
    expect((await freeTimes('dina', erik())).data?.offer.slots).toHaveLength(8);
  });

  it('books for him, and both names stand on the booking', async () => {
    const { holdSlot: held } = (
      await planner.ask<{ holdSlot: Answer }>('dina', holdSlot, {
        input: {
          offer: offer(),
          startsAt: planner.at(7),
          form: 'PHONE',
          citizen: erik(),
          idempotencyKey: key(),
        },
      })
    ).data as { holdSlot: Answer };
    const held1 = await planner.ask(
      'dina',
      `{ node(id: "${held.id}") { ... on Hold { citizen { id name } } } }`,
    );
    expect(held1.data).toEqual({ node: { citizen: { id: erik(), name: 'erik citizen' } } });
    const { confirmBooking } = (
      await planner.ask<{ confirmBooking: Answer }>('dina', confirm, {
        input: { hold: held.id, idempotencyKey: key() },
      })
    ).data as { confirmBooking: Answer };
    // Erik himself may not see Dina, and yet learns who booked for him; so does the caseworker.
    for (const who of ['dina', 'erik', 'mette']) {
      const seen = await planner.ask(
        who,
        `{ booking(id: "${confirmBooking.id}") { bookedBy citizen { name } } }`,
      );
      expect(seen.data).toEqual({ booking: { bookedBy: 'dina citizen', citizen: { name: 'erik citizen' } } });
    }
    const [event] = await planner.owner`
      select viewer_id, after->>'citizen_id' as citizen, after->>'agent_id' as agent from audit_event
      where entity = 'booking' and action = 'INSERT'`;
    expect(event).toEqual({
      viewer_id: planner.ids['user dina'],
      citizen: planner.ids['erik'],
      agent: planner.ids['dina'],
    });
  });

  it('is nobody to a stranger: he is as unknown as a citizen who is not there', async () => {
    const nobody = Buffer.from(`Citizen:${crypto.randomUUID()}`).toString('base64');
    const asked = await freeTimes('anna', erik());
    expect(asked).toEqual(await freeTimes('anna', nobody));
    expect(asked.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    const list = (citizen: string) =>
      planner.ask('anna', `{ offersNotOpen(citizen: "${citizen}") { code } }`);
    expect((await list(erik())).data).toEqual({ offersNotOpen: [] });
  });

  it('may no more once the power of attorney has ended', async () => {
    await planner.owner`update power_of_attorney set during = daterange('2020-01-01', '2021-01-01')`;
    expect((await freeTimes('dina', erik())).errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    const held = await planner.ask<{ holdSlot: Answer }>('dina', holdSlot, {
      input: {
        offer: offer(),
        startsAt: planner.at(9),
        form: 'PHONE',
        citizen: erik(),
        idempotencyKey: key(),
      },
    });
    expect(held.data?.holdSlot.code).toBe('NOT_FOUND');
  });
});
