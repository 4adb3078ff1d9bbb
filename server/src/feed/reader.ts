import type { Sql } from 'postgres';
import { answered } from '../answered.ts';

/** NOTIFY only wakes; this is how late a change is seen when the notice is lost. */
const POLL_MS = 2_000;
/** A statement that is not answered by then was forgotten with its connection: the driver does that now and then. */
const STALL_MS = 4_000;
/** The last id that there can be. */
const beyondAll = 2n ** 63n - 1n;

/** One row of the change feed; `from` and `to` are its span in epoch milliseconds, null = unbounded. */
export interface FeedRow {
  id: string;
  epoch: string;
  xid: string;
  jobCentreId: string | null;
  entity: string;
  entityId: string;
  version: number | null;
  operation: string;
  resources: string[];
  from: number | null;
  to: number | null;
  /** Epoch milliseconds by the database's clock. */
  at: number;
}

export interface FeedReaderOptions {
  /** The system role's own pool; the reader never has more than one statement in it. */
  sql: Sql;
  log: { warn(fields: object, message: string): void };
  /** Called for every change, in order, each awaited before the next. What it throws is logged, not retried. */
  onChange: (change: FeedRow) => void | Promise<void>;
  /** The feed began anew (a restore, a promoted standby): whatever was derived from it must be read again. */
  onReset?: () => void | Promise<void>;
  /** Rows read at a time. */
  batch?: number;
  pollMs?: number;
}

/** The database's clocks, in the statement that told how far the feed goes. */
export type Present = {
  /** The planner's now in epoch minutes, with fractions. */
  now: number;
  /** The clock on the wall in epoch milliseconds. */
  clock: number;
};

type End = { epoch: string; last: bigint } & Present;

export interface FeedReader {
  /** Resolves when the present end of the feed is known: changes after that reach `onChange`. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Resolves when everything that was visible at the call has been handed on; rejects when the feed can't be read. All
   * who call while a reading is under way share the next one.
   */
  catchUp(): Promise<Present>;
  /** Id of the last change handed on. */
  position(): bigint;
  /** When it was last read, epoch milliseconds by this process's clock. */
  readAt(): number;
  epoch(): string;
}

/**
 * Follows the table `change` from its present end. Ids are the order in which commits became visible, so
 * `id > last` misses nothing (design § 3.6); LISTEN wakes the reader, each (re)connection and a poll every two
 * seconds make up for lost notices.
 */
export function createFeedReader(options: FeedReaderOptions): FeedReader {
  const { sql, log, onChange, onReset, batch = 500, pollMs = POLL_MS } = options;
  let last = 0n;
  let epoch = '';
  let readAt = Date.now();
  let stopped = false;
  let running: Promise<void> | null = null;
  let next: PromiseWithResolvers<Present> | null = null;
  let poll: NodeJS.Timeout | undefined;
  let unlisten: (() => Promise<void>) | undefined;

  function catchUp(): Promise<Present> {
    // A reading under way may be older than the caller's own commit.
    next ??= Promise.withResolvers();
    const { promise } = next;
    if (!running) running = run();
    return promise;
  }

  const wake = () => void catchUp().catch(() => {});

  async function run(): Promise<void> {
    clearTimeout(poll);
    while (next) {
      const asked = next;
      next = null;
      try {
        asked.resolve(await read());
      } catch (error) {
        if (!stopped) log.warn({ error }, 'The change feed could not be read; it is tried again.');
        asked.reject(error);
      }
    }
    running = null;
    if (!stopped) poll = setTimeout(wake, pollMs).unref();
  }

  async function read(): Promise<Present> {
    if (stopped) throw new Error('The feed is not read any more.');
    const { end, rows } = await readFrom(last);
    // After a restore ids may begin anew below ours, even if the epoch was forgotten to be changed.
    if (end.epoch !== epoch || end.last < last) {
      log.warn({ before: epoch, after: end.epoch }, 'The change feed began anew.');
      ({ epoch, last } = end);
      await quietly(() => onReset?.());
    } else await handOn(rows);
    while (!stopped && last < end.last && (await handOn((await readFrom(last)).rows)) > 0);
    readAt = Date.now();
    return end;
  }

  /**
   * The feed's end and what comes after a position, in one statement. Ordered by change.id: plain `id` would be the text
   * above, and 10 before 9.
   */
  async function readFrom(position: bigint): Promise<{ end: End; rows: FeedRow[] }> {
    const found = await answered(
      sql<(FeedRow & { endEpoch: string; last: string; now: number; clock: number; nr: string | null })[]>`
        select e.epoch as "endEpoch", coalesce((select max(id) from change), 0)::text as last,
          extract(epoch from planner_now())::float8 / 60 as now,
          (extract(epoch from clock_timestamp()) * 1000)::float8 as clock, c.*
        from feed_epoch e left join lateral (
          select change.id as nr, id::text as "id", epoch, xid::text as "xid", job_centre_id as "jobCentreId", entity,
            entity_id as "entityId", version, operation, resources::text[] as "resources",
            (extract(epoch from lower(span)) * 1000)::float8 as "from",
            (extract(epoch from upper(span)) * 1000)::float8 as "to",
            (extract(epoch from at) * 1000)::float8 as "at"
          from change where id > ${String(position)}::bigint order by change.id limit ${batch}) c on true
        order by c.nr`,
      STALL_MS,
    );
    const [row] = found;
    if (!row) throw new Error('The table feed_epoch is empty; it must hold the epoch of the change feed.');
    const end = { epoch: row.endEpoch, last: BigInt(row.last), now: row.now, clock: row.clock };
    return { end, rows: row.nr === null ? [] : found };
  }

  /** Returns how many rows there were. */
  async function handOn(rows: FeedRow[]): Promise<number> {
    for (const row of rows) {
      if (stopped) break;
      last = BigInt(row.id);
      await quietly(() => onChange(row));
    }
    return rows.length;
  }

  async function quietly(call: () => unknown): Promise<void> {
    try {
      await call();
    } catch (error) {
      log.warn({ error, position: String(last) }, 'A listener of the change feed failed.');
    }
  }

  return {
    async start() {
      ({ epoch, last } = (await readFrom(beyondAll)).end);
      // postgres.js calls the third argument at every connection, the first included. Without LISTEN we poll.
      const listening = sql.listen('planner_change', wake, wake);
      listening.then(
        (listener) => {
          unlisten = () => listener.unlisten();
          if (stopped) void unlisten().catch(() => {});
        },
        (error) => log.warn({ error }, 'LISTEN failed; the change feed is polled.'),
      );
      await catchUp();
    },
    async stop() {
      stopped = true;
      clearTimeout(poll);
      await running;
      clearTimeout(poll);
      await unlisten?.().catch(() => {});
    },
    catchUp,
    position: () => last,
    readAt: () => readAt,
    epoch: () => epoch,
  };
}
