import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Answer, confirm, holdSlot, key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { watchLive } from '../src/watch-live.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());

type Event = {
  __typename: string;
  cursor: string;
  slots?: { key: string; startsAt: string }[];
  opened?: { key: string; startsAt: string }[];
  closed?: string[];
};
const watch = (who: string, query: string, variables: Record<string, unknown>) =>
  watchLive<Event>(planner, who, query, variables);

const slotsLive = `subscription ($offer: ID!, $from: DateTime!, $to: DateTime!, $since: String) {
  slots(offer: $offer, from: $from, to: $to, since: $since) { __typename
    ... on SlotsSnapshot { cursor slots { key startsAt } } ... on SlotsChange { cursor opened { key startsAt } closed } } }`;
const calendarLive = `subscription ($team: ID, $from: DateTime!, $to: DateTime!) {
  calendar(team: $team, from: $from, to: $to) { __typename
    ... on CalendarSnapshot { cursor entries { id kind booking { citizen { name } } } }
    ... on CalendarChange { cursor upserted { id kind booking { citizen { name } } } removed } } }`;
const window = () => ({ from: planner.at(0), to: planner.at(24) });
const hold = async (who: string, startsAt: Date) =>
  (
    await planner.ask<{ holdSlot: Answer }>(who, holdSlot, {
      input: { offer: planner.gid('Offer', 'offer'), startsAt, form: 'PHONE', idempotencyKey: key() },
    })
  ).data?.holdSlot as Answer;

describe('live', () => {
  it('a time that another takes leaves the list, and the booking lands in the caseworker’s calendar', async () => {
    const citizen = watch('frida', slotsLive, { offer: planner.gid('Offer', 'offer'), ...window() });
    const caseworker = watch('mette', calendarLive, { team: planner.gid('Team', 'north team'), ...window() });
    await vi.waitFor(() => expect([citizen.events.length, caseworker.events.length]).toEqual([1, 1]), 5_000);
    expect(citizen.events[0]).toMatchObject({ __typename: 'SlotsSnapshot' });
    expect(citizen.events[0]?.slots).toHaveLength(8);

    const held = await hold('anna', planner.at(7));
    await planner.ask('anna', confirm, { input: { hold: held.id, idempotencyKey: key() } });

    const taken = String(planner.at(7).getTime() / 60_000);
    await vi.waitFor(
      () => expect(citizen.events.flatMap((event) => event.closed ?? [])).toEqual([taken]),
      5_000,
    );
    await vi.waitFor(
      () =>
        expect(caseworker.events.at(-1)).toMatchObject({
          __typename: 'CalendarChange',
          upserted: [{ kind: 'BOOKED', booking: { citizen: { name: 'anna citizen' } } }],
        }),
      5_000,
    );
    expect([...citizen.state.errors, ...caseworker.state.errors]).toEqual([]);
    await Promise.all([citizen.stop(), caseworker.stop()]);
  });

  it('a client that comes back with its cursor gets only what it missed', async () => {
    const before = watch('frida', slotsLive, { offer: planner.gid('Offer', 'offer'), ...window() });
    await vi.waitFor(() => expect(before.events).toHaveLength(1), 5_000);
    const since = before.events[0]?.cursor;
    await before.stop();
    await hold('carla', planner.at(9));
    const after = watch('frida', slotsLive, { offer: planner.gid('Offer', 'offer'), ...window(), since });
    await vi.waitFor(
      () =>
        expect(after.events.flatMap((event) => event.closed ?? [])).toContain(
          String(planner.at(9).getTime() / 60_000),
        ),
      5_000,
    );
    expect(after.events[0]?.__typename).toBe('SlotsChange');
    await after.stop();
  });

  it('a citizen may not watch a calendar, and a foreign caseworker sees no names', async () => {
    const citizen = watch('frida', calendarLive, { team: planner.gid('Team', 'north team'), ...window() });
    const foreign = watch('sven', calendarLive, { team: planner.gid('Team', 'north team'), ...window() });
    await vi.waitFor(() => expect(citizen.state.errors.length).toBeGreaterThan(0), 5_000);
    await vi.waitFor(() => expect(foreign.events.length).toBeGreaterThan(0), 5_000);
    expect(citizen.events).toEqual([]);
    expect(JSON.stringify(foreign.events)).not.toContain('citizen"');
    expect(JSON.stringify(foreign.events)).not.toContain('anna');
    await Promise.all([citizen.stop(), foreign.stop()]);
  });

  it('ends at once when the rights end', async () => {
    const caseworker = watch('lone', calendarLive, { team: planner.gid('Team', 'north team'), ...window() });
    await vi.waitFor(() => expect(caseworker.events).toHaveLength(1), 5_000);
    await planner.owner`delete from role_grant where user_id = ${planner.ids['user lone'] as string}`;
    await vi.waitFor(() => expect(caseworker.state.closed).toBe(4403), 2_000);
  });

  it('ends when the day turns on which a role ends, though nobody has touched it', async () => {
    const caseworker = watch('sven', calendarLive, { team: planner.gid('Team', 'south team'), ...window() });
    await vi.waitFor(() => expect(caseworker.events).toHaveLength(1), 5_000);
    await planner.owner`update role_grant set during = daterange(null, rights_today() + 1)
      where user_id = ${planner.ids['user sven'] as string}`;
    await vi.waitFor(() => expect(caseworker.state.closed).toBe(4403), 2_000);
    const again = watch('sven', calendarLive, { team: planner.gid('Team', 'south team'), ...window() });
    await vi.waitFor(() => expect(again.events).toHaveLength(1), 5_000);
    await planner.owner`update clock set ahead = '1 day'`;
    await vi.waitFor(() => expect(again.state.closed).toBe(4403), 5_000);
    const { data } = await planner.ask<{ viewer: { kind: string } }>('sven', '{ viewer { kind } }');
    expect(data?.viewer.kind).toBe('CITIZEN');
    await planner.owner`update clock set ahead = '0'`;
  });

  it('ends at once when an other actor’s assignment ends', async () => {
    const actor = watch('olav', calendarLive, { team: planner.gid('Team', 'north team'), ...window() });
    await vi.waitFor(() => expect(actor.events).toHaveLength(1), 5_000);
    await planner.owner`update assignment set during = daterange('2020-01-01', '2021-01-01')`;
    await vi.waitFor(() => expect(actor.state.closed).toBe(4403), 2_000);
  });
});
