import { getConstructionPlans, getMigrationPlans, PgBoss } from 'pg-boss';
import library from 'pg-boss/package.json' with { type: 'json' };
import type postgres from 'postgres';
import type { Handle } from './door.ts';

/** The library's own tables lie in a schema of their own, which the application's role may not enter. */
const schema = 'job';

/** What a task does with one job. May run twice: a process that dies in it leaves the job to the next. */
export type Task = {
  run(data: unknown, signal: AbortSignal): Promise<void>;
  /** When it comes by itself, over all processes once, as in cron; Danish time. */
  cron?: string;
};

/**
 * Asks for work within a command: the job is there once the command has committed. `task` is one that a migration
 * has made a queue for; `data` names rows by their ids and holds nobody's data. Null: the same waits already.
 */
export async function enqueue(
  handle: Handle,
  task: string,
  data: object | null = null,
): Promise<string | null> {
  const [row] = await handle.query<{ id: string | null }>('select enqueue($1, $2) as id', [
    task,
    data && JSON.stringify(data),
  ]);
  return row?.id ?? null;
}

/**
 * Takes jobs as they come, in each process; the database sees to it that each is taken once. A job whose process was
 * killed is taken again when its heartbeat has been missed (see the queue's migration).
 */
export async function startQueue(options: {
  /** The system role's login. */
  url: string;
  tasks: Record<string, Task>;
  /** How often it looks for new jobs; for those of dead processes a tenth as often. */
  pollSeconds?: number;
  /** `task` is null when the queue itself had the fault. */
  onError(error: unknown, task: string | null): void;
}): Promise<{ stop(): Promise<void> }> {
  const { tasks, onError, pollSeconds = 2 } = options;
  const boss = new PgBoss({
    connectionString: options.url,
    application_name: 'planner jobs',
    schema,
    max: 2,
    migrate: false,
    superviseIntervalSeconds: pollSeconds * 10,
    monitorIntervalSeconds: pollSeconds * 10,
    // What these look after is the database's own business, and needs rights that this login hasn't.
    reindex: false,
    monitorVacuum: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  boss.on('error', (error) => onError(error, null));
  await boss.start();
  for (const [name, { run, cron }] of Object.entries(tasks)) {
    await boss.work(name, { pollingIntervalSeconds: pollSeconds }, async ([job]) => {
      try {
        await run(job?.data ?? null, job?.signal ?? new AbortController().signal);
      } catch (error) {
        onError(error, name);
        throw told(error);
      }
    });
    if (cron) await boss.schedule(name, cron, null, { tz: 'Europe/Copenhagen' });
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 5_000 }) };
}

/** What the queue keeps of an error: its kind only. A message or PostgreSQL's detail may repeat a citizen's data. */
function told(error: unknown): Error {
  const { name, code } = error as { name?: string; code?: string };
  const kind = new Error([name ?? 'Error', code].filter(Boolean).join(' '));
  kind.stack = '';
  return kind;
}

/** Brings the library's tables to the version it needs. `sql` is one connection that acts as the owner. */
export async function migrateQueue(sql: postgres.Sql): Promise<void> {
  const needed = library.pgboss.schema;
  const [there] = await sql`select to_regclass(${`${schema}.version`}) is not null as so`;
  if (!there?.['so']) {
    await sql.unsafe(getConstructionPlans(schema));
    return;
  }
  const [{ version } = { version: needed }] = await sql<
    { version: number }[]
  >`select version from ${sql(`${schema}.version`)}`;
  if (version > needed) {
    throw new Error(
      `The job queue is newer than this program: it has version ${version}. Start a newer release.`,
    );
  }
  if (version < needed) await sql.unsafe(getMigrationPlans(schema, version));
}
