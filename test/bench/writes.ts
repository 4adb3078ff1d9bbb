import type { Sql } from 'postgres';
import { confirm, holdSlot } from '../src/documents.ts';
import type { Planner } from '../src/planner.ts';
import { writeByHand } from './booking-by-hand.ts';
import { absolute, type Figure, figure, median } from './figure.ts';
import { bareServer, expectOnly, type Load } from './load.ts';
import type { Population } from './population.ts';

const ROUNDS = 3;
/** The floor is faster: its rate needs more flows. The round before the first warms up. */
const FLOWS = { ours: 100, floor: 140 };
const WARM_UP = { ours: 70, floor: 70 };
const CONNECTIONS = 16;

/**
 * Row 5: hold and confirm, each citizen once, against the same statements by hand over bare HTTP with all triggers
 * on. Ours takes the first two weeks' free times, the floor the last two weeks'.
 */
export async function benchBooking(
  planner: Planner,
  people: Population,
  load: Load,
  sql: Sql,
): Promise<Figure> {
  const free = await freeTimes(planner, people);
  const half = people.from.getTime() + 14 * 86_400_000;
  const early = free.filter((time) => time.startsAt.getTime() < half);
  const late = free.filter((time) => time.startsAt.getTime() >= half);
  const users = new Map(
    (
      await planner.owner<{ id: string; citizen: string }[]>`
        select id, citizen_id as citizen from user_account where subject like 'bench:%'`
    ).map((row) => [row.citizen, row.id]),
  );
  const bare = await bareServer((body) => writeByHand(sql, planner, body));
  const graphql = (query: string, input: object) => JSON.stringify({ query, variables: { input } });
  const found: [number[], number[]] = [[], []];
  const left = { people: [...people.citizens], early, late };
  for (let round = -1; round < ROUNDS; round++) {
    const count = round < 0 ? WARM_UP : FLOWS;
    const times = { ours: left.early.splice(0, count.ours), floor: left.late.splice(0, count.floor) };
    const ours = left.people.splice(0, count.ours).map(({ token }, n) => ({
      token,
      bodies: [
        graphql(holdSlot, {
          offer: people.offer,
          startsAt: times.ours[n]?.startsAt,
          form: 'PHONE',
          idempotencyKey: crypto.randomUUID(),
        }),
        graphql(confirm, { hold: '$id', idempotencyKey: crypto.randomUUID() }),
      ],
    }));
    const floor = left.people.splice(0, count.floor).map(({ id, token }, n) => {
      const time = times.floor[n] as (typeof late)[number];
      const common = { citizen: id, user: users.get(id), caseworker: time.caseworker };
      return {
        token,
        bodies: [JSON.stringify({ ...common, ...time }), JSON.stringify({ ...common, hold: '$id' })],
      };
    });
    const sides = [
      { url: `${planner.url}/graphql`, flows: ours, kind: '"__typename":"Booking"' },
      { url: bare.url, flows: floor, kind: '"booked":true' },
    ];
    for (const [index, side] of sides.entries()) {
      const report = await load.run({ ...side, connections: CONNECTIONS });
      expectOnly(report.answers, side.kind);
      if (round >= 0) found[index]?.push(report.perSecond);
    }
  }
  bare.stop();
  const name = '5: hold + confirm, one citizen each, over HTTP (bookings/s)';
  return figure(name, median(found[0]), median(found[1]), { atLeast: 0.3 });
}

/** Row 6: 200 citizens want one slot in the same moment; one gets it, the others are told soon (ms). */
export async function benchRush(planner: Planner, people: Population, load: Load): Promise<Figure> {
  const rushers = people.citizens.slice(0, 200);
  const delays: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const flows = rushers.map(({ token }) => {
      const input = {
        offer: planner.gid('Offer', 'offer'),
        startsAt: planner.at(9, round * 30 - 30),
        form: 'PHONE',
        idempotencyKey: crypto.randomUUID(),
      };
      return { token, bodies: [JSON.stringify({ query: holdSlot, variables: { input } })] };
    });
    const order = { url: `${planner.url}/graphql`, flows, connections: flows.length };
    const { answers, p99Ms } = await load.run({ ...order, kind: '"__typename":"(Hold|SlotTaken)"' });
    const { '"__typename":"Hold"': winners = 0, '"__typename":"SlotTaken"': losers = 0 } = answers;
    if (winners !== 1 || losers !== flows.length - 1) {
      throw new Error(`One of ${flows.length} should have won: ${JSON.stringify(answers)}.`);
    }
    delays.push(p99Ms);
  }
  return absolute('6: rush of 200 on one slot, one winner, p99 (ms)', median(delays), { atMost: 500 });
}

/** Caseworkers' free quarters, spread over starts: no start comes twice before all came once. */
function freeTimes({ owner }: Planner, people: Population) {
  return owner<{ caseworker: string; startsAt: Date }[]>`
    select caseworker, starts_at as "startsAt" from (
      select c as caseworker, s.starts_at, row_number() over (partition by s.starts_at order by c) as nth
      from unnest(${people.caseworkers}::uuid[]) c,
        (select distinct starts_at from booking where starts_at >= ${people.from} and starts_at < ${people.to}) s
      where not exists (select from occupancy o where o.resource_id = c
        and o.during && tstzrange(s.starts_at, s.starts_at + interval '15 minutes'))) free
    where nth <= 3 order by nth, starts_at`;
}
