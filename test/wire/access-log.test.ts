import { createClient } from 'graphql-ws';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type Planner, startPlanner } from '../src/planner.ts';
import { addTalk } from '../src/talk.ts';

let planner: Planner;
let booking: string;
const carla = () => planner.ids['carla'] as string;

beforeEach(async () => {
  planner ??= await startPlanner({ phones: true });
  const { owner } = planner;
  await owner`truncate access_log`;
  await owner`update clock set ahead = '0'`;
  if (booking) return;
  booking = await addTalk(planner, 'carla', 8);
});
afterAll(() => planner[Symbol.asyncDispose]());

const look = (who: string) =>
  planner.ask(
    who,
    `{ booking(id: "${Buffer.from(`Booking:${booking}`).toString('base64')}") { citizen { name } } }`,
  );
const fields = 'kind role organisation staff purpose';
const logOf = async (who: string, more = '') =>
  (
    await planner.ask<{
      accessLog: { edges: { node: Record<string, unknown> }[]; pageInfo: { endCursor: string } };
    }>(who, `{ accessLog(first: 2${more}) { edges { node { ${fields} } } pageInfo { endCursor } } }`)
  ).data?.accessLog;
const nodes = (log: Awaited<ReturnType<typeof logOf>>) => log?.edges.map(({ node }) => node);

/** Opens the caseworker's live calendar until this hour of the day and waits for its snapshot. */
async function watchCalendar(who: string, until = 24) {
  const client = createClient({
    url: `${planner.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${planner.tokens[who]}` },
  });
  await new Promise<void>((done, failed) => {
    client.subscribe(
      {
        query: `subscription ($team: ID, $from: DateTime!, $to: DateTime!) { calendar(team: $team, from: $from, to: $to) {
          ... on CalendarSnapshot { entries { booking { citizen { name } } } } } }`,
        variables: { team: planner.gid('Team', 'north team'), from: planner.at(0), to: planner.at(until) },
      },
      { next: () => done(), error: failed, complete: () => {} },
    );
  });
  await client.dispose();
}

describe('who has looked at my data', () => {
  it('is told with role and organisation, and the employee’s name only where the job centre shows it', async () => {
    await look('mette');
    const told = { kind: 'READ', role: 'caseworker', organisation: 'north', staff: null, purpose: null };
    expect(nodes(await logOf('carla'))).toEqual([told]);
    await planner.owner`update job_centre set shows_staff_names = true`;
    expect(nodes(await logOf('carla'))).toEqual([{ ...told, staff: 'mette' }]);
    await planner.owner`update job_centre set shows_staff_names = false`;
  });

  it('names the other actor whose employee it was', async () => {
    await look('olav');
    expect(nodes(await logOf('carla'))).toMatchObject([{ role: 'actor', organisation: 'Actor' }]);
  });

  it('comes newest first, page by page', async () => {
    for (const purpose of ['one', 'two', 'three'])
      await planner.owner`select log_access(${planner.ids['user mette'] as string}, ${[carla()]}, 'search', 'search', ${purpose})`;
    const first = await logOf('carla');
    expect(nodes(first)).toMatchObject([{ kind: 'SEARCH', purpose: 'three' }, { purpose: 'two' }]);
    const second = await logOf('carla', `, after: "${first?.pageInfo.endCursor}"`);
    expect(nodes(second)).toMatchObject([{ purpose: 'one' }]);
  });

  it('is nobody else’s to read, not by power of attorney either, nor staff’s', async () => {
    await planner.owner`select log_access(${planner.ids['user mette'] as string}, ${[planner.ids['erik'] as string, carla()]}, 'x', 'read', null)`;
    const erik = `, citizen: "${planner.gid('Citizen', 'erik')}"`;
    expect(nodes(await logOf('erik', erik))).toHaveLength(1);
    for (const who of ['dina', 'anna', 'mette']) expect(nodes(await logOf(who, erik))).toEqual([]);
    expect(nodes(await logOf('mette'))).toEqual([]);
  });
});

describe('a live view', () => {
  it('is told once a day for each employee and citizen, however often it is opened', async () => {
    await watchCalendar('mette');
    await watchCalendar('mette');
    await watchCalendar('lone');
    const rows = () =>
      planner.owner`select viewer_id, kind from access_log where citizen_id = ${carla()} order by id`;
    expect([...(await rows())]).toEqual([
      { viewer_id: planner.ids['user mette'], kind: 'live' },
      { viewer_id: planner.ids['user lone'], kind: 'live' },
    ]);
    await planner.owner`update clock set ahead = '1 day'`;
    // Another window: one that has just been left is shown again as it was.
    await watchCalendar('mette', 23);
    expect(await rows()).toHaveLength(3);
  });
});

describe('the log', () => {
  it('is kept as long as the job centre says, and no longer', async () => {
    await look('mette');
    await planner.owner`update clock set ahead = '5 months'`;
    await planner.opened.system`select purge_access_log()`;
    expect(nodes(await logOf('carla'))).toHaveLength(1);
    await planner.owner`update clock set ahead = '7 months'`;
    const [purged] = await planner.opened.system`select purge_access_log() as gone`;
    expect(purged?.['gone']).toBe(1);
    expect(nodes(await logOf('carla'))).toEqual([]);
  });
});
