import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@planner/db';
import { type Embedded, type EmbeddedOptions, startEmbedded } from '@planner/db/embedded';
import type { TestServer } from '@planner/db/testing';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';

type Run = { users: number; started: Promise<{ server: TestServer; stop: () => Promise<void> }> };

// Every project of a run sets up by itself, perhaps with a copy of this module of its own; one server serves all.
const shared = globalThis as typeof globalThis & { plannerTestRun?: Run };
const prefix = 'planner-test-';
const template = 'planner_template';

/** Vitest's global setup: one throwaway PostgreSQL a run, with a migrated template for `createTestDatabase`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.plannerTestRun ??= { users: 0, started: startServer() };
  const run = shared.plannerTestRun;
  run.users += 1;
  const { server, stop } = await run.started;
  project.provide('testServer', server);
  return async () => {
    run.users -= 1;
    if (run.users > 0) return;
    delete shared.plannerTestRun;
    await stop();
  };
}

/** A throwaway PostgreSQL with a migrated template; `durable` makes commits wait for the disk, as in earnest. */
export async function startServer(options: { durable: boolean } = { durable: false }) {
  await sweep();
  const dataDir = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  // mkdtemp closes the folder to all others; PostgreSQL may have to run as another account than ours.
  await chmod(dataDir, 0o711);
  const embedded = await startEmbedded({ dataDir, ...options, ...server() });
  const stop = async () => {
    await embedded.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    return { server: await migrated(embedded), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The PostgreSQL we bring, or the one whose programs lie in the folder PLANNER_TEST_POSTGRES: then it is named. */
function server(): Pick<EmbeddedOptions, 'binaries' | 'log'> {
  const binaries = process.env['PLANNER_TEST_POSTGRES'];
  return binaries ? { binaries, log: console.log } : { log: () => {} };
}

async function migrated(embedded: Embedded): Promise<TestServer> {
  const { superuserUrl } = embedded;
  const [appPassword, systemPassword] = [crypto.randomUUID(), crypto.randomUUID()];
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(`create database ${template}`);
    const url = new URL(superuserUrl);
    url.pathname = `/${template}`;
    await migrate({ url: url.href, appPassword, systemPassword });
    // A single visitor would make every clone fail.
    await sql.unsafe(`alter database ${template} with is_template true allow_connections false`);
  } finally {
    await sql.end();
  }
  return { superuserUrl, template, appPassword, systemPassword };
}

/** Stops and removes what runs that were killed have left behind. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(/^planner-test-(\d+)-/.exec(name)?.[1]);
    if (!pid || alive(pid)) continue;
    const dataDir = join(tmpdir(), name);
    const left = await startEmbedded({ dataDir, durable: false, log: () => {} }).catch(() => undefined);
    await left?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
