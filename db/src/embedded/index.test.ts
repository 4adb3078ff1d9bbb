import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Embedded, startEmbedded } from './index.ts';

let dataDir: string;
let logged: string[];
let running: Embedded | undefined;

beforeEach(async () => {
  // The name that the tests' global setup sweeps after a run was killed.
  dataDir = await mkdtemp(join(tmpdir(), `planner-test-${process.pid}-`));
  await chmod(dataDir, 0o711);
  logged = [];
  running = undefined;
});

afterEach(async () => {
  await running?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Durable, unlike other tests' databases: what is tested here is that nothing gets lost. */
async function start(): Promise<Embedded> {
  running = await startEmbedded({ dataDir, log: (line) => logged.push(line) });
  return running;
}

async function ask<T>(server: Embedded, statement: string): Promise<T[]> {
  const sql = postgres(server.superuserUrl, { max: 1, onnotice: () => {} });
  try {
    return (await sql.unsafe(statement)) as unknown as T[];
  } finally {
    await sql.end();
  }
}

async function postmasterPid(server: Embedded): Promise<number> {
  const file = await readFile(join(server.directory, 'postmaster.pid'), 'utf8');
  return Number(file.split('\n')[0]);
}

describe('the embedded database', () => {
  it('starts on an empty folder with the settings we rely on, and goes on after a stop', async () => {
    const first = await start();
    const rows = await ask<{ name: string; setting: string }>(
      first,
      `select name, setting from pg_settings
       where name in ('jit', 'TimeZone', 'max_connections', 'fsync', 'server_encoding', 'listen_addresses')`,
    );
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      jit: 'off',
      TimeZone: 'UTC',
      max_connections: '200',
      fsync: 'on',
      server_encoding: 'UTF8',
      listen_addresses: '127.0.0.1',
    });
    await ask(first, 'create table kept as select 42 as answer');
    await first.stop();

    const second = await start();
    expect(second.port).toBe(first.port);
    expect(await ask(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('refuses a connection without the password', async () => {
    const server = await start();
    const sql = postgres(server.url({ user: 'postgres', password: 'guess', database: 'postgres' }), {
      max: 1,
    });
    await expect(sql`select 1`).rejects.toMatchObject({ code: '28P01' });
    await sql.end();
  });

  it('takes over a server that still runs from an earlier command', async () => {
    const first = await start();
    const pid = await postmasterPid(first);
    const second = await start();
    expect(await postmasterPid(second)).toBe(pid);
    expect(second.superuserUrl).toBe(first.superuserUrl);
    expect(logged.at(-1)).toMatch(/was running already/);
  });

  it('restarts on the same port after a kill -9 and keeps what was committed', async () => {
    const server = await start();
    await ask(server, 'create table kept as select 42 as answer');
    process.kill(await postmasterPid(server), 'SIGKILL');

    expect(await server.ensureRunning()).toBe('restarted');
    expect(await ask(server, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect(await server.ensureRunning()).toBe('running');
  });

  it('is one server for two commands that start at once', async () => {
    const log = () => {};
    const [one, other] = await Promise.all([
      startEmbedded({ dataDir, log }),
      startEmbedded({ dataDir, log }),
    ]);
    running = one;
    expect(other.superuserUrl).toBe(one.superuserUrl);
    expect(await ask(other, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('starts over a left-over process id that is now another program’s', async () => {
    const server = await start();
    const file = join(server.directory, 'postmaster.pid');
    const lines = (await readFile(file, 'utf8')).split('\n');
    await server.stop();
    await writeFile(file, [process.pid, ...lines.slice(1)].join('\n'));

    await server.ensureRunning();
    expect(await postmasterPid(server)).not.toBe(process.pid);
    expect(await ask(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('refuses a folder of another major version in one sentence', async () => {
    const cluster = join(dataDir, 'postgres', 'data');
    await mkdir(cluster, { recursive: true });
    await writeFile(join(cluster, 'PG_VERSION'), '15\n');
    await expect(start()).rejects.toThrow(/belongs to PostgreSQL 15, but this Planner brings PostgreSQL 18/);
  });

  it('refuses a folder that cannot be written to in one sentence', async () => {
    const file = join(dataDir, 'file');
    await writeFile(file, '');
    await expect(startEmbedded({ dataDir: join(file, 'data'), log: () => {} })).rejects.toThrow(
      /^The database cannot be kept in .*: the folder cannot be written to \(ENOTDIR\)\.$/,
    );
  });
});
