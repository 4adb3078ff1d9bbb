import { publicHolidays } from '@planner/schema/availability/holidays.ts';
import { dayOfIso, localDayOf } from '@planner/schema/availability/wall-time.ts';
import type { CprKeys } from '@planner/schema/citizens/cpr.ts';
import type { Sql } from 'postgres';
import { readConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import { demoFiles } from '../import/demo/files.ts';
import { aarhus, writeOrganisation } from '../import/demo/organisation.ts';
import {
  lastAccount,
  sessionDays,
  sessionHolder,
  writeAccounts,
  writeSessions,
} from '../import/demo/people.ts';
import { type ImportKind, runImport } from '../import/run.ts';
import { createLog } from '../log.ts';

/** `seed`: fills the configured database when it is empty; demo mode only. */
export async function run(): Promise<number> {
  const config = readConfig({ ...process.env, PLANNER_DEMO: process.env['PLANNER_DEMO'] ?? '1' });
  if (!config.demo) throw new Error('Only the demo is seeded; set PLANNER_DEMO=1.');
  const { disconnect, system } = await openDatabase(config, createLog('warn'));
  try {
    const log = (line: string) => process.stdout.write(`${line}\n`);
    await seedDemo({ sql: system, keys: config.cpr, today: new Date(), log });
    return 0;
  } finally {
    await disconnect();
  }
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
  const meetings = sessionDays(day);
  const year = 366 * 24 * 3600 * 1000;
  const holidays = new Set(
    publicHolidays(today, new Date(today.getTime() + year)).map((one) => dayOfIso(one.day)),
  );
  const blocked = (email: string, on: number) =>
    holidays.has(on) || (email === sessionHolder && meetings.includes(on));
  const files = demoFiles(day, scale, blocked);

  await writeOrganisation(sql, today);
  const run = async (kind: ImportKind) => {
    const { rows } = await runImport({ sql, keys, kind, file: files[kind], dryRun: false, now: today });
    const refused = rows.filter((row) => row.outcome === 'refused');
    log(`${kind}: ${rows.length - refused.length} imported, ${refused.length} refused`);
    for (const { line, reason } of refused.slice(0, 3)) log(`  line ${line}: ${reason}`);
  };
  await run('caseworkers');
  await writeSessions(sql, day);
  await run('citizens');
  await run('bookings');
  await writeAccounts(sql, day);
}
