import { digestOf } from '@planner/schema/availability/evidence.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Answer, holdSlot, key, slots } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { watchLive } from '../src/watch-live.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());

type Row = Record<string, unknown> & { outcome: string; reason: string | null; answer: Buffer | null };
const evidence = (who: string) =>
  planner.owner<
    Row[]
  >`select * from slot_evidence where viewer_id = ${planner.ids[`user ${who}`] as string} order by id`;
/** The newest row of a viewer, once there are so many. */
const newest = (who: string, count: number) =>
  vi.waitFor(async () => {
    const rows = await evidence(who);
    expect(rows).toHaveLength(count);
    return rows.at(-1) as Row;
  }, 5_000);
const offer = () => planner.gid('Offer', 'offer');
const window = () => ({ from: planner.at(0), to: planner.at(24) });
const hold = (who: string, startsAt: Date) =>
  planner.ask<{ holdSlot: Answer }>(who, holdSlot, {
    input: { offer: offer(), startsAt, form: 'PHONE', idempotencyKey: key() },
  });

describe('what was answered', () => {
  it('is kept: by its starts, for whom, and in which state', async () => {
    const answer = await planner.ask<{ offer: { slots: { startsAt: string }[] } }>('dina', slots, {
      offer: offer(),
      ...window(),
    });
    const starts = answer.data?.offer.slots.map((slot) => Date.parse(slot.startsAt) / 60_000) ?? [];
    const row = await newest('dina', 1);
    expect(row).toMatchObject({
      outcome: 'answered',
      reason: null,
      citizen_id: planner.ids['dina'],
      offer_id: planner.ids['offer'],
      slots: 8,
      position: expect.stringMatching(/^\d+$/),
    });
    expect(row.answer).toEqual(digestOf(starts));
  });

  it('is kept when it was empty, when it was refused, and when it failed', async () => {
    const past = { from: new Date('2020-01-01'), to: new Date('2020-01-02') };
    await planner.ask('frida', slots, { offer: offer(), ...past });
    expect(await newest('frida', 1)).toMatchObject({ outcome: 'answered', slots: 0 });

    await planner.ask('frida', slots, { offer: offer(), from: planner.at(24), to: planner.at(0) });
    expect(await newest('frida', 2)).toMatchObject({
      outcome: 'refused',
      reason: 'INVALID_WINDOW',
      answer: null,
      span: null,
    });

    await planner.owner`revoke execute on function feed_position() from planner_app`;
    // A window that nobody was answered: another of her audience would share the answer.
    const failed = await planner.ask('frida', slots, { offer: offer(), ...window(), to: planner.at(23) });
    await planner.owner`grant execute on function feed_position() to planner_app`;
    expect(failed.errors?.[0]?.extensions?.['code']).toBe('UNEXPECTED');
    expect(await newest('frida', 3)).toMatchObject({
      outcome: 'failed',
      reason: 'UNEXPECTED',
      answer: null,
      citizen_id: planner.ids['frida'],
    });
  });

  it('is kept when a time that somebody chose was taken', async () => {
    await hold('anna', planner.at(8));
    expect((await hold('carla', planner.at(8))).data?.holdSlot.code).toBe('SLOT_TAKEN');
    const row = await newest('carla', 1);
    expect(row).toMatchObject({
      outcome: 'refused',
      reason: 'SLOT_TAKEN',
      citizen_id: planner.ids['carla'],
      answer: null,
    });
    expect(Number(row['position'])).toBeGreaterThan(0);
  });
});

const live = `subscription ($offer: ID!, $from: DateTime!, $to: DateTime!) { slots(offer: $offer, from: $from, to: $to) {
  __typename ... on SlotsSnapshot { slots { key } } ... on SlotsChange { opened { key } closed } } }`;

describe('a live window', () => {
  it('has a row for each frame, and says of each viewer which frames she saw', async () => {
    // Nobody has looked at this day yet, so that the window is new.
    const ask = { offer: offer(), from: planner.at(24), to: planner.at(48) };
    const at = (hour: number) => new Date(planner.at(hour).getTime() + 86_400_000);
    const lines = async () => ({
      frames:
        await planner.owner`select slots, viewer_id from slot_evidence where watch_id is not null order by seq`,
      looks: await planner.owner`select viewer_id, action from slot_watch order by seq`,
    });
    const first = watchLive<object>(planner, 'dina', live, ask);
    await vi.waitFor(() => expect(first.events).toHaveLength(1), 5_000);
    await hold('erik', at(8));
    await vi.waitFor(() => expect(first.events).toHaveLength(2), 5_000);
    const second = watchLive<object>(planner, 'frida', live, ask);
    await vi.waitFor(() => expect(second.events).toHaveLength(1), 5_000);
    await first.stop();
    await vi.waitFor(async () => expect((await lines()).looks).toHaveLength(3), 5_000);
    await hold('erik', at(9));
    await vi.waitFor(() => expect(second.events).toHaveLength(2), 5_000);
    await second.stop();
    await vi.waitFor(async () => expect((await lines()).looks).toHaveLength(4), 5_000);

    const { frames, looks } = await lines();
    expect(frames.map((row) => row['viewer_id'])).toEqual(frames.map(() => null));
    const [dina, frida] = [planner.ids['user dina'], planner.ids['user frida']];
    expect(looks.map((row) => [row['viewer_id'], row['action']])).toEqual([
      [dina, 'joined'],
      [frida, 'joined'],
      [dina, 'left'],
      [frida, 'left'],
    ]);
    const shown = async (viewer: string | undefined) =>
      (
        await planner.owner`select e.slots from slot_shown s join slot_evidence e on e.id = s.evidence_id
        where s.viewer_id = ${viewer ?? null} and e.watch_id is not null order by e.seq`
      ).map((row) => row['slots']);
    const all = frames.map((row) => row['slots']);
    expect(await shown(dina)).toEqual(all.slice(0, 2));
    expect(await shown(frida)).toEqual(all.slice(1));
    expect(all).toHaveLength(3);
  });
});
