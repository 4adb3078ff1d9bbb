import { publicHolidays } from '@planner/schema/availability/holidays.ts';
import { dayOfIso, localDayOf } from '@planner/schema/availability/wall-time.ts';
import type { CprKeys } from '@planner/schema/citizens/cpr.ts';
import type { Sql } from 'postgres';
import { readConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import { demoFiles } from '../import/demo/files.ts';
import { aarhus, writeOrganisation } from '../import/demo/organisation.ts';
import { lastAccount, writeAccounts } from '../import/demo/people.ts';
import { importKinds, runImport } from '../import/run.ts';
import { createLog } from '../log.ts';

/** `seed [--scale <n>]`: fills the configured database when it is empty; demo mode only. */
export async function run(args: readonly string[]): Promise<number> {
  const scale = scaleOf(args);
  const config = readConfig({ ...process.env, PLANNER_DEMO: process.env['PLANNER_DEMO'] ?? '1' });
  if (!config.demo) throw new Error('Only the demo is seeded; set PLANNER_DEMO=1.');
  const { disconnect, system } = await openDatabase(config, createLog('warn'));
  try {
    const log = (line: string) => process.stdout.write(`${line}\n`);
    await seedDemo({ sql: system, keys: config.cpr, today: new Date(), scale, log });
    return 0;
  } finally {
    await disconnect();
  }
}

const scaleMax = 100;

/** How big the demo is to be; 1 unless said. */
export function scaleOf(args: readonly string[]): number {
  if (args.length === 0) return 1;
  const scale = Number(args[1]);
  if (args.length !== 2 || args[0] !== '--scale' || !(scale > 0 && scale <= scaleMax))
    throw new Error(
      `Usage: pnpm planner seed [--scale <n>], n times 60 caseworkers and 300 citizens, at most ${scaleMax}.`,
    );
  return scale;
}

export type SeedOptions = {
  /** The system role's pool. */
  sql: Sql;
  keys: CprKeys;
  today: Date;
  /** How many times 60 caseworkers and 300 citizens; 1 unless said. */
  scale?: number;
  log: (line: string) => void;
};

/**
 * Fills an empty database with the demo: two job centres, their people, and talks over the twelve weeks from `today`.
 * Does nothing where there is a job centre already, but goes on with a seeding of its own that broke off.
 */
export async function seedDemo({ sql, keys, today, scale = 1, log }: SeedOptions): Promise<void> {
  const [found] = await sql<{ any: boolean; unfinished: boolean }[]>`
    select exists (select from job_centre) as any,
      exists (select from job_centre where id = ${aarhus})
        and not exists (select from user_account where id = ${lastAccount}) as unfinished`;
  if (found?.any && !found.unfinished)
    return log('The database has job centres already; nothing was seeded.');
  const day = localDayOf('Europe/Copenhagen', Math.floor(today.getTime() / 60_000));
  const year = 366 * 24 * 3600 * 1000;
  const holidays = new Set(
    publicHolidays(today, new Date(today.getTime() + year)).map((one) => dayOfIso(one.day)),
  );
  const files = demoFiles(day, scale, (on) => holidays.has(on));

  await writeOrganisation(sql, today);
  for (const kind of importKinds) {
    const { rows } = await runImport({ sql, keys, kind, file: files[kind], dryRun: false, now: today });
    const refused = rows.filter((row) => row.outcome === 'refused');
    log(`${kind}: ${rows.length - refused.length} imported, ${refused.length} refused`);
    for (const { line, reason } of refused.slice(0, 3)) log(`  line ${line}: ${reason}`);
  }
  await writeAccounts(sql, day);
}
