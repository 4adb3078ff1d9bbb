import { randomUUID } from 'node:crypto';
import type { CprKeys } from '@planner/schema/citizens/cpr.ts';
import postgres, { type Sql, type TransactionSql } from 'postgres';
import { bookingHeadings, planBookings } from './bookings.ts';
import { loadCalendar, writeBooking } from './bookings-store.ts';
import { caseworkerHeadings, planCaseworkers } from './caseworkers.ts';
import { loadOrganisation, writeCaseworker } from './caseworkers-store.ts';
import { citizenHeadings, planCitizens } from './citizens.ts';
import { hashText, loadCitizens, writeCitizen } from './citizens-store.ts';
import { type CsvFile, type Headings, readCsv } from './csv.ts';
import { type Decision, type RowOutcome, RowRefused } from './decision.ts';
import { planRooms, roomHeadings } from './rooms.ts';
import { loadRooms, writeRoom } from './rooms-store.ts';
import { planSessions, sessionHeadings } from './sessions.ts';
import { loadSessions, writeSession } from './sessions-store.ts';

/** In the order in which they need each other. */
export const importKinds = ['caseworkers', 'rooms', 'sessions', 'citizens', 'bookings'] as const;
export type ImportKind = (typeof importKinds)[number];

/** The columns of each kind of file. */
export const headingsOf: Readonly<Record<ImportKind, Headings>> = {
  caseworkers: caseworkerHeadings,
  rooms: roomHeadings,
  sessions: sessionHeadings,
  citizens: citizenHeadings,
  bookings: bookingHeadings,
};

export type ImportOptions = {
  /** The system role's pool. */
  sql: Sql;
  keys: CprKeys;
  kind: ImportKind;
  file: Buffer;
  /** Says what would happen and writes nothing. */
  dryRun: boolean;
  now: Date;
};

/**
 * Imports one CSV file. A row that can't be taken is refused with its line and reason, and all others are done; run
 * again, the same file changes nothing. Many short transactions: a run that breaks off is finished by the next.
 */
export async function runImport(options: ImportOptions): Promise<{ rows: RowOutcome[] }> {
  const { sql, keys, file, now } = options;
  const hash = (cpr: string) => hashText(keys, cpr);
  if (options.kind === 'caseworkers') {
    const csv = readCsv(file, caseworkerHeadings);
    const decisions = planCaseworkers(csv.rows, await look(sql, loadOrganisation), randomUUID);
    return carryOut(options, csv, decisions, (tx, write) => writeCaseworker(tx, write, now));
  }
  if (options.kind === 'rooms') {
    const csv = readCsv(file, roomHeadings);
    const decisions = planRooms(csv.rows, await look(sql, loadRooms), randomUUID);
    return carryOut(options, csv, decisions, writeRoom, ({ centreId }) => [centreId]);
  }
  if (options.kind === 'sessions') {
    const csv = readCsv(file, sessionHeadings);
    const known = await look(sql, (tx) => loadSessions(tx, csv.rows));
    const decisions = planSessions(csv.rows, known, randomUUID);
    return carryOut(options, csv, decisions, writeSession, ({ resources }) => resources);
  }
  if (options.kind === 'citizens') {
    const csv = readCsv(file, citizenHeadings);
    const decisions = planCitizens(
      csv.rows,
      await look(sql, (tx) => loadCitizens(tx, keys, csv.rows, now)),
      hash,
      randomUUID,
    );
    return carryOut(options, csv, decisions, (tx, write) => writeCitizen(tx, write, now, keys));
  }
  const csv = readCsv(file, bookingHeadings);
  const decisions = planBookings(
    csv.rows,
    await look(sql, (tx) => loadCalendar(tx, keys, csv.rows)),
    hash,
    randomUUID,
  );
  return carryOut(options, csv, decisions, writeBooking, ({ resources }) => resources);
}

/** One snapshot on one connection: the pool is small, and the driver suffers when more press on it than it has. */
const look = <Known>(sql: Sql, load: (tx: TransactionSql) => Promise<Known>) =>
  sql.begin('isolation level repeatable read read only', load) as Promise<Known>;

/** Rows of the change feed in one transaction: the feed's numbers are given under one lock (docs/architecture.md). */
const FEED_ROWS_A_TRANSACTION = 200;

type Planned<Write> = Extract<Decision<Write>, { write: Write }>;
type WriteRow<Write> = (tx: TransactionSql, write: Write) => Promise<string | null>;

async function carryOut<Write>(
  options: ImportOptions,
  csv: CsvFile,
  decisions: readonly Decision<Write>[],
  write: WriteRow<Write>,
  resources: (write: Write) => readonly string[] = () => [],
): Promise<{ rows: RowOutcome[] }> {
  const planned = decisions.filter((decision) => 'write' in decision);
  const refused = new Map<number, string>();
  if (!options.dryRun) {
    for (const chunk of chunksOf(planned)) {
      const locks = [...new Set(chunk.flatMap((one) => resources(one.write)))].sort();
      for (const [line, reason] of await writeChunk(options, chunk, locks, write)) refused.set(line, reason);
    }
  }
  const rows = decisions.map((decision): RowOutcome => {
    const { line, outcome } = decision;
    const reason = decision.outcome === 'refused' ? decision.reason : refused.get(line);
    return reason === undefined ? { line, outcome } : { line, outcome: 'refused', reason };
  });
  return { rows: [...csv.faults, ...rows].sort((a, b) => a.line - b.line) };
}

function chunksOf<Write>(planned: readonly Planned<Write>[]): Planned<Write>[][] {
  const chunks: Planned<Write>[][] = [];
  let room = 0;
  for (const one of planned) {
    if (one.weight > room) {
      chunks.push([]);
      room = FEED_ROWS_A_TRANSACTION;
    }
    chunks.at(-1)?.push(one);
    room -= one.weight;
  }
  return chunks;
}

const again = new Set(['40P01', '40001', '55P03']);

/** One transaction, a savepoint a row; the rows that were refused, by line. Run again on a deadlock, twice. */
async function writeChunk<Write>(
  { sql, kind }: ImportOptions,
  chunk: readonly Planned<Write>[],
  locks: readonly string[],
  write: WriteRow<Write>,
): Promise<Map<number, string>> {
  for (let attempt = 1; ; attempt += 1) {
    const refused = new Map<number, string>();
    try {
      await sql.begin(async (tx) => {
        await tx`select set_config('app.operation', ${`import ${kind}`}, true)`;
        if (locks.length > 0) await lock(tx, locks);
        for (const one of chunk) {
          const reason = await attemptRow(tx, one.write, write);
          if (reason !== null) refused.set(one.line, reason);
        }
      });
      return refused;
    } catch (error) {
      const code = error instanceof postgres.PostgresError ? error.code : '';
      if (!again.has(code) || attempt === 3) throw error;
    }
  }
}

/** The same locks that bookings take (schema/src/lock.ts), before anything is written. */
async function lock(tx: TransactionSql, ids: readonly string[]): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(id, 0))
    from (select unnest(${ids as string[]}::text[]) as id order by 1 offset 0) sorted`;
}

async function attemptRow<Write>(
  tx: TransactionSql,
  row: Write,
  write: WriteRow<Write>,
): Promise<string | null> {
  try {
    await tx.savepoint(async (point) => {
      const reason = await write(point, row);
      if (reason !== null) throw new RowRefused(reason);
    });
    return null;
  } catch (error) {
    if (error instanceof RowRefused) return error.message;
    // Integrity (class 23) and data (class 22): this row's own. The database's text is not shown: it repeats values.
    if (error instanceof postgres.PostgresError && /^2[23]/.test(error.code))
      return `The database refused the row (${error.code}); it may have been changed meanwhile. Import the file again.`;
    throw error;
  }
}
