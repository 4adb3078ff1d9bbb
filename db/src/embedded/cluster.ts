import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile, chown, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import type { Place } from './place.ts';
import { settings } from './settings.ts';

/** The name of the superuser that initdb makes. */
export const superuser = 'postgres';

/** A cluster on disk together with what runs it. */
export type Cluster = { place: Place; binaries: Binaries; account: Account };

/** Makes the cluster unless it exists; refuses one of another major version of PostgreSQL. */
export async function initialise(
  cluster: Cluster,
  password: string,
  log: (line: string) => void,
): Promise<void> {
  const { place, binaries, account } = cluster;
  const found = await readFile(join(place.cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (found !== undefined) {
    if (Number.parseInt(found, 10) === binaries.major) return;
    throw new Error(
      `The database in ${place.cluster} belongs to PostgreSQL ${found.trim()}, but this Planner brings ` +
        `PostgreSQL ${binaries.major}: move it over with pg_dump and pg_restore, or move the folder away to start afresh.`,
    );
  }
  log('Making the database…');
  // Built beside its place and renamed, so that an initdb cut short leaves nothing that looks whole.
  const halfway = `${place.cluster}.new`;
  const passwordFile = join(place.home, `password-${randomBytes(6).toString('hex')}`);
  await rm(halfway, { recursive: true, force: true });
  try {
    await writeFor(account, passwordFile, `${password}\n`);
    const args = ['-D', halfway, '-U', superuser, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const result = await run(cluster, binaries.initdb, [
      ...args,
      '-E',
      'UTF8',
      '--locale=C',
      '--no-instructions',
    ]);
    if (result.code !== 0) throw new Error(`The database could not be made: ${lastLine(result.output)}`);
    await appendFile(join(halfway, 'postgresql.conf'), `\ninclude_if_exists = 'planner.conf'\n`);
    await rename(halfway, place.cluster);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Starts the server detached from us: it outlives this process, and Ctrl-C in its terminal. */
export async function launch(cluster: Cluster, options: { port: number; durable: boolean }): Promise<void> {
  const { place, binaries, account } = cluster;
  await writeFor(account, join(place.cluster, 'planner.conf'), settings(options));
  await removeForeignPidFile(place);
  const logged = await sizeOf(place.logFile);
  const result = await run(cluster, binaries.pg_ctl, [
    ...['-D', place.cluster, '-l', place.logFile, '-w', '-t', '300', 'start'],
  ]);
  if (result.code === 0) return;
  const reason = /(?:FATAL|PANIC|ERROR): .*/.exec(await readFrom(place.logFile, logged))?.[0];
  throw new Error(`The database did not start: ${reason ?? lastLine(result.output)} (${place.logFile})`);
}

/** Stops the server after its running statements were cut off; what is committed stays. */
export async function halt(cluster: Cluster): Promise<void> {
  const { place, binaries } = cluster;
  if ((await runningPostmaster(place)) === undefined) return;
  const result = await run(cluster, binaries.pg_ctl, [
    '-D',
    place.cluster,
    '-m',
    'fast',
    '-w',
    '-t',
    '60',
    'stop',
  ]);
  if (result.code !== 0 && (await runningPostmaster(place)) !== undefined) {
    throw new Error(`The database did not stop: ${lastLine(result.output)}`);
  }
}

/** Process id and port of the server that runs on this cluster, whoever started it. */
export async function runningPostmaster(place: Place): Promise<{ pid: number; port: number } | undefined> {
  const lines = (await readFile(pidFile(place), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!(pid > 0) || !alive(pid) || !(await serves(pid, place.cluster))) return undefined;
  return { pid, port };
}

/**
 * After a restart of the machine or container the process id in a left-over file may be another program's.
 * PostgreSQL would then refuse to start, so such a file is removed. One with a dead process's id is left:
 * PostgreSQL itself makes sure that none of that server's children is still writing.
 */
async function removeForeignPidFile(place: Place): Promise<void> {
  const pid = Number((await readFile(pidFile(place), 'utf8').catch(() => '')).split('\n')[0]);
  if (pid > 0 && alive(pid) && !(await serves(pid, place.cluster))) await rm(pidFile(place), { force: true });
}

function pidFile(place: Place): string {
  return join(place.cluster, 'postmaster.pid');
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Only Linux tells cheaply; elsewhere a live process is believed, and a connection decides. */
async function serves(pid: number, directory: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.split('\0').includes(directory);
}

async function run(
  cluster: Cluster,
  command: string,
  args: string[],
): Promise<{ code: number | null; output: string }> {
  const { place, account } = cluster;
  const child = spawn(command, args, {
    ...account,
    // Some other folder than ours, which the account may not be able to see.
    cwd: place.home,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // Not 'close': on Windows the server inherits the pipes and would keep them open.
    child.once('exit', (code) => setImmediate(resolve, { code, output }));
  });
}

/** No PGDATA, PGPORT or PGOPTIONS of the caller's may lead the server astray; messages in English for us to read. */
function environment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'Path', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LD_LIBRARY_PATH'];
  const entries = kept.map((name) => [name, process.env[name]]).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(entries), LC_ALL: 'C' };
}

async function writeFor(account: Account, file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) await chown(file, account.uid, account.gid);
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

async function readFrom(file: string, start: number): Promise<string> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return '';
  try {
    const { buffer, bytesRead } = await handle.read({ position: start, length: 65_536 });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
