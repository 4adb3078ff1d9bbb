import { AsyncLocalStorage } from 'node:async_hooks';
import { drizzle } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import { createLines, type Line, type Lines, type Rows } from './lines.ts';
import type { Viewer } from './viewer.ts';

/** What work inside the door gets: Drizzle and plain SQL in one transaction, never the connection. */
export type Handle = {
  readonly db: Database;
  /** Runs one statement, prepared; rows as objects. */
  query<Row extends object>(text: string, params?: readonly unknown[]): Promise<Row[]>;
};
export type Database = ReturnType<typeof drizzle>;

/** The work of a command was undone because it was refused: `value` is the refusal, as data. */
export class Refused extends Error {
  readonly value: unknown;
  constructor(value: unknown) {
    super('refused');
    this.value = value;
  }
}

/** The connection was lost at COMMIT: done or not is not known; the idempotency key tells. */
export class OutcomeUnknown extends Error {}

export type Door = {
  /** A read-only snapshot; ends when `work` has ended and no statement is in flight. */
  read<T>(viewer: Viewer, operation: string, work: (handle: Handle) => Promise<T>): Promise<T>;
  /** One write transaction, READ COMMITTED; run again, at most three times, on deadlock or lock timeout. */
  write<T>(viewer: Viewer, operation: string, work: (handle: Handle) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

const inside = new AsyncLocalStorage<{ readonly running: boolean }>();
const retried = new Set(['40P01', '40001', '55P03']);

/**
 * The one door to the database: at most `width` transactions at a time, each on a connection of its own. Rows hold
 * instants, dates and ranges as PostgreSQL writes them; parameters of these types are text, too.
 */
export function createDoor(options: { url: string; width?: number }): Door {
  const lines = createLines({ url: options.url, width: options.width ?? 10 });

  async function once<T>(
    mode: 'read' | 'write',
    viewer: Viewer,
    operation: string,
    work: (handle: Handle) => Promise<T>,
  ): Promise<T> {
    // Before the outer transaction has begun it holds no connection: a mutation's command may commit first, and what
    // the outer one then reads includes it. After that, waiting for a second connection could wait for ever.
    if (inside.getStore()?.running) {
      throw new Error('The door was opened inside itself: pass the handle on instead.');
    }
    const transaction = createTransaction(lines, begins[mode], viewer, operation);
    let result: T;
    try {
      result = await inside.run(transaction, () => work(transaction.handle));
    } catch (error) {
      await transaction.end('rollback');
      // Statements sent behind one that failed are only told that the transaction is aborted: it says why.
      throw codeOf(error) === '25P02' ? (transaction.failure ?? error) : error;
    }
    // A read has nothing to commit, and whoever sent a statement that failed has been told.
    await transaction.end(mode === 'read' ? 'rollback' : 'commit');
    return result;
  }

  return {
    read: (viewer, operation, work) => once('read', viewer, operation, work),
    async write(viewer, operation, work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once('write', viewer, operation, work);
        } catch (error) {
          if (attempt === 3 || !retried.has(codeOf(error))) throw error;
          await new Promise((resolve) => setTimeout(resolve, attempt * 10 + Math.random() * 20));
        }
      }
    },
    close: () => lines.close(),
  };
}

/** PostgreSQL's or the driver's code of an error, which Drizzle wraps in one of its own. */
function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && at.code) return String(at.code);
  }
  return '';
}

/**
 * A transaction that begins with its first statement: BEGIN and the viewer's settings are sent ahead of it without
 * waiting. `end` first closes the handle (a sibling field that finishes late must not read as the next viewer), then
 * waits for what is in flight, then ends the transaction and gives the connection back.
 */
function createTransaction(lines: Lines, begin: string, viewer: Viewer, operation: string) {
  let line: Promise<Line> | undefined;
  let closed = false;
  let ended = false;
  let failure: unknown;
  const inFlight = new Set<Promise<unknown>>();

  async function open() {
    const taken = await lines.take();
    // Their failure shows in every later statement of the same connection, so nobody waits for these two.
    taken.send(begin).catch(() => {});
    taken.send(setViewer, settingsOf(viewer, operation), { prepare: true }).catch(() => {});
    return taken;
  }

  function send(text: string, params: readonly unknown[], asValues: boolean): Promise<Rows> {
    if (closed) return Promise.reject(new Error('This transaction has ended: the statement came too late.'));
    line ??= open();
    const sent = line.then((taken) => taken.send(text, params, { prepare: true, asValues }));
    inFlight.add(sent);
    sent.then(
      () => inFlight.delete(sent),
      (error) => {
        failure ??= error;
        inFlight.delete(sent);
      },
    );
    return sent;
  }

  // What drizzle needs of a client: options to set its parsers in (each line has them), and `unsafe` that can be awaited as rows or as values.
  const client = {
    options: { parsers: {}, serializers: {} },
    unsafe: (text: string, params: readonly unknown[] = []) => ({
      // biome-ignore lint/suspicious/noThenProperty: drizzle awaits the pending query itself or its values()
      then: (resolve: never, reject: never) => send(text, params, false).then(resolve, reject),
      values: () => send(text, params, true),
    }),
  };
  let db: Database | undefined;
  const handle: Handle = {
    get db() {
      db ??= drizzle({ client: client as unknown as postgres.Sql });
      return db;
    },
    query: <Row extends object>(text: string, params: readonly unknown[] = []) =>
      send(text, params, false) as unknown as Promise<Row[]>,
  };

  return {
    handle,
    /** What the first statement that failed failed of. */
    get failure() {
      return failure;
    },
    /** From the first statement until the connection is given back. */
    get running() {
      return line !== undefined && !ended;
    },
    async end(how: 'commit' | 'rollback') {
      closed = true;
      if (!line) return;
      await Promise.allSettled(inFlight);
      const taken = await line.catch(() => undefined);
      ended = true;
      if (!taken) return;
      let sound = false;
      try {
        const answer = await taken.send(how);
        sound = true;
        // After a failed statement COMMIT answers ROLLBACK, and not with an error.
        if (how === 'commit' && answer.command !== 'COMMIT') {
          throw new Error('The transaction was rolled back: a statement in it had failed.', {
            cause: failure,
          });
        }
      } catch (error) {
        const code = codeOf(error);
        // A deferred constraint refuses at COMMIT: an answer, and the connection is as good as before.
        if (/^[0-9A-Z]{5}$/.test(code) && !code.startsWith('57P')) sound = true;
        if (how === 'commit' && /^(CONNECTION_|ECONN|EPIPE|57P|08)/.test(code)) {
          throw new OutcomeUnknown('The connection was lost at COMMIT.', { cause: error });
        }
        if (how === 'commit') throw error;
      } finally {
        lines.giveBack(taken, sound);
      }
    },
  };
}

const begins = { read: 'begin isolation level repeatable read read only', write: 'begin' };
const setViewer = `select set_config('app.viewer', $1, true), set_config('app.citizens', $2, true),
  set_config('app.centres', $3, true), set_config('app.actors', $4, true), set_config('app.administers', $5, true),
  set_config('app.receives', $6, true), set_config('app.staff', $7, true), set_config('app.operates', $8, true),
  set_config('app.operation', $9, true)`;

function settingsOf(viewer: Viewer, operation: string): string[] {
  const list = (ids: readonly string[]) => `{${ids.join(',')}}`;
  const { citizens, centres, actors, administers, receives, staff } = viewer;
  const lists = [citizens, centres, actors, administers, receives, staff].map(list);
  return [viewer.userId ?? '', ...lists, viewer.operates ? 'yes' : '', operation];
}
