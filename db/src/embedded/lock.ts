import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

const sqliteBusy = 5;

/**
 * Runs `work` while no other command, in this process or another, holds the lock of this file; waits at most
 * `patience` milliseconds for it.
 *
 * SQLite is used for its lock alone: the operating system lets go of it when a process dies, where a file with
 * a process id in it must be guessed stale, and is guessed wrong once ids are given out again.
 */
export async function withFileLock<T>(file: string, patience: number, work: () => Promise<T>): Promise<T> {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    const giveUpAt = Date.now() + patience;
    while (!tryLock(lock)) {
      if (Date.now() > giveUpAt) {
        throw new Error(
          `Another command has been starting or stopping this database for ${patience / 1000} s (${file}).`,
        );
      }
      await delay(50);
    }
    return await work();
  } finally {
    lock.close();
  }
}

function tryLock(lock: DatabaseSync): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === sqliteBusy) return false;
    throw error;
  }
}
