import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

export type Rows = postgres.RowList<postgres.Row[]>;

/** One connection to the database, for one transaction at a time. */
export type Line = {
  readonly options: postgres.Sql['options'];
  /** Sends one statement; a lost line rejects instead. */
  send(
    text: string,
    params?: readonly unknown[],
    how?: { prepare?: boolean; asValues?: boolean },
  ): Promise<Rows>;
};

export type Lines = {
  /** Waits until a line is free. */
  take(): Promise<Line>;
  /** `sound` is false when the transaction on it may not have ended: the line is then thrown away. */
  giveBack(line: Line, sound: boolean): void;
  close(): Promise<void>;
};

type OwnLine = Line & { readonly lost: boolean; discard(): Promise<void> };

/** SQLSTATE class for "no connection": what a line rejects with once it is lost. */
export const connectionLost = 'CONNECTION_LOST';

/**
 * At most `width` connections, each a client of the driver's own with one connection reserved in it. The driver's pool
 * is not used: it loses acknowledged writes when more callers than connections press on it, and it hands out
 * connections that have died, on which the next statement throws where nobody can catch it.
 */
export function createLines(options: { url: string; width: number }): Lines {
  let closing = false;
  let free = options.width;
  const idle: OwnLine[] = [];
  const all = new Set<OwnLine>();
  const waiting: (() => void)[] = [];

  function leave() {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }

  function discard(line: OwnLine) {
    all.delete(line);
    return line.discard();
  }

  return {
    async take() {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        if (closing) throw new Error('The door is closed.');
        for (let line = idle.pop(); line; line = idle.pop()) {
          if (!line.lost) return line;
          discard(line);
        }
        const line = await openLine(options.url);
        all.add(line);
        return line;
      } catch (error) {
        leave();
        throw error;
      }
    },
    giveBack(line, sound) {
      const own = line as OwnLine;
      if (sound && !closing && !own.lost) idle.push(own);
      else discard(own);
      leave();
    },
    async close() {
      closing = true;
      await Promise.all(idle.splice(0).map(discard));
      const deadline = Date.now() + 5_000;
      while (all.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
      await Promise.all([...all].map(discard));
    },
  };
}

async function openLine(url: string): Promise<OwnLine> {
  let lost = false;
  // What still waits for an answer. The driver forgets the statements that a reserved connection had queued when it
  // closes, and whoever waited for them would wait for ever.
  const unanswered = new Set<(error: Error) => void>();
  const sql = postgres(url, {
    max: 1,
    // A connection that retires by its age does so between two statements of a transaction, too.
    max_lifetime: 0,
    onnotice: () => {},
    onclose: () => {
      lost = true;
      for (const reject of unanswered) reject(lostError());
      unanswered.clear();
    },
    connection: {
      application_name: 'planner',
      statement_timeout: 10_000,
      lock_timeout: 2_000,
      idle_in_transaction_session_timeout: 15_000,
    },
  });
  // Drizzle changes the client's parsers (instants and dates stay text) when it is first used: here, for every line.
  drizzle({ client: sql });
  let reserved: postgres.ReservedSql;
  try {
    // Not reserved at once: a connection that is lost while the driver asks it for its types would, with nothing but a
    // reservation waiting, reject a promise that nobody holds, and that ends the process.
    await sql.unsafe('select 1');
    reserved = await sql.reserve();
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw error;
  }
  return {
    options: sql.options,
    get lost() {
      return lost;
    },
    async send(text, params = [], how = {}) {
      if (lost) throw lostError();
      const pending = reserved.unsafe(text, params as never[], { prepare: how.prepare ?? false });
      const rows = (how.asValues ? pending.values() : pending) as unknown as Promise<Rows>;
      return new Promise<Rows>((resolve, reject) => {
        unanswered.add(reject);
        rows
          .then(resolve, (error) => reject(isLoss(error) ? lostError(error) : error))
          .finally(() => unanswered.delete(reject));
      });
    },
    async discard() {
      if (!lost) reserved.release();
      await sql.end({ timeout: 0 });
    },
  };
}

/** The driver's own codes, or the system's when the loss is noticed in writing: by chance either. */
const isLoss = (error: { code?: string }) => /^(CONNECTION_|ECONN|EPIPE)/.test(error.code ?? '');

const lostError = (cause?: unknown) =>
  Object.assign(new Error('The connection to the database was lost.', { cause }), { code: connectionLost });
