import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyTrail } from '@planner/db';
import { type Embedded, startEmbedded } from '@planner/db/embedded';
import { storedKey } from '@planner/schema/idempotency.ts';
import { openDatabase } from '@planner/server/database.ts';
import { createLog } from '@planner/server/log.ts';
import { demoConfig, freePort } from '@planner/server/testing.ts';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCitizen, type Citizen, insist, uuid } from '../src/crowd.ts';
import { cancel, confirm, holdSlot, key } from '../src/documents.ts';
import { type Fixture, fill } from '../src/fixture.ts';
import { type PlannerProcess, startProcess } from '../src/process.ts';

/** Two citizens share each weekday: they meet each other there, and nobody else. */
const crowd = 24;
const startsPerPair = 8;

let dataDir: string;
let database: Embedded;
let planner: PlannerProcess;
let fixture: Fixture;
let sql: postgres.Sql;
let config: ReturnType<typeof demoConfig>;
const people: Citizen[] = [];
const ghosts: Citizen[] = [];

/** A planner as `npm start` runs it: a process of its own with its own PostgreSQL, whose commits wait for the disk. */
beforeAll(async () => {
  // The name that the tests' global setup sweeps after a run was killed.
  dataDir = await mkdtemp(join(tmpdir(), `planner-test-${process.pid}-`));
  await chmod(dataDir, 0o711);
  config = demoConfig(await freePort(), dataDir);
  const opened = await openDatabase(config, createLog('silent'));
  await opened.disconnect();
  database = await startEmbedded({ dataDir, log: () => {} });
  const url = new URL(database.superuserUrl);
  url.pathname = '/planner';
  sql = postgres(url.href, { max: 2, onnotice: () => {} });
  fixture = await fill(sql);
  const to = { jobCentreId: fixture.ids['north'] as string, issuer: config.oidc.issuer.href };
  for (let i = 0; i < crowd; i++) people.push(await addCitizen(sql, to, `c${i}`));
  for (let i = 0; i < startsPerPair; i++) ghosts.push(await addCitizen(sql, to, `ghost${i}`));
  planner = await start();
});
afterAll(async () => {
  await planner?.end('SIGKILL');
  await sql?.end();
  await database?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const start = () => startProcess({ dataDir, port: config.port });

/** The nth half hour of the nth weekday from the fixture's Wednesday on. */
function startOf(weekday: number, half: number): Date {
  const days = weekday + 2 * Math.floor((weekday + 2) / 5);
  return fixture.at(7 + 24 * days, half * 30);
}

/** What clients were told, to be held against the database afterwards. */
const told = { statusOf: new Map<string, string>(), madeBy: new Map<string, string>(), failed: 0 };
const talkOf = new Map<Citizen, string>();
let answers = 0;
let waiting: { until: number; go: () => void } | undefined;
/** Resolves in the middle of what the clients do: when they have got so many answers more. */
const moreAnswers = (n: number) =>
  new Promise<void>((go) => {
    waiting = { until: answers + n, go };
  });

async function tell(who: Citizen, document: string, input: object) {
  const answer = await insist(planner.url, who.token, document, input, () => {
    told.failed += 1;
  });
  answers += 1;
  if (waiting && answers >= waiting.until) waiting.go();
  return answer;
}

async function hold(who: Citizen, startsAt: Date) {
  const idempotencyKey = key();
  const offer = fixture.gid('Offer', 'offer');
  const answer = await tell(who, holdSlot, { offer, startsAt, form: 'PHONE', idempotencyKey });
  if (answer.__typename !== 'Hold') {
    expect(answer.code).toBe('SLOT_TAKEN');
    return null;
  }
  told.madeBy.set(idempotencyKey, uuid(answer.id));
  told.statusOf.set(uuid(answer.id), 'held');
  return answer.id;
}

async function decide(who: Citizen, document: string, input: object, status: string) {
  const idempotencyKey = key();
  const answer = await tell(who, document, { ...input, idempotencyKey });
  expect(answer).toMatchObject({ __typename: 'Booking', status: status.toUpperCase() });
  told.madeBy.set(idempotencyKey, uuid(answer.id));
  told.statusOf.set(uuid(answer.id), status);
  return answer.id;
}

/** Holds, confirms and cancels, again and again, and keeps the last talk. */
async function bookUntil(done: () => boolean, who: Citizen, index: number) {
  for (let round = index; ; round++) {
    const booking = talkOf.get(who);
    if (booking) await decide(who, cancel, { booking }, 'cancelled');
    talkOf.delete(who);
    const held = await hold(who, startOf(Math.floor(index / 2), round % startsPerPair));
    if (!held) continue;
    talkOf.set(who, await decide(who, confirm, { hold: held }, 'booked'));
    if (done()) return;
  }
}

/** Lets the crowd book while `faults` happen one after the other; each comes while the answers to the last still run in. */
async function bookWhile(...faults: (() => Promise<void>)[]) {
  let done = false;
  const failedBefore = told.failed;
  const crowded = Promise.all(people.map((who, index) => bookUntil(() => done, who, index)));
  const shaken = (async () => {
    for (const fault of faults) {
      await moreAnswers(2 * crowd);
      await fault();
    }
    await moreAnswers(2 * crowd);
    done = true;
  })();
  await Promise.race([shaken, crowded]);
  await crowded;
  expect(told.failed - failedBefore).toBeGreaterThan(faults.length);
}

/** Every answer is a row and every row an answer; who is taken is who has a talk; trail and feed have every step. */
async function nothingLostNothingDoubled() {
  const bookings = await sql<{ id: string; status: string; version: number }[]>`
    select id, status, version from booking`;
  expect(new Map(bookings.map((row) => [row.id, row.status]))).toEqual(told.statusOf);
  const keys = await sql<{ key: string; entity: string; viewer: string }[]>`
    select key, entity_id as entity, viewer_id as viewer from idempotency`;
  const viewerOf = new Map(keys.map((row) => [row.entity, row.viewer]));
  const toldKeys = [...told.madeBy].map(
    ([key, entity]) => [storedKey(viewerOf.get(entity) ?? '', key), entity] as const,
  );
  expect(new Map(keys.map((row) => [row.key, row.entity]))).toEqual(new Map(toldKeys));

  const astray = await sql`
    with wanted as (
      select b.id, r.resource, tstzrange(b.starts_at, b.ends_at) as during, b.expires_at from booking b,
        unnest(array[b.citizen_id, b.caseworker_id]) r (resource) where b.status in ('held', 'booked'))
    select * from wanted w full join occupancy o on o.booking_id = w.id and o.claim_id = w.id
      and o.resource_id = w.resource and o.during = w.during and o.expires_at is not distinct from w.expires_at
    where w.id is null or o.booking_id is null`;
  expect(astray).toHaveLength(0);

  const steps = new Map(
    bookings.map(({ id, version }) => [id, Array.from({ length: version }, (_, i) => i + 1)]),
  );
  const announced = await sql<{ id: string; versions: number[] }[]>`
    select entity_id as id, array_agg(version order by id) as versions from change where entity = 'booking' group by 1`;
  expect(new Map(announced.map((row) => [row.id, row.versions]))).toEqual(steps);
  const written = await sql<{ id: string; versions: number[] }[]>`
    select entity_id as id, array_agg((after->>'version')::int order by id) as versions
    from audit_event where entity = 'booking' group by 1`;
  expect(new Map(written.map((row) => [row.id, row.versions]))).toEqual(steps);
  expect((await verifyTrail(sql, { key: config.sealKey })).faults).toEqual([]);
}

const killServer = async () => {
  await planner.end('SIGKILL');
};
async function killPostgres() {
  const pid = Number((await readFile(join(database.directory, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  process.kill(pid, 'SIGKILL');
}
/** One of its children: PostgreSQL then ends the others, too, and recovers by itself. */
async function killBackend() {
  const [row] = await sql<{ pid: number }[]>`
    select pid from pg_stat_activity where usename = 'planner_app' order by state = 'active' desc limit 1`;
  process.kill(row?.pid as number, 'SIGKILL');
}

describe('kill -9 while 24 citizens hold, confirm and cancel', () => {
  it('of the planner, three times: nothing is lost and nothing doubled', async () => {
    for (const [half, ghost] of ghosts.entries()) await hold(ghost, startOf(crowd / 2, half));
    const crash = async () => {
      await killServer();
      planner = await start();
    };
    await bookWhile(crash, crash, crash);
    await nothingLostNothingDoubled();
  });

  it('of PostgreSQL, of one of its connections, and of both at once: nothing either', async () => {
    await bookWhile(killPostgres, killBackend, async () => {
      await Promise.all([killServer(), killPostgres()]);
      planner = await start();
    });
    await nothingLostNothingDoubled();
  });

  it('and who held a time and never came back bars nobody when it has lapsed', async () => {
    await sql`update clock set ahead = '11 minutes'`;
    for (const [half, ghost] of ghosts.entries())
      expect(await hold(ghost, startOf(crowd / 2, (half + 1) % startsPerPair))).not.toBeNull();
  });
});
