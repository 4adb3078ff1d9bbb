import { createCentre } from './commands/centre.ts';
import { seedDemo } from './commands/seed.ts';
import type { Config } from './config.ts';
import type { Database } from './database.ts';
import type { Log } from './log.ts';

/** The job centre of `npm start -- --empty`, and the persona who sets it up. */
const bare = {
  code: '09999',
  name: 'Jobcenter Ny',
  administrator: 'Ida Lund',
  subject: 'demo:ida',
  email: null,
};

/**
 * Fills an empty demo database, with one bare job centre if `empty`, and lets its people sign in through the provider of
 * this address.
 */
export async function prepareDemo(
  config: Config,
  { system }: Pick<Database, 'system'>,
  log: Log,
  { empty = false } = {},
): Promise<void> {
  const [found] = await system<{ any: boolean }[]>`select exists (select from job_centre) as any`;
  if (empty && !found?.any) await createCentre(system, bare, config.oidc.issuer.href);
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
