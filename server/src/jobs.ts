import { type Sql, sealBatch } from '@planner/db';
import type { Log } from './log.ts';

const sweepEveryMs = 2_000;
const sealEveryMs = 10_000;
const purgeEveryMs = 3_600_000;

/** What runs by itself in each process; the database sees to it that two processes don't do the same twice. */
export function createJobs(options: { system: Sql; log: Log; sealKey: Uint8Array }) {
  const { system, log } = options;
  const running = new Set<Promise<unknown>>();

  function every(milliseconds: number, name: string, work: () => Promise<unknown>) {
    let busy = false;
    return setInterval(() => {
      if (busy) return;
      busy = true;
      const run = work()
        .catch((error: Error) =>
          log.warn({ job: name, error: error.name }, 'A job failed and will be tried again.'),
        )
        .finally(() => {
          busy = false;
          running.delete(run);
        });
      running.add(run);
    }, milliseconds).unref();
  }

  const timers = [
    // Frees lapsed holds nobody has run into, which the feed then announces.
    every(sweepEveryMs, 'sweep', () => system`select sweep_expired_holds()`),
    every(sealEveryMs, 'seal', () =>
      sealBatch(system, { key: options.sealKey, keyId: 'seal', limit: 1_000 }),
    ),
    every(purgeEveryMs, 'purge', () => system`select purge_access_log(), purge_search_log()`),
  ];
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.allSettled(running);
    },
  };
}
