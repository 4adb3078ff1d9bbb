import { readConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import { createLog } from '../log.ts';
import { personas } from '../sign-in/personas.ts';
import { postgresApiTokens } from '../sign-in/session-store.ts';

const dayMs = 86_400_000;

/** `token --as <persona>`: prints a bearer token for a day; demo mode only. */
export async function run(args: readonly string[]): Promise<number> {
  const config = readConfig({ ...process.env, PLANNER_DEMO: process.env['PLANNER_DEMO'] ?? '1' });
  const persona = personas.find((one) => one.key === args[args.indexOf('--as') + 1]);
  if (!config.demo || !persona) {
    throw new Error(`Usage, in demo mode: token --as ${personas.map((one) => one.key).join(' | ')}`);
  }
  const database = await openDatabase(config, createLog('warn'));
  try {
    const [user] = await database.system`select id from user_account where subject = ${persona.subject}`;
    if (!user) throw new Error('The demo is not filled yet: run npm start once.');
    const made = await postgresApiTokens(database.system).create({
      userId: user['id'] as string,
      name: 'demo',
      expiresAt: new Date(Date.now() + dayMs),
    });
    process.stdout.write(`${made.token}\n`);
    return 0;
  } finally {
    await database.disconnect();
  }
}
