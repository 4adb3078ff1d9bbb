import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { databaseAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { type Cluster, halt, initialise, launch, runningPostmaster, superuser } from './cluster.ts';
import { withFileLock } from './lock.ts';
import { findPlace, recall, remember } from './place.ts';

export type EmbeddedOptions = {
  /** Folder for the database; made when missing. */
  dataDir: string;
  /** TCP port on 127.0.0.1; otherwise the one of last time, and at first a free one. */
  port?: number;
  /** Whether what is committed survives a crash of the machine (default). False for throwaway databases. */
  durable?: boolean;
  /** Folder with another PostgreSQL's programs than the one we bring: to test that we run on it. */
  binaries?: string;
  log: (line: string) => void;
};

export type Embedded = {
  /** Connects as the superuser to the database `postgres`. */
  readonly superuserUrl: string;
  readonly port: number;
  /** Where the cluster lies; below `dataDir` unless PostgreSQL's account could not go there. */
  readonly directory: string;
  /** The same address for another role or database of this server. */
  url(to: { user: string; password: string; database: string }): string;
  /** Starts the server again, on the same port, if it has died since. */
  ensureRunning(): Promise<'running' | 'restarted'>;
  /** Stops the server, for everyone who uses it. */
  stop(): Promise<void>;
};

const lockPatience = 300_000;
const answerPatience = 60_000;

/**
 * The PostgreSQL that Planner brings along, running on `dataDir`: one that still runs from an earlier command
 * is taken over, else it is started. It goes on when this process ends; only `stop` stops it.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log, durable = true } = options;
  const account = databaseAccount();
  const place = await findPlace(options.dataDir, account, log);

  const ensure = () =>
    withFileLock(place.lockFile, lockPatience, async () => {
      const cluster: Cluster = {
        place,
        account,
        binaries: await findBinaries(account, place.home, options.binaries),
      };
      const remembered = await recall(place);
      await initialise(cluster, remembered.password, log);
      const running = await runningPostmaster(place);
      if (running && (await answers(running.port, remembered.password, place.cluster))) {
        return { cluster, port: running.port, password: remembered.password, found: true };
      }
      const port = await startOnAPort(
        cluster,
        options.port ?? remembered.port,
        options.port === undefined,
        durable,
      );
      if (port !== remembered.port) await remember(place, { ...remembered, port });
      return { cluster, port, password: remembered.password, found: false };
    });

  const started = Date.now();
  const { cluster, port, password, found } = await ensure();
  const how = found ? 'was running already' : `started in ${Date.now() - started} ms`;
  log(`PostgreSQL ${cluster.binaries.version} ${how} on port ${port}.`);

  return {
    port,
    directory: place.cluster,
    superuserUrl: address(port, { user: superuser, password, database: 'postgres' }),
    url: (to) => address(port, to),
    async ensureRunning() {
      if (await answers(port, password, place.cluster)) return 'running';
      const now = await ensure();
      if (now.port !== port) {
        throw new Error(
          `The database runs again, but on port ${now.port} instead of ${port}: start Planner again.`,
        );
      }
      if (now.found) return 'running';
      log(`PostgreSQL had stopped; it runs again on port ${port}.`);
      return 'restarted';
    },
    stop: () => withFileLock(place.lockFile, lockPatience, () => halt(cluster)),
  };
}

/** Starts on the wanted port; when it is taken and `mayMove`, on a free one. */
async function startOnAPort(
  cluster: Cluster,
  wanted: number | undefined,
  mayMove: boolean,
  durable: boolean,
) {
  for (let attempt = 1; ; attempt++) {
    const port = attempt === 1 && wanted !== undefined ? wanted : await freePort();
    try {
      await launch(cluster, { port, durable });
      return port;
    } catch (error) {
      const { message } = error as Error;
      const portTaken = /could not create any TCP\/IP sockets/.test(message);
      // After kill -9 of the server its children need a moment to notice and let go of its memory.
      const stillDying = /shared memory block .* is still in use/.test(message);
      if (attempt === 10 || !(stillDying || (portTaken && mayMove))) throw error;
      if (stillDying) await delay(300);
    }
  }
}

/** A port below those that systems give to outgoing connections, so that it is likely free at a restart too. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** Whether our cluster answers there; waits while it is still starting or recovering. */
async function answers(port: number, password: string, directory: string): Promise<boolean> {
  const giveUpAt = Date.now() + answerPatience;
  for (;;) {
    const sql = postgres(address(port, { user: superuser, password, database: 'postgres' }), {
      max: 1,
      connect_timeout: 5,
      fetch_types: false,
      onnotice: () => {},
    });
    try {
      const [row] = await sql`select current_setting('data_directory') as directory`;
      return row?.directory === directory;
    } catch (error) {
      const { code } = error as { code?: string };
      const starting = code === '57P03';
      if (!starting || Date.now() > giveUpAt) return false;
      await delay(100);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}

function address(port: number, to: { user: string; password: string; database: string }): string {
  const { user, password, database } = to;
  return `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}
