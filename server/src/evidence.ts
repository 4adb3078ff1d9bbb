import { appendFile, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from '@planner/db';
import type { SlotEvidence } from '@planner/schema';
import { digestOf } from '@planner/schema/availability/evidence.ts';
import { engineVersion } from '@planner/schema/availability/find.ts';
import type { Log } from './log.ts';

type Row = Omit<SlotEvidence, 'starts'> & { at: Date; answer: string | null; slots: number | null };

/**
 * Keeps what slots were answered, in batches at most a second behind. While the database is out the rows go to an
 * append-only file and are loaded when it answers again.
 */
export function createEvidence(options: { system: Sql; dataDir: string; log: Log; position: () => string }) {
  const file = join(options.dataDir, 'slot-evidence.jsonl');
  let waiting: Row[] = [];
  let writing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => void flush(), 1_000).unref();

  async function flush() {
    const rows = waiting;
    waiting = [];
    writing = writing.then(() => keep(rows));
    return writing;
  }

  async function keep(rows: Row[]) {
    try {
      await load(options.system, await leftover(file));
      await unlink(`${file}.loading`).catch(() => {});
      await load(options.system, rows);
    } catch (error) {
      options.log.warn(
        { error: (error as Error).name, rows: rows.length },
        'Evidence goes to a file until the database answers.',
      );
      if (rows.length > 0)
        await appendFile(file, `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`, { mode: 0o600 });
    }
  }

  return {
    keep({ starts, ...row }: SlotEvidence) {
      const answer = starts && digestOf(starts).toString('hex');
      waiting.push({
        ...row,
        position: row.position ?? options.position(),
        at: new Date(),
        answer,
        slots: starts?.length ?? null,
      });
    },
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}

/** Rows of an outage; the file is set aside first, so that new ones go to another. */
async function leftover(file: string): Promise<Row[]> {
  await rename(file, `${file}.loading`).catch(() => {});
  const text = await readFile(`${file}.loading`, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
}

async function load(system: Sql, rows: Row[]): Promise<void> {
  if (rows.length === 0) return;
  await system`
    insert into slot_evidence (at, viewer_id, offer_id, audience, span, position, engine, answer, slots, outcome)
    select r.at, r."viewerId", r."offerId", r.audience, tstzrange(r."from", r."to"), nullif(r.position, '')::bigint,
      ${engineVersion}, decode(r.answer, 'hex'), r.slots, r.outcome
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(at timestamptz, "viewerId" uuid, "offerId" uuid,
      audience jsonb, "from" timestamptz, "to" timestamptz, position text, answer text, slots int, outcome text)`;
}
