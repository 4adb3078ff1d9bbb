import { loadViewer } from '@planner/schema/access/load-viewer.ts';
import { audienceOf } from '@planner/schema/availability/audience.ts';
import { findFreeSlots } from '@planner/schema/availability/find.ts';
import { createLoaders } from '@planner/schema/loaders.ts';
import type { Sql } from 'postgres';
import type { Planner } from '../src/planner.ts';
import { asViewer, settingsOf } from './as-viewer.ts';
import { type Figure, figure, median } from './figure.ts';
import { bareServer, expectOnly, type Load } from './load.ts';
import type { Population } from './population.ts';

const ROUNDS = 3;
const CONNECTIONS = 32;

/** Those with the tokens ask the same in turn. */
type Side = { url: string; tokens: string[]; body: string; kind: string };

/** Requests a second, rounds alternating after one short one to warm up. */
async function rates(load: Load, ours: Side, floor: Side, milliseconds: number): Promise<[number, number]> {
  const found: [number[], number[]] = [[], []];
  for (let round = -1; round < ROUNDS; round++) {
    for (const [index, side] of [ours, floor].entries()) {
      const { url, kind } = side;
      const flows = side.tokens.map((token) => ({ token, bodies: [side.body] }));
      const order = { url, connections: CONNECTIONS, flows, kind };
      const report = await load.run({ ...order, milliseconds: round < 0 ? 1000 : milliseconds });
      expectOnly(report.answers, kind);
      if (round >= 0) found[index]?.push(report.perSecond);
    }
  }
  return [median(found[0]), median(found[1])];
}

/** Row 1: one caseworker's week, 30 bookings, asked by a colleague with a bearer token. */
export async function benchBookings(
  planner: Planner,
  people: Population,
  load: Load,
  sql: Sql,
): Promise<Figure> {
  const caseworker = people.caseworkers[0] as string;
  const to = new Date(people.from.getTime() + 7 * 86_400_000);
  const query = `query ($from: DateTime!, $to: DateTime!, $caseworkers: [ID!]) {
    bookings(from: $from, to: $to, caseworkers: $caseworkers, first: 30) { edges { node {
      id status form startsAt endsAt caseworker { id name } interviewType { code nameDa } } } } }`;
  const id = Buffer.from(`Caseworker:${caseworker}`).toString('base64');
  const token = planner.tokens['mette'] as string;
  const settings = await settingsOf(planner, planner.ids['user mette'] as string);
  const bare = await bareServer(async () => {
    const rows = await asViewer(sql, settings, (tx) =>
      tx.unsafe(
        `select b.id, b.status, b.form, b.starts_at, b.ends_at, c.id as caseworker, c.name, i.code, i.name_da
          from booking b join caseworker c on c.id = b.caseworker_id join interview_type i on i.code = b.interview_type
          where b.status = 'booked' and b.starts_at >= $1 and b.starts_at < $2 and b.caseworker_id = any ($3::uuid[])
          order by b.starts_at, b.id limit 30`,
        [people.from.toISOString(), to.toISOString(), `{${caseworker}}`],
        { prepare: true },
      ),
    );
    const edges = rows.map((row) => ({
      node: {
        id: row['id'],
        status: row['status'],
        form: row['form'],
        startsAt: row['starts_at'],
        endsAt: row['ends_at'],
        caseworker: { id: row['caseworker'], name: row['name'] },
        interviewType: { code: row['code'], nameDa: row['name_da'] },
      },
    }));
    return { data: { bookings: { edges } } };
  });
  const variables = { from: people.from, to, caseworkers: [id] };
  const body = JSON.stringify({ query, variables });
  const kind = '^{"data":{"bookings":{"edges":\\[{"node":';
  const [ours, floor] = await rates(
    load,
    { url: `${planner.url}/graphql`, tokens: [token], body, kind },
    { url: bare.url, tokens: [token], body, kind },
    2500,
  );
  bare.stop();
  return figure('1: bookings of a week, 30 rows, over HTTP (requests/s)', ours, floor, { atLeast: 0.35 });
}

/** Row 2: free times of 50 caseworkers in four weeks, asked by 200 citizens of one audience. */
export async function benchSlots(
  planner: Planner,
  people: Population,
  load: Load,
  sql: Sql,
): Promise<Figure> {
  const query = `query ($offer: ID!, $from: DateTime!, $to: DateTime!) {
    offer(id: $offer) { slots(from: $from, to: $to) { key startsAt seatsLeft } } }`;
  const variables = { offer: people.offer, from: people.from, to: people.to };
  const tokens = people.citizens.slice(0, 200).map(({ token }) => token);
  const bare = await bareServer(async () => ({ data: await sql`select 1 as one` }));
  const [ours, floor] = await rates(
    load,
    {
      url: `${planner.url}/graphql`,
      tokens,
      body: JSON.stringify({ query, variables }),
      kind: '^{"data":{"offer":{"slots":\\[{"key":',
    },
    { url: bare.url, tokens, body: '{}', kind: '^{"data":\\[{"one":1' },
    2500,
  );
  bare.stop();
  const name = '2: slots of 50 caseworkers × 4 weeks, over HTTP (requests/s)';
  return figure(name, ours, floor, { atLeast: 1 });
}

/** Row 4: the same without HTTP, beside only fetching the bookings; one at a time, milliseconds. */
export async function benchColdSlots(planner: Planner, people: Population): Promise<Figure> {
  const { door, system } = planner.opened;
  const citizen = people.citizens[0] as Population['citizens'][number];
  const [user] = await planner.owner<{ id: string }[]>`
    select id from user_account where citizen_id = ${citizen.id}`;
  const viewer = await loadViewer(system, user?.id as string);
  const { from, to } = people;
  const [offer, self] = await door.read(viewer, 'bench', async (handle) => {
    const loaders = createLoaders(() => handle);
    return [
      await loaders.offer.load(planner.ids['wide offer'] as string),
      await loaders.citizen.load(citizen.id),
    ] as const;
  });
  if (!offer) throw new Error('The offer cannot be read.');
  const ask = { offer, from, to, audience: audienceOf(viewer, self) };
  const cold = () => door.read(viewer, 'bench', async (handle) => (await findFreeSlots(handle, ask)).slots);
  const fetching = () =>
    door.read(viewer, 'bench', (handle) =>
      handle.query(
        `select resource_id, extract(epoch from lower(during))::float8 / 60 as start, extract(epoch from upper(during))::float8 / 60 as end
          from unnest($3::uuid[]) who (id) cross join lateral
            (select * from occupancy where resource_id = who.id and during && tstzrange($1, $2) offset 0) o`,
        [from.toISOString(), to.toISOString(), `{${people.caseworkers.join(',')}}`],
      ),
    );
  const found: [number[], number[]] = [[], []];
  for (let round = 0; round < 12; round++) {
    for (const [index, work] of [cold, fetching].entries()) {
      const begin = performance.now();
      const rows: unknown[] = await work();
      if (rows.length === 0) throw new Error('There is nothing to read.');
      if (round >= 3) found[index]?.push(performance.now() - begin);
    }
  }
  const name = '4: cold slots of 50 caseworkers × 4 weeks (ms)';
  return figure(name, median(found[0]), median(found[1]), { atMost: 2 });
}
