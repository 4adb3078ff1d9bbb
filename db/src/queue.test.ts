import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished, vi } from 'vitest';
import { enqueue, startQueue } from './queue.ts';
import { arrange, connect, viewer } from './testing/rows.ts';
import type { TestDatabase } from './testing.ts';

/** Takes jobs until the test ends, and notes each run. */
async function take(database: TestDatabase, run: (data: unknown) => Promise<void> = async () => {}) {
  const runs: unknown[] = [];
  const errors: unknown[] = [];
  const purge = {
    run: async (data: unknown) => {
      runs.push(data);
      await run(data);
    },
  };
  const queue = await startQueue({
    url: database.url('system'),
    tasks: { purge },
    pollSeconds: 0.5,
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => queue.stop());
  return { runs, errors };
}

it('runs a job once, whichever process takes it, after the command that asked for it has committed', async () => {
  const { database, door, owner } = await arrange();
  const takers = [await take(database), await take(database)];
  const runs = () => takers.flatMap((taker) => taker.runs);
  const [asked, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const command = door.write(viewer({}), 'ask', async (handle) => {
    expect(await enqueue(handle, 'purge', { of: 'it' })).toEqual(expect.any(String));
    asked.resolve();
    await mayCommit.promise;
  });
  await asked.promise;
  expect(await owner`select from job.job where name = 'purge'`).toHaveLength(0);
  expect(runs()).toEqual([]);
  mayCommit.resolve();
  await command;
  await vi.waitFor(async () => {
    expect([...(await owner`select state from job.job where name = 'purge'`)]).toEqual([
      { state: 'completed' },
    ]);
  }, 10_000);
  expect(runs()).toEqual([{ of: 'it' }]);
});

it('knows nothing of a job whose command was rolled back', async () => {
  const { door, owner } = await arrange();
  const command = door.write(viewer({}), 'ask', async (handle) => {
    await enqueue(handle, 'purge');
    throw new Error('thought better of it');
  });
  await expect(command).rejects.toThrow('thought better of it');
  expect(await owner`select from job.job`).toHaveLength(0);
});

it('keeps one where one is enough, and takes only tasks that there are', async () => {
  const { door, database } = await arrange();
  const ask = (task: string) => door.write(viewer({}), 'ask', (handle) => enqueue(handle, task));
  expect(await ask('purge')).toEqual(expect.any(String));
  expect(await ask('purge')).toBeNull();
  await expect(ask('drop table')).rejects.toMatchObject({ code: '22023' });
  await expect(ask('__pgboss__send-it')).rejects.toMatchObject({ code: '22023' });
  const app = connect(database, 'app');
  await expect(app`select from job.job`).rejects.toMatchObject({ code: '42501' });
  await expect(app`select job.delete_queue('purge')`).rejects.toMatchObject({ code: '42501' });
});

it('runs a job again that failed, and keeps of the error what it is and not what it says', async () => {
  const { database, owner } = await arrange();
  await owner`update job.queue set retry_delay = 0, retry_backoff = false, retry_limit = 1`;
  const { runs, errors } = await take(database, async () => {
    throw Object.assign(new TypeError('Key (cpr)=(010190-1234)'), { code: '23505', detail: '0101901234' });
  });
  await owner`select enqueue('purge')`;
  const read = async () => (await owner`select state, output::text, j::text as everything from job.job j`)[0];
  await vi.waitFor(async () => expect((await read())?.['state']).toBe('failed'), 10_000);
  expect([runs.length, errors.length]).toEqual([2, 2]);
  expect((await read())?.['output']).toContain('TypeError 23505');
  expect((await read())?.['everything']).not.toMatch(/010190|cpr|detail/);
});

it('runs a job again that a killed process had taken', async () => {
  const { database, owner } = await arrange();
  await owner`select enqueue('purge')`;
  const code = `import { startQueue } from ${JSON.stringify(new URL('queue.ts', import.meta.url).href)};
    await startQueue({ url: ${JSON.stringify(database.url('system'))}, pollSeconds: 0.5, onError: console.error,
      tasks: { purge: { run: () => { console.log('taken'); return new Promise(() => {}); } } } });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect([...(await owner`select state, heartbeat_seconds from job.job`)]).toEqual([
    { state: 'active', heartbeat_seconds: 30 },
  ]);

  // Half a minute later.
  await owner`update job.job set heartbeat_on = heartbeat_on - interval '1 minute', retry_delay = 0, retry_backoff = false`;
  const { runs } = await take(database);
  await vi.waitFor(() => expect(runs).toHaveLength(1), 20_000);
});
