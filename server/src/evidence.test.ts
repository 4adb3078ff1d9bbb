import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@planner/db/testing';
import type { SlotEvidence } from '@planner/schema';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEvidence } from './evidence.ts';
import { createLog } from './log.ts';

let database: TestDatabase;
let owner: postgres.Sql;
let dataDir: string;

beforeEach(async () => {
  database = await createTestDatabase();
  owner = postgres(database.url('superuser'), { max: 1, onnotice: () => {} });
  dataDir = await mkdtemp(join(tmpdir(), 'planner-evidence-'));
});
afterEach(async () => {
  await owner.end();
  await database.drop();
  await rm(dataDir, { recursive: true });
});

const log = createLog('silent');
const file = () => join(dataDir, 'slot-evidence.jsonl');
const row = (reason: string): SlotEvidence => ({
  viewerId: null,
  citizenId: null,
  offerId: crypto.randomUUID(),
  caseworkerId: null,
  audience: {},
  from: new Date('2031-03-03'),
  to: new Date('2031-03-04'),
  position: null,
  at: null,
  starts: null,
  outcome: 'failed',
  reason,
});
/** Keeps rows in a process of its own, which then stops; `url` null: its database is out. */
async function keep(rows: SlotEvidence[], url: string | null = database.url('system')) {
  const system = postgres(url ?? 'postgres://127.0.0.1:1/none', {
    max: 1,
    backoff: false,
    onnotice: () => {},
  });
  const evidence = createEvidence({ system, dataDir, log });
  for (const one of rows) evidence.keep(one);
  await evidence.close();
  await system.end({ timeout: 1 });
}
const kept = async () =>
  (await owner`select reason from slot_evidence order by reason`).map((one) => one['reason']);

describe('evidence, while the database is out', () => {
  it('goes to a file, is added to it, and is loaded once when the database answers', async () => {
    await keep([row('a')], null);
    await keep([row('b'), row('c')], null);
    expect(await kept()).toEqual([]);
    expect((await readFile(file(), 'utf8')).trim().split('\n')).toHaveLength(3);
    await keep([row('d')]);
    expect(await kept()).toEqual(['a', 'b', 'c', 'd']);
    await expect(readFile(file())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is not doubled when a process is killed between loading the file and removing it', async () => {
    await keep([row('a')], null);
    const text = await readFile(file(), 'utf8');
    await keep([]);
    await appendFile(file(), text);
    await keep([row('b')]);
    expect(await kept()).toEqual(['a', 'b']);
  });

  it('loses no more than the line that a crash has torn', async () => {
    await keep([row('a')], null);
    await appendFile(file(), '\n{"table":"slot_evid');
    await keep([row('b')], null);
    await keep([]);
    expect(await kept()).toEqual(['a', 'b']);
  });
});

it('sets a row aside that the database refuses, and keeps the others', async () => {
  const wrong = { ...row('wrong'), outcome: 'unheard of' } as unknown as SlotEvidence;
  await keep([row('a'), wrong, row('b')]);
  expect(await kept()).toEqual(['a', 'b']);
  expect(await readFile(`${file()}.refused`, 'utf8')).toContain('unheard of');
  await expect(readFile(file())).rejects.toMatchObject({ code: 'ENOENT' });
});
