import { verifyTrail } from '@planner/db';
import { readConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import { createLog } from '../log.ts';

/** `audit verify`: checks every event against its digest and every batch against its seal; 1 when something is wrong. */
export async function run(args: readonly string[]): Promise<number> {
  if (args[0] !== 'verify') throw new Error('Usage: audit verify');
  const config = readConfig(process.env);
  const database = await openDatabase(config, createLog('warn'));
  try {
    const { events, batches, faults } = await verifyTrail(database.system, { key: config.sealKey });
    for (const fault of faults) process.stdout.write(`${JSON.stringify(fault)}\n`);
    process.stdout.write(`${events} events in ${batches} sealed batches, ${faults.length} faults.\n`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await database.disconnect();
  }
}
