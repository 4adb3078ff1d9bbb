import { seedDemo } from './commands/seed.ts';
import type { Config } from './config.ts';
import type { Database } from './database.ts';
import type { Log } from './log.ts';

/** Fills an empty demo database, and lets its people sign in through the provider of this address. */
export async function prepareDemo(config: Config, { system }: Database, log: Log): Promise<void> {
  await seedDemo({
    sql: system,
    keys: config.cpr,
    today: new Date(),
    log: (line: string) => log.info(line),
  });
  // Accounts belong to an issuer, and the demo's provider lives under PUBLIC_URL, which may have changed.
  await system`update user_account set issuer = ${config.oidc.issuer.href}
    where subject like 'demo:%' and issuer <> ${config.oidc.issuer.href}`;
}
