import { readFile } from 'node:fs/promises';
import type { CprKeys } from '@planner/schema/citizens/cpr.ts';
import type { Sql } from 'postgres';
import { readConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import { headingsOf, type ImportKind, importKinds, runImport } from '../import/run.ts';
import { createLog } from '../log.ts';

export type ImportContext = { sql: Sql; keys: CprKeys; out: (line: string) => void };

/** Each kind's columns by their Danish headings; those in brackets may be left out. */
const columns = (kind: ImportKind) =>
  Object.values(headingsOf[kind])
    .map(({ names, required }) => (required ? names[0] : `[${names[0]}]`))
    .join('; ');

const usage = `Usage: pnpm planner import <${importKinds.join('|')}> <file.csv> [--dry-run]

${importKinds.map((kind) => `  ${kind.padEnd(11)} ${columns(kind)}`).join('\n')}`;

/** Runs `importCommand` on the configured database. */
export async function run(args: readonly string[]): Promise<number> {
  const config = readConfig(process.env);
  const { disconnect, system } = await openDatabase(config, createLog('warn'));
  try {
    const out = (line: string) => process.stdout.write(`${line}\n`);
    return await importCommand(args, { sql: system, keys: config.cpr, out });
  } finally {
    await disconnect();
  }
}

/**
 * `import <kind> <file> [--dry-run]`: prints each row's outcome and the sums. The exit code: 0 when all rows were
 * taken, 1 when some were refused, 2 when the command was not understood.
 */
export async function importCommand(
  args: readonly string[],
  { sql, keys, out }: ImportContext,
): Promise<number> {
  const [kind, path, ...more] = args.filter((arg) => arg !== '--dry-run');
  const known = importKinds.find((one): one is ImportKind => one === kind);
  if (!known || !path || more.length > 0) {
    out(usage);
    return 2;
  }
  const [clock] = await sql<{ now: Date }[]>`select planner_now() as now`;
  const dryRun = args.includes('--dry-run');
  const file = await readFile(path);
  const { rows } = await runImport({ sql, keys, kind: known, file, dryRun, now: clock?.now ?? new Date() });
  for (const { line, outcome, reason } of rows)
    out(`${String(line).padStart(6)}  ${outcome}${reason ? `: ${reason}` : ''}`);
  const count = (outcome: string) => rows.filter((row) => row.outcome === outcome).length;
  out(
    `${count('new')} new, ${count('changed')} changed, ${count('unchanged')} unchanged, ${count('refused')} refused.` +
      (dryRun ? ' Nothing was written.' : ''),
  );
  return count('refused') > 0 ? 1 : 0;
}
