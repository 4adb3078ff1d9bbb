import { startApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import { prepareDemo } from '../demo.ts';
import { createLog } from '../log.ts';
import { runUntilSignal } from '../run-until-signal.ts';

/**
 * `start [--empty]`: opens the database, fills it in demo mode, and serves until a signal. An empty demo has one job
 * centre with nothing in it but its administrator.
 */
export const run = (args: readonly string[]) => serve({ develop: false, empty: args.includes('--empty') });

/** Serves the built pages or, while developing, the pages as they are being written. */
export async function serve(options: { develop: boolean; empty?: boolean }): Promise<number> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  return runUntilSignal(log, async () => {
    const database = await openDatabase(config, log);
    try {
      if (config.demo) await prepareDemo(config, database, log, options);
      const app = await startApp(config, log, database, options);
      process.stdout.write(`\nPlanner is ready: ${config.publicUrl.href}\n`);
      if (config.demo) process.stdout.write(`${graphiqlHint(config.publicUrl)}\n`);
      process.stdout.write('\n');
      return async () => {
        await app.stop();
        await database.close();
      };
    } catch (error) {
      await database.close();
      throw error;
    }
  });
}

const graphiqlHint = (publicUrl: URL) =>
  `Its API in GraphiQL: ${new URL('/graphql', publicUrl).href} (a token for it: pnpm planner token --as mette)`;
