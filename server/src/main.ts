import { existsSync } from 'node:fs';
import { ConfigError } from './config.ts';

/** What every file in `commands/` exports: runs the command with the words after its name; the result is the exit code. */
export type Command = (args: readonly string[]) => Promise<number>;

const commands: Record<string, string> = {
  start: 'start the planner (pages, GraphQL, sockets, jobs)',
  dev: 'start it for development, restarted when the code changes',
  migrate: 'bring the database up to this version',
  centre: 'centre create: make a job centre and its first administrator',
  seed: 'fill an empty database with the demo’s people and calendars',
  import:
    'import <kind> <file.csv>: read caseworkers, rooms, sessions, citizens or bookings from another system',
  token: 'token --as <persona>: print a bearer token (demo mode only)',
  audit: 'audit verify | anchor | outages | shown | replay: look at what proves what happened',
  doctor: 'check configuration and database, and say what is wrong',
};

const help = `Usage: pnpm planner <command>

${Object.entries(commands)
  .map(([name, what]) => `  ${name.padEnd(9)}${what}`)
  .join('\n')}

The settings are read from the environment and from the file .env; .env.example explains each.
`;

process.exitCode = await main(process.argv.slice(2));

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(help);
    return name === undefined ? 2 : 0;
  }
  if (!Object.hasOwn(commands, name)) {
    process.stderr.write(`There is no command "${name}".\n\n${help}`);
    return 2;
  }
  // What the environment says wins over the file.
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    const file = new URL(`./commands/${name}.ts`, import.meta.url);
    if (!existsSync(file)) throw new Error(`The command "${name}" is not part of this version.`);
    const { run } = (await import(file.href)) as { run: Command };
    return await run(args);
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    return 1;
  }
}

/** An expected fault as a sentence with what to do; an unexpected one with its stack. */
function sentenceOf(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const { code, port, message, stack } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Stop that one, or choose another with PORT=${(port ?? 4000) + 1}.`;
  if (code === 'EACCES' && port !== undefined)
    return `This login may not listen on port ${port}; choose one above 1023 with PORT=4000.`;
  if (code === 'ECONNREFUSED')
    return 'The database does not answer; check that it runs and that DATABASE_URL names its host and port.';
  return process.env.LOG_LEVEL === 'debug' || !message ? (stack ?? String(error)) : message;
}
