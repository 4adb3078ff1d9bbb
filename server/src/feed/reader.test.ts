import { createTestDatabase, type TestDatabase } from '@planner/db/testing';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFeedReader, type FeedReader, type FeedRow } from './reader.ts';

let database: TestDatabase;
let system: postgres.Sql;
let owner: postgres.Sql;
let reader: FeedReader;
let seen: FeedRow[];
let warnings: string[];
let resets: number;

beforeEach(async () => {
  database = await createTestDatabase();
  system = postgres(database.url('system'), { max: 2, backoff: () => 0.02, onnotice: () => {} });
  owner = postgres(database.url('superuser'), { max: 8, onnotice: () => {} });
  [seen, warnings, resets] = [[], [], 0];
});
afterEach(async () => {
  await reader?.stop();
  await system.end({ timeout: 1 });
  await owner.end({ timeout: 1 });
  await database.drop();
});

function follow(options: { pollMs?: number; batch?: number; onChange?: (row: FeedRow) => void } = {}) {
  reader = createFeedReader({
    sql: system,
    log: { warn: (_fields, message) => warnings.push(message) },
    onChange: (row) => void seen.push(row),
    onReset: () => {
      resets += 1;
    },
    // Far off, so that what a test sees came by the notice.
    pollMs: 3_600_000,
    ...options,
  });
  return reader.start();
}

/** Writes a change as the triggers do: numbered under the lock, at the end of a transaction. */
async function write(entity: string, options: { notify?: boolean; span?: string } = {}): Promise<void> {
  await owner.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(7261)`;
    await sql`
      insert into change (id, epoch, xid, entity, entity_id, version, operation, resources, span)
      select nextval('change_id'), epoch, pg_current_xact_id(), ${entity}, gen_random_uuid(), 1, 'UPDATE',
        array[gen_random_uuid()], ${options.span ?? null}::tstzrange from feed_epoch`;
    if (options.notify !== false) await sql`select pg_notify('planner_change', '')`;
  });
}
const entities = () => seen.map(({ entity }) => entity);

describe('the feed reader', () => {
  it('starts at the present end and is woken by notices', async () => {
    await write('before');
    await follow();
    await write('after', { span: '[2026-11-27 08:00+00, 2026-11-27 09:00+00)' });
    await expect.poll(entities).toEqual(['after']);
    expect(seen[0]).toMatchObject({
      id: String(reader.position()),
      epoch: reader.epoch(),
      from: Date.UTC(2026, 10, 27, 8),
      to: Date.UTC(2026, 10, 27, 9),
      version: 1,
      resources: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
    });
  });

  it('hands on every change once and in order under eight writers, in small batches', async () => {
    await follow({ batch: 7 });
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; n < 25; n++) await write(`${writer}`);
    });
    await Promise.all(writers);
    await expect.poll(() => seen.length).toBe(200);
    const ids = seen.map(({ id }) => Number(id));
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
  });

  it('finds by polling what no notice told', async () => {
    await follow({ pollMs: 20 });
    await write('silent', { notify: false });
    await expect.poll(entities).toEqual(['silent']);
  });

  it('reads on after its connections were cut, and is woken again', async () => {
    await follow();
    await owner`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and usename = 'planner_system'`;
    await write('while away', { notify: false });
    await expect.poll(entities, { timeout: 10_000 }).toEqual(['while away']);
    await write('later');
    await expect.poll(entities, { timeout: 10_000 }).toEqual(['while away', 'later']);
  });

  it('says when the feed began anew, and goes on from its new end', async () => {
    await follow();
    const before = reader.epoch();
    await owner`update feed_epoch set epoch = 'restored'`;
    await write('unseen');
    await expect.poll(() => resets).toBe(1);
    expect([before === 'restored', reader.epoch()]).toEqual([false, 'restored']);
    await write('seen');
    await expect.poll(entities).toEqual(['seen']);
    expect(resets).toBe(1);
  });

  it('notices ids that began anew below its own', async () => {
    await write('one');
    await write('two');
    await follow();
    await owner`delete from change where entity = 'two'`;
    await reader.catchUp();
    expect([resets, reader.position()]).toEqual([1, 1n]);
  });

  it('goes on when a listener throws', async () => {
    await follow({
      onChange: (row) => {
        seen.push(row);
        if (row.entity === 'bad') throw new Error('listener');
      },
    });
    await write('bad');
    await write('good');
    await expect.poll(entities).toEqual(['bad', 'good']);
    expect(warnings).toEqual(['A listener of the change feed failed.']);
  });
});
