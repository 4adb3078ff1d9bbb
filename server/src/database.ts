import { createHmac } from 'node:crypto';
import { appRole, createDoor, type Door, migrate, systemRole } from '@planner/db';
import { startEmbedded } from '@planner/db/embedded';
import postgres from 'postgres';
import type { Config } from './config.ts';
import type { Log } from './log.ts';

export type Database = {
  door: Door;
  /** The system role's own small pool: single statements only, for sessions, feed, trail and jobs. */
  system: postgres.Sql;
  /** Its login, for what brings a pool of its own. */
  systemUrl: string;
  /** Lets go of the connections; the embedded database goes on, since a planner beside this command may use it. */
  disconnect(): Promise<void>;
  /** Disconnects, and stops the embedded database: for the planner itself. */
  close(): Promise<void>;
};

const embeddedName = 'planner';
const healEveryMs = 2_000;

/** Opens the configured database, or the one the planner brings along, brought up to this version. */
export async function openDatabase(config: Config, log: Log): Promise<Database> {
  if (config.database) {
    const { url, ownerUrl, systemUrl } = config.database;
    await migrate({ url: ownerUrl, appPassword: passwordOf(url), systemPassword: passwordOf(systemUrl) });
    return connect(url, systemUrl);
  }
  const embedded = await startEmbedded({ dataDir: config.dataDir, log: (line) => log.info(line) });
  await createOnce(embedded.superuserUrl);
  const owner = new URL(embedded.superuserUrl);
  // Derived, so that a command beside a running planner sets the same ones again.
  const passwordFor = (role: string) => createHmac('sha256', owner.password).update(role).digest('base64url');
  const [appPassword, systemPassword] = [passwordFor(appRole), passwordFor(systemRole)];
  owner.pathname = `/${embeddedName}`;
  await migrate({ url: owner.href, appPassword, systemPassword });
  const database = connect(
    embedded.url({ user: appRole, password: appPassword, database: embeddedName }),
    embedded.url({ user: systemRole, password: systemPassword, database: embeddedName }),
  );
  let healing = false;
  const heal = setInterval(() => {
    if (healing) return;
    healing = true;
    embedded
      .ensureRunning()
      .then(
        (how) => how === 'restarted' && log.warn('The database had died and was started again.'),
        (error: unknown) => log.error({ error: String(error) }, 'The database could not be started again.'),
      )
      .finally(() => {
        healing = false;
      });
  }, healEveryMs).unref();
  const disconnect = async () => {
    clearInterval(heal);
    await database.disconnect();
  };
  return {
    ...database,
    disconnect,
    async close() {
      await disconnect();
      await embedded.stop();
    },
  };
}

function connect(appUrl: string, systemUrl: string): Database {
  const door = createDoor({ url: appUrl });
  const system = postgres(systemUrl, {
    max: 4,
    onnotice: () => {},
    connection: { application_name: 'planner system', statement_timeout: 30_000, lock_timeout: 2_000 },
  });
  const disconnect = async () => {
    await Promise.all([door.close(), system.end({ timeout: 5 })]);
  };
  return { door, system, systemUrl, disconnect, close: disconnect };
}

async function createOnce(superuserUrl: string): Promise<void> {
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  try {
    const [there] = await sql`select 1 from pg_database where datname = ${embeddedName}`;
    if (!there) await sql.unsafe(`create database ${embeddedName}`);
  } finally {
    await sql.end();
  }
}

const passwordOf = (url: string) => decodeURIComponent(new URL(url).password);
