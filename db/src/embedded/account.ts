import { spawnSync } from 'node:child_process';

/** Whom PostgreSQL runs as; empty for ourselves. */
export type Account = { uid?: number; gid?: number };

/** In this order: our own account, or the one a packaged PostgreSQL has already made. */
const names = ['planner-db', 'postgres'] as const;

/**
 * PostgreSQL refuses to run as root. For root this finds an account for it, or makes a system account without
 * home and login; for everyone else it is the caller.
 */
export function databaseAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const found = names.map(lookUp).find((account) => account !== undefined);
  if (found) return found;
  spawnSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    names[0],
  ]);
  const made = lookUp(names[0]);
  if (made) return made;
  throw new Error(
    'PostgreSQL refuses to run as root, and no account could be made for it: ' +
      'start Planner as an ordinary user, or set DATABASE_URL.',
  );
}

/** Whether the account may enter this folder, its parents included. */
export function mayEnter(account: Account, folder: string): boolean {
  if (account.uid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...account, cwd: '/' }).status === 0;
}

function lookUp(name: string): Account | undefined {
  const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' });
  const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' });
  if (uid.status !== 0 || gid.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
