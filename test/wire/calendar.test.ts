import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Answer, confirm, holdSlot, key, reschedule } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { watchLive } from '../src/watch-live.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());

type Entry = {
  id: string;
  kind: string;
  startsAt: string;
  endsAt: string;
  caseworker: { name: string } | null;
  room: { name: string } | null;
  title: string | null;
  replaces: string | null;
  lastChange: { by: string; name: string | null } | null;
};
type Event = {
  __typename: string;
  entries?: Entry[];
  upserted?: Entry[];
  removed?: string[];
  gone?: {
    id: string;
    status: string;
    movedTo: string | null;
    lastChange: { by: string; name: string | null };
  }[];
};

const fields =
  'id kind startsAt endsAt caseworker { name } room { name } title replaces lastChange { by name }';
const calendar = `query ($team: ID, $rooms: [ID!], $kinds: [CalendarEntryKind!], $from: DateTime!, $to: DateTime!) {
  calendar(team: $team, rooms: $rooms, kinds: $kinds, from: $from, to: $to) { ${fields} } }`;
const calendarLive = `subscription ($team: ID, $kinds: [CalendarEntryKind!], $from: DateTime!, $to: DateTime!) {
  calendar(team: $team, kinds: $kinds, from: $from, to: $to) { __typename
    ... on CalendarSnapshot { entries { ${fields} } }
    ... on CalendarChange { upserted { ${fields} } removed gone { id status movedTo lastChange { by name } } } } }`;
const day = (more: object = {}) => ({
  team: planner.gid('Team', 'north team'),
  from: planner.at(0),
  to: planner.at(22),
  ...more,
});
const entries = async (who: string, variables: object) =>
  (await planner.ask<{ calendar: Entry[] }>(who, calendar, variables)).data?.calendar ?? [];
const span = ({ startsAt, endsAt }: Entry) => `${startsAt.slice(11, 16)}–${endsAt.slice(11, 16)}`;
/** Whom the offer's day shows free, as stretches of UTC. */
const free = async () => (await entries('mette', day({ kinds: ['FREE'] }))).map(span);

async function book(who: string, startsAt: Date): Promise<string> {
  const input = {
    offer: planner.gid('Offer', 'offer'),
    startsAt,
    form: 'IN_PERSON',
    idempotencyKey: key(),
  };
  const held = await planner.ask<{ holdSlot: Answer }>(who, holdSlot, { input });
  const done = await planner.ask<{ confirmBooking: Answer }>(who, confirm, {
    input: { hold: held.data?.holdSlot.id, idempotencyKey: key() },
  });
  return done.data?.confirmBooking.id as string;
}

/** Mette works from 8 to 12 in Copenhagen; hours here are UTC, so 9 is 10 or 11 there, well inside. */
describe('the calendar', () => {
  it('shows what citizens can book as stretches, only when asked for, and by the engine’s rules', async () => {
    const before = await free();
    expect(before).toHaveLength(1);
    expect((await entries('mette', day())).filter(({ kind }) => kind === 'FREE')).toEqual([]);
    await book('anna', planner.at(9));
    const after = await free();
    expect(after).toHaveLength(2);
    expect([after[0]?.slice(0, 5), after[0]?.slice(6), after[1]?.slice(0, 5), after[1]?.slice(6)]).toEqual([
      before[0]?.slice(0, 5),
      '09:00',
      '09:30',
      before[0]?.slice(6),
    ]);
  });

  it('shows closing days by name: once for all, or for each whom it concerns; and public holidays', async () => {
    const { owner, ids } = planner;
    const date = planner.at(0).toISOString().slice(0, 10);
    const [north, team] = [ids['north'] as string, ids['north team'] as string];
    await owner`insert into closing_day (job_centre_id, day, name) values (${north}, ${date}, 'Flyttedag')`;
    await owner`insert into closing_day (job_centre_id, team_id, day, start_minute, end_minute, name)
      values (${north}, ${team}, ${date}, 480, 540, 'Teammøde')`;
    const closed = await entries('mette', day({ kinds: ['CLOSED'] }));
    expect(closed.map(({ title, caseworker }) => [title, caseworker?.name ?? null])).toEqual([
      ['Flyttedag', null],
      ['Teammøde', expect.stringMatching(/caseworker/)],
      ['Teammøde', expect.stringMatching(/caseworker/)],
    ]);
    expect(await free()).toEqual([]);
    // Whoever works elsewhere is not told why North is closed.
    expect(await entries('sven', day({ kinds: ['CLOSED'] }))).toEqual([]);
    await owner`delete from closing_day`;

    await owner`update job_centre set public_holidays = true where id = ${north}`;
    const christmas = { from: '2026-12-24T12:00:00Z', to: '2026-12-25T12:00:00Z', kinds: ['CLOSED'] };
    expect((await entries('mette', day(christmas))).map(({ title, startsAt }) => [title, startsAt])).toEqual([
      ['Juledag', '2026-12-24T23:00:00.000Z'],
    ]);
    await owner`update job_centre set public_holidays = false where id = ${north}`;
  });

  it('shows a room’s own calendar, and a group meeting by its name', async () => {
    const { owner, ids } = planner;
    const room = crypto.randomUUID();
    const [meeting] = await owner`insert into group_session
      (offer_id, job_centre_id, caseworker_id, starts_at, ends_at, seats)
      values (${ids['offer'] as string}, ${ids['north'] as string}, ${ids['lone'] as string},
        ${planner.at(12)}, ${planner.at(13)}, 10) returning id`;
    await owner`insert into resource (id, kind) values (${room}, 'room')`;
    await owner`insert into room (id, job_centre_id, name) values (${room}, ${ids['north'] as string}, 'Salen')`;
    for (const [resource, kind] of [
      [room, 'room'],
      [ids['lone'] as string, 'person'],
    ] as const) {
      await owner`insert into occupancy (resource_id, kind, claim_id, booking_id, during, starts_at)
        values (${resource}, ${kind}, ${meeting?.['id']}, ${meeting?.['id']},
          tstzrange(${planner.at(12)}, ${planner.at(13)}), ${planner.at(12)})`;
    }
    const rooms = [Buffer.from(`Room:${room}`).toString('base64')];
    const shown = await entries('mette', day({ rooms, kinds: ['SESSION'] }));
    expect(
      shown
        .map(({ title, caseworker, room: where }) => [title, caseworker?.name ?? where?.name])
        .toSorted((a, b) => String(a[1]).localeCompare(String(b[1]))),
    ).toEqual([
      ['Jobsamtale', 'lone caseworker'],
      ['Jobsamtale', 'Salen'],
    ]);
  });

  it('tells a move as one, with who did it; and nothing of it to those who may not see the citizen', async () => {
    const booking = await book('carla', planner.at(8));
    const [mette, lone, sven] = ['mette', 'lone', 'sven'].map((who) =>
      watchLive<Event>(planner, who, calendarLive, day()),
    ) as [ReturnType<typeof watchLive<Event>>, ReturnType<typeof watchLive<Event>>, never];
    const foreign = sven as ReturnType<typeof watchLive<Event>>;
    await vi.waitFor(
      () => expect([mette, lone, foreign].map(({ events }) => events.length)).toEqual([1, 1, 1]),
      5_000,
    );
    const id = Buffer.from(booking, 'base64').toString().slice('Booking:'.length);
    const known = mette.events[0]?.entries?.find((entry) => entry.id === id);
    expect(known?.lastChange).toEqual({ by: 'CITIZEN', name: null });

    await planner.ask('mette', reschedule, {
      input: { booking, startsAt: planner.at(9, 30), idempotencyKey: key() },
    });
    const told = (events: Event[]) => {
      const change = events.find(({ removed }) => removed?.includes(id));
      return { gone: change?.gone, now: change?.upserted?.[0] };
    };
    await vi.waitFor(() => expect(told(lone.events).gone).toBeDefined(), 5_000);
    expect(told(lone.events)).toMatchObject({
      gone: [
        {
          id,
          status: 'MOVED',
          movedTo: planner.at(9, 30).toISOString(),
          lastChange: { by: 'STAFF', name: 'mette' },
        },
      ],
      now: { kind: 'BOOKED', replaces: id, lastChange: { by: 'STAFF', name: 'mette' } },
    });
    await vi.waitFor(() => expect(told(mette.events).now?.lastChange?.by).toBe('VIEWER'), 5_000);
    await vi.waitFor(() => expect(told(foreign.events).gone).toBeDefined(), 5_000);
    expect(told(foreign.events)).toMatchObject({ gone: [], now: { kind: 'BUSY', lastChange: null } });
    await Promise.all([mette, lone, foreign].map((one) => one.stop()));
  });

  it('what is free follows a change of hours by itself', async () => {
    const live = watchLive<Event>(planner, 'mette', calendarLive, day({ kinds: ['FREE'] }));
    await vi.waitFor(() => expect(live.events).toHaveLength(1), 5_000);
    const { owner, ids } = planner;
    await owner`update working_hours set end_minute = 780 where caseworker_id = ${ids['mette'] as string}`;
    await vi.waitFor(() => expect(live.events.at(-1)?.upserted).toHaveLength(1), 5_000);
    const [before, after] = [live.events[0]?.entries?.at(-1), live.events.at(-1)?.upserted?.[0]];
    expect(Date.parse(after?.endsAt as string) - Date.parse(before?.endsAt as string)).toBe(3_600_000);
    await live.stop();
  });
});
