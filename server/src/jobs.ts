import { type Sql, sealBatch, startQueue } from '@planner/db';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { purge } from './purge.ts';

const sweepEveryMs = 2_000;
const sealEveryMs = 10_000;
const sealLimit = 1_000;

/**
 * What is done in the background. Work that someone asked for, or that must be done once, goes through the queue.
 * Sweep, seal and the turn of the day are timers in each process: they come too often to leave a row each, are cheap when there is nothing
 * to do, and the database sees to it that two processes don't do the same twice.
 */
export async function startJobs(options: {
  system: Sql;
  /** The system role's login, for the queue's own connections. */
  systemUrl: string;
  config: Pick<Config, 'retention' | 'sealKey'>;
  log: Log;
}) {
  const { system, config, log } = options;
  const failed = (job: string, error: Error) =>
    log.warn({ job, error: error.name }, 'A job failed and will be tried again.');

  async function seal() {
    while ((await sealBatch(system, { key: config.sealKey, keyId: 'seal', limit: sealLimit })) === sealLimit);
  }
  const queue = await startQueue({
    url: options.systemUrl,
    onError: (error, task) => failed(task ?? 'queue', error as Error),
    tasks: {
      purge: {
        cron: '17 * * * *',
        run: async (_, signal) => {
          const removed = await purge(system, config.retention, signal);
          log.info({ removed }, 'What had been kept long enough was removed.');
        },
      },
    },
  });
  const timers = [
    // Frees lapsed holds nobody has run into, which the feed then announces.
    repeat(
      sweepEveryMs,
      () => system`select sweep_expired_holds()`,
      (error) => failed('sweep', error),
    ),
    // What begins or ends with the date does so for open sockets, too.
    repeat(
      sweepEveryMs,
      () => system`select turn_rights()`,
      (error) => failed('rights', error),
    ),
    repeat(sealEveryMs, seal, (error) => failed('seal', error)),
  ];
  return {
    async stop() {
      await Promise.all([queue.stop(), ...timers.map((timer) => timer.stop())]);
      // Whoever looks while the planner is down finds nothing unsealed.
      await seal().catch((error: Error) => failed('seal', error));
    },
  };
}

/** Does the work now and again and again, never twice at a time; `stop` waits for what is under way. */
function repeat(milliseconds: number, work: () => PromiseLike<unknown>, onError: (error: Error) => void) {
  let running: Promise<unknown> | null = null;
  const run = () => {
    running ??= Promise.resolve(work())
      .catch(onError)
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(run, milliseconds).unref();
  run();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
