import { randomUUID } from 'node:crypto';
import type { Sql } from '@planner/db';
import { answered } from './answered.ts';
import type { Log } from './log.ts';

type Outage = { id: string; component: 'database' | 'feed'; from: number; to: number; cause: string };

const beatEveryMs = 5_000;
const answerWithinMs = 4_000;
/** Shorter ones nobody has noticed; it is also how long after its last sign of life a process counts as alive. */
const shortestMs = 10_000;

/**
 * Notes when citizens could not book, and why: no planner ran, the database did not answer, or the change feed was not
 * read. A row is written when it is over. This process gives a sign of life every few seconds; who starts when none has
 * for a while, notes that gap.
 */
export async function startOutages(options: {
  system: Sql;
  log: Log;
  processId: string;
  /** When the change feed was last read, epoch milliseconds. */
  feedReadAt: () => number;
  /** Time, shortened in tests. */
  pace?: { beatEveryMs: number; shortestMs: number };
}) {
  const { system, log, processId } = options;
  const pace = options.pace ?? { beatEveryMs, shortestMs };
  const unwritten: Outage[] = [];
  let beatenAt = Date.now();
  let failure = '';
  let stalledSince: number | null = null;
  let beating: Promise<void> | null = null;

  await begin(system, processId, pace.shortestMs);

  async function beat() {
    try {
      await answered(
        system`insert into process (id) values (${processId}) on conflict (id) do update set seen_at = clock_timestamp()`,
        answerWithinMs,
      );
    } catch (error) {
      failure = (error as { code?: string }).code ?? (error as Error).message;
      return;
    }
    const now = Date.now();
    if (now - beatenAt >= pace.shortestMs && failure) note('database', beatenAt, now, failure);
    // The feed could not be read either, and is given until the next beat to catch up.
    if (!failure) watchFeed(now);
    failure = '';
    beatenAt = now;
    await writeDown();
  }

  function watchFeed(now: number) {
    const readAt = options.feedReadAt();
    if (stalledSince !== null && readAt > stalledSince) {
      note('feed', stalledSince, readAt, 'The change feed was not read.');
      stalledSince = null;
    }
    if (stalledSince === null && now - readAt >= pace.shortestMs) stalledSince = readAt;
  }

  function note(component: Outage['component'], from: number, to: number, cause: string) {
    log.warn({ component, cause, seconds: Math.round((to - from) / 1_000) }, 'An outage is over.');
    unwritten.push({ id: randomUUID(), component, from, to, cause });
  }

  async function writeDown() {
    for (let next = unwritten[0]; next; next = unwritten[0]) {
      const { id, component, from, to, cause } = next;
      await answered(
        system`insert into outage (id, component, started_at, ended_at, cause)
          values (${id}, ${component}, ${new Date(from).toISOString()}::timestamptz, ${new Date(to).toISOString()}::timestamptz, ${cause})
          on conflict do nothing`,
        answerWithinMs,
      );
      unwritten.shift();
    }
  }

  const timer = setInterval(() => {
    beating ??= beat()
      .catch((error: Error) =>
        log.warn({ error: error.name }, 'An outage could not be noted and will be tried again.'),
      )
      .finally(() => {
        beating = null;
      });
  }, pace.beatEveryMs).unref();

  return {
    async stop() {
      clearInterval(timer);
      await beating;
      await answered(
        system`update process set seen_at = clock_timestamp(), stopped_at = clock_timestamp() where id = ${processId}`,
        answerWithinMs,
      ).catch((error: Error) =>
        log.warn({ error: error.name }, 'That this process stopped could not be noted.'),
      );
    },
  };
}

/** Registers this process, and notes since when none was there. Two that start at once note it once. */
async function begin(system: Sql, processId: string, shortestMs: number): Promise<void> {
  await system.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(7263)`;
    await sql`
      insert into outage (id, component, started_at, ended_at, cause)
      select gen_random_uuid(), 'planner', last.at, clock_timestamp(),
        case when last.stopped then 'The planner was stopped and started again.' else 'The planner ended without being stopped.' end
      from (select coalesce(stopped_at, seen_at) as at, stopped_at is not null as stopped from process
            order by coalesce(stopped_at, seen_at) desc limit 1) last
      where last.at < clock_timestamp() - make_interval(secs => ${shortestMs / 1_000})
        and not exists (select from process where stopped_at is null
                        and seen_at > clock_timestamp() - make_interval(secs => ${shortestMs / 1_000}))`;
    await sql`insert into process (id) values (${processId})`;
  });
}
