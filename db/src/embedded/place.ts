import { createHash, randomBytes } from 'node:crypto';
import {
  access,
  chown,
  constants,
  mkdir,
  readFile,
  realpath,
  rename,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Account, mayEnter } from './account.ts';

/** Where one embedded database lives. */
export type Place = {
  /** Ours: lock and secret. */
  base: string;
  /** The database account's: cluster, log, and copied binaries where they are needed. */
  home: string;
  cluster: string;
  logFile: string;
  lockFile: string;
};

/** What must outlive a command: adopting a running server needs its password, pools need the same port. */
export type Remembered = { password: string; port?: number };

/** Finds or makes the folders below `dataDir`, or, where the database account cannot go there, elsewhere. */
export async function findPlace(
  dataDir: string,
  account: Account,
  log: (line: string) => void,
): Promise<Place> {
  await makeWritable(resolve(dataDir));
  const asked = await realpath(dataDir);
  if (mayEnter(account, asked)) return lay(asked, account);

  const name = `planner-${createHash('sha256').update(asked).digest('hex').slice(0, 12)}`;
  for (const parent of ['/var/lib', tmpdir()]) {
    const elsewhere = join(parent, name);
    try {
      await makeWritable(elsewhere);
    } catch {
      continue;
    }
    // A folder of that name made by someone else, in a place everyone may write to, is not to be trusted.
    if ((await stat(elsewhere)).uid !== process.getuid?.() || !mayEnter(account, elsewhere)) continue;
    log(`The database is kept in ${elsewhere}, because PostgreSQL's account may not enter ${asked}.`);
    return lay(elsewhere, account);
  }
  throw new Error(
    `PostgreSQL's account may enter neither ${asked} nor /var/lib nor ${tmpdir()}; set DATABASE_URL.`,
  );
}

/** Password and last port of this database; made at the first call. */
export async function recall(place: Place): Promise<Remembered> {
  const file = secretFile(place);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text !== undefined) return JSON.parse(text) as Remembered;
  const made: Remembered = { password: randomBytes(24).toString('base64url') };
  await remember(place, made);
  return made;
}

export async function remember(place: Place, what: Remembered): Promise<void> {
  const file = secretFile(place);
  await writeFile(`${file}.new`, `${JSON.stringify(what)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

function secretFile(place: Place): string {
  return join(place.base, 'postgres.json');
}

async function lay(base: string, account: Account): Promise<Place> {
  const home = join(base, 'postgres');
  await mkdir(home, { recursive: true, mode: 0o700 });
  if (account.uid !== undefined && account.gid !== undefined) await chown(home, account.uid, account.gid);
  return {
    base,
    home,
    cluster: join(home, 'data'),
    logFile: join(home, 'server.log'),
    lockFile: join(base, 'postgres.lock'),
  };
}

async function makeWritable(folder: string): Promise<void> {
  try {
    // Not readable for others on the machine, but enterable for the account that runs PostgreSQL.
    await mkdir(folder, { recursive: true, mode: 0o711 });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`The database cannot be kept in ${folder}: the folder cannot be written to (${code}).`);
  }
}
