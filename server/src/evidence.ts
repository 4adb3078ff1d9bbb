import { randomUUID } from 'node:crypto';
import { appendFile, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from '@planner/db';
import type { SlotEvidence } from '@planner/schema';
import { digestOf, type ToldStart } from '@planner/schema/availability/evidence.ts';
import { engineVersion } from '@planner/schema/availability/find.ts';
import { answered } from './answered.ts';
import type { Log } from './log.ts';

/** A viewer begins or ends to see the frames of a live window. */
export type Looking = {
  watchId: string;
  /** One look, from joining to leaving. */
  lookId: string;
  viewerId: string | null;
  /** For whom; null when staff look. */
  citizenId: string | null;
  action: 'joined' | 'left';
};

export type Evidence = {
  /** What somebody was answered who asked once. */
  keep(row: SlotEvidence): void;
  /** What all were shown who watch a live window. */
  keepFrame(watchId: string, row: SlotEvidence): void;
  keepLooking(row: Looking): void;
  close(): Promise<void>;
};

/** `key` makes it the same row however often it is loaded; `seq` is the order of things in this process. */
type Row = { key: string; at: string; seq: number } & (
  | ({ table: 'slot_watch' } & Looking)
  | ({ table: 'slot_evidence'; watchId: string | null; answer: string | null; slots: number | null } & Omit<
      SlotEvidence,
      'starts' | 'at'
    >)
);

const batchRows = 1_000;
/** Within a second of what it proves, and a little more when the database is slow to say that it is out. */
const flushEveryMs = 1_000;
const answerWithinMs = 3_000;

/**
 * Keeps who was shown which free times, in batches at most a second behind. While the database is out the rows go to
 * an append-only file and are loaded when it answers again.
 */
export function createEvidence(options: { system: Sql; dataDir: string; log: Log }): Evidence {
  const { system, log } = options;
  const file = join(options.dataDir, 'slot-evidence.jsonl');
  let seq = 0;
  let waiting: Row[] = [];
  let writing: Promise<void> | null = null;
  const timer = setInterval(() => void flush(), flushEveryMs).unref();

  function flush(): Promise<void> {
    writing ??= write().finally(() => {
      writing = null;
    });
    return writing;
  }

  async function write() {
    const rows = waiting;
    waiting = [];
    try {
      await load(await readLeftover(file));
      await unlink(file).catch(() => {});
      await load(rows);
    } catch (error) {
      const { name, code } = error as { name: string; code?: string };
      log.warn(
        { error: name, code, rows: rows.length },
        'Evidence goes to a file until the database answers.',
      );
      if (rows.length > 0) await appendFile(file, linesOf(rows), { mode: 0o600 });
    }
  }

  async function load(rows: Row[]): Promise<void> {
    for (let i = 0; i < rows.length; i += batchRows) {
      const batch = rows.slice(i, i + batchRows);
      await insert(system, batch).catch(async (error) => {
        if (!isOfTheData(error)) throw error;
        // One row that the database can't take may not keep the others out for ever.
        for (const row of batch) await insert(system, [row]).catch((one) => setAside(row, one));
      });
    }
  }

  async function setAside(row: Row, error: unknown) {
    if (!isOfTheData(error)) throw error;
    log.error(
      { code: (error as { code: string }).code },
      'Evidence that the database refused was set aside in a file.',
    );
    await appendFile(`${file}.refused`, linesOf([row]), { mode: 0o600 });
  }

  const add = (at: Date | null, row: DistributiveOmit<Row, 'key' | 'at' | 'seq'>) => {
    seq += 1;
    waiting.push({ ...row, key: randomUUID(), at: (at ?? new Date()).toISOString(), seq } as Row);
  };
  const addAnswer = (watchId: string | null, { starts, at, ...row }: SlotEvidence) => {
    const answer = starts && digest(starts);
    add(at, { table: 'slot_evidence', watchId, ...row, answer, slots: starts?.length ?? null });
  };

  return {
    keep: (row) => addAnswer(null, row),
    keepFrame: (watchId, row) => addAnswer(watchId, row),
    keepLooking: (row) => add(null, { table: 'slot_watch', ...row }),
    async close() {
      clearInterval(timer);
      await writing;
      await flush();
    },
  };
}

/** A shared answer is kept once for each who gets it, always with the same list. */
const digests = new WeakMap<readonly ToldStart[], string>();
function digest(starts: readonly ToldStart[]): string {
  const known = digests.get(starts) ?? digestOf(starts).toString('hex');
  digests.set(starts, known);
  return known;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Each line begins with its break, so that one torn by a crash doesn't spoil the next. */
const linesOf = (rows: Row[]) => rows.map((row) => `\n${JSON.stringify(row)}`).join('');

/** Rows of an outage, or of a process that was killed in one. */
async function readLeftover(file: string): Promise<Row[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Row];
    } catch {
      return [];
    }
  });
}

/** SQLSTATE classes 22 and 23: the row is at fault, and will be tomorrow. */
const isOfTheData = (error: unknown) => /^2[23]/.test(String((error as { code?: string }).code));

async function insert(system: Sql, rows: Row[]): Promise<void> {
  const json = (table: Row['table']) => JSON.stringify(rows.filter((row) => row.table === table));
  await answered(
    system`
    with answers as (
      insert into slot_evidence (key, at, seq, watch_id, viewer_id, citizen_id, offer_id, caseworker_id, audience, span, position,
        engine, answer, slots, outcome, reason)
      select r.key, r.at, r.seq, r."watchId", r."viewerId", r."citizenId", r."offerId", r."caseworkerId", r.audience,
        case when r."from" <= r."to" then tstzrange(r."from", r."to") end, r.position,
        ${engineVersion}, decode(r.answer, 'hex'), r.slots, r.outcome, r.reason
      from jsonb_to_recordset(${json('slot_evidence')}::text::jsonb) as r(key uuid, at timestamptz, seq bigint, "watchId" uuid,
        "viewerId" uuid, "citizenId" uuid, "offerId" uuid, "caseworkerId" uuid, audience jsonb, "from" timestamptz,
        "to" timestamptz, position bigint, answer text, slots int, outcome text, reason text)
      on conflict (key) do nothing)
    insert into slot_watch (key, at, seq, watch_id, look_id, viewer_id, citizen_id, action)
    select r.key, r.at, r.seq, r."watchId", r."lookId", r."viewerId", r."citizenId", r.action
    from jsonb_to_recordset(${json('slot_watch')}::text::jsonb) as r(key uuid, at timestamptz, seq bigint, "watchId" uuid,
      "lookId" uuid, "viewerId" uuid, "citizenId" uuid, action text)
    on conflict (key) do nothing`,
    answerWithinMs,
  );
}
