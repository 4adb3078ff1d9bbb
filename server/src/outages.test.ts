import { createTestDatabase, type TestDatabase } from '@planner/db/testing';
import postgres, { type Sql } from 'postgres';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createLog } from './log.ts';
import { startOutages } from './outages.ts';

let database: TestDatabase;
let system: Sql;
let owner: Sql;

beforeEach(async () => {
  database = await createTestDatabase();
  system = postgres(database.url('system'), { max: 2, backoff: () => 0.02, onnotice: () => {} });
  owner = postgres(database.url('superuser'), { max: 1, onnotice: () => {} });
});
afterEach(async () => {
  await Promise.all([system.end({ timeout: 1 }), owner.end()]);
  await database.drop();
});

const pace = { beatEveryMs: 20, shortestMs: 200 };
/** A process that begins to watch. */
async function watch(options: { feedReadAt?: () => number } = {}) {
  const processId = crypto.randomUUID();
  const feedReadAt = options.feedReadAt ?? (() => Date.now());
  const outages = await startOutages({ system, log: createLog('silent'), processId, feedReadAt, pace });
  let stopped = false;
  const stop = async () => {
    if (!stopped) await outages.stop();
    stopped = true;
  };
  onTestFinished(stop);
  return { processId, stop };
}
const noted = () =>
  owner`select component, cause, extract(epoch from ended_at - started_at)::float8 as seconds from outage`;
const seen = async (id: string) =>
  (await owner`select seen_at::text from process where id = ${id}`)[0]?.['seen_at'];
const age = (id: string, by: string) =>
  owner`update process set seen_at = seen_at - ${by}::interval, stopped_at = stopped_at - ${by}::interval where id = ${id}`;

describe('a gap between two processes', () => {
  it('is noted by the next that starts, and how the last one had ended', async () => {
    const first = await watch();
    await first.stop();
    expect(await noted()).toHaveLength(0);
    await age(first.processId, '1 hour');
    const second = await watch();
    expect(await noted()).toMatchObject([
      { component: 'planner', cause: expect.stringContaining('was stopped') },
    ]);
    await second.stop();
    await age(second.processId, '2 minutes');
    await owner`update process set stopped_at = null`;
    await watch();
    expect((await noted()).at(-1)).toMatchObject({ cause: expect.stringContaining('without being stopped') });
    expect((await noted()).at(-1)?.['seconds']).toBeGreaterThan(119);
  });

  it('is none while another process is there', async () => {
    const dead = await watch();
    await dead.stop();
    await age(dead.processId, '1 hour');
    await owner`update process set stopped_at = null`;
    await owner`insert into process (id) values (gen_random_uuid())`;
    await Promise.all([watch(), watch()]);
    expect(await noted()).toHaveLength(0);
  });
});

it('gives signs of life', async () => {
  const { processId } = await watch();
  const before = await seen(processId);
  await vi.waitFor(async () => expect(await seen(processId)).not.toBe(before));
});

it('notes an outage of the database when it is over, from the last answer to the next', async () => {
  await watch();
  await owner`alter table process rename to process_away`;
  const from = Date.now();
  await vi.waitFor(() => expect(Date.now() - from).toBeGreaterThan(pace.shortestMs * 2));
  await owner`alter table process_away rename to process`;
  await vi.waitFor(async () => expect(await noted()).toHaveLength(1));
  expect((await noted())[0]).toMatchObject({ component: 'database', cause: '42P01' });
  expect((await noted())[0]?.['seconds']).toBeGreaterThan(0.3);
});

it('notes that the feed was not read, when it is again', async () => {
  let readAt = Date.now();
  let reading = false;
  await watch({ feedReadAt: () => (reading ? Date.now() : readAt) });
  readAt = Date.now() - 5_000;
  const beaten = await owner`select max(seen_at)::text as at from process`;
  await vi.waitFor(async () =>
    expect(await owner`select max(seen_at)::text as at from process`).not.toEqual(beaten),
  );
  await vi.waitFor(async () => {
    reading = true;
    expect(await noted()).toMatchObject([{ component: 'feed' }]);
  });
  expect((await noted())[0]?.['seconds']).toBeGreaterThan(4.9);
});
