import { readConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import { createLog } from '../log.ts';

/** Brings the database up to this version and ends. */
export async function run(): Promise<number> {
  const config = readConfig(process.env);
  const database = await openDatabase(config, createLog(config.logLevel));
  await database.disconnect();
  process.stdout.write('The database is up to date.\n');
  return 0;
}
