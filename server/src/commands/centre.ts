import { parseArgs } from 'node:util';
import type { Sql } from '@planner/db';
import { readConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import { writeInterviewTypes } from '../import/interview-types.ts';
import { createLog } from '../log.ts';

const usage = `Usage: pnpm planner centre create --code <five digits> --name <name>
         --administrator <name> (--email <address> | --subject <subject>)

  --email    the address that the sign-in broker tells of the administrator
  --subject  the broker's own id of the administrator, where it is known`;

/** A job centre to be, and who sets it up. One of `email` and `subject` is there. */
export type NewCentre = {
  code: string;
  name: string;
  administrator: string;
  email: string | null;
  subject: string | null;
};

/** `centre create`: makes a job centre with nothing in it but its first administrator. */
export async function run(args: readonly string[]): Promise<number> {
  const centre = readCentre(args);
  const config = readConfig(process.env);
  const { disconnect, system } = await openDatabase(config, createLog('warn'));
  try {
    await createCentre(system, centre, config.oidc.issuer.href);
  } finally {
    await disconnect();
  }
  process.stdout.write(`${centre.name} is there. ${centre.administrator} signs in and sets it up.\n`);
  return 0;
}

/** The words after `centre`, judged. @throws Error that says how it is used, or what is wrong. */
export function readCentre(args: readonly string[]): NewCentre {
  const option = { type: 'string' } as const;
  const options = { code: option, name: option, administrator: option, email: option, subject: option };
  const read = () => {
    try {
      return parseArgs({ args: [...args], allowPositionals: true, options });
    } catch {
      throw new Error(usage);
    }
  };
  const { positionals, values } = read();
  const { code, name, administrator, email = null, subject = null } = values;
  if (positionals.join(' ') !== 'create' || !code || !name || !administrator || !(email || subject))
    throw new Error(usage);
  if (!/^\d{5}$/.test(code)) throw new Error('A job centre’s code is five digits.');
  if (email && !/^[^\s@]+@[^\s@]+$/.test(email)) throw new Error('That is no e-mail address.');
  return { code, name, administrator, email, subject };
}

/** Makes it, in one transaction. The administrator signs in at this issuer. */
export async function createCentre(system: Sql, centre: NewCentre, issuer: string): Promise<void> {
  const { code, name, administrator, email, subject } = centre;
  await system
    .begin(async (tx) => {
      await tx`select set_config('app.operation', 'centre create', true)`;
      await writeInterviewTypes(tx);
      await tx`select found_job_centre(${code}, ${name}, ${issuer}, ${subject}, ${email}, ${administrator})`;
    })
    .catch((error: { code?: string }) => {
      if (error.code === '23505') throw new Error(`There is a job centre with the code ${code} already.`);
      if (error.code === '23502') throw new Error('A citizen signs in by that subject or address.');
      throw error;
    });
}
