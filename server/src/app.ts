import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Viewer } from '@planner/db';
import { LiveHub } from '@planner/schema/availability/live/index.ts';
import type { FeedChange } from '@planner/schema/availability/live/types.ts';
import { Projection } from '@planner/schema/availability/projection.ts';
import type { Ports } from '@planner/schema/execute.ts';
import { createAskers } from './askers.ts';
import type { Config } from './config.ts';
import { createCprNumbers } from './cpr-numbers.ts';
import type { Database } from './database.ts';
import { createMask } from './errors.ts';
import { createEvidence } from './evidence.ts';
import { createFeedReader } from './feed/reader.ts';
import { graphiql } from './graphiql/index.ts';
import { createGraphQL, readTrustedDocuments } from './graphql.ts';
import { createHealth, createMetrics, listenForMetrics } from './health.ts';
import { createHttpServer, type WebHandler } from './http.ts';
import { calendarFile } from './ics.ts';
import { startJobs } from './jobs.ts';
import { createLivePorts, createRights } from './live.ts';
import type { Log } from './log.ts';
import { startOutages } from './outages.ts';
import { createSharedAnswers } from './shared-answers.ts';
import { createAuthenticate, createLastsMs } from './sign-in/credential.ts';
import { createSignIn } from './sign-in/index.ts';
import { linkCitizen } from './sign-in/link-citizen.ts';
import {
  postgresApiTokens,
  postgresEndAtBroker,
  postgresSessionStore,
  postgresUserDirectory,
} from './sign-in/session-store.ts';
import { createSocketServer } from './socket/socket.ts';
import { developWeb, loadWeb } from './web.ts';
import { createWitness } from './witness.ts';

/** Close codes: rights, assignment or session have ended; come back, here or elsewhere. */
const forbidden = 4403;
const comeBack = 1012;
const trustedDocuments = new URL('../../web/trusted-documents.json', import.meta.url);

/** The composition root: everything is made here, once, and handed to what needs it. */
export async function startApp(
  config: Config,
  log: Log,
  database: Pick<Database, 'door' | 'system' | 'systemUrl'>,
  options: { develop?: boolean } = {},
): Promise<{ port: number; stop(): Promise<void> }> {
  const { door, system } = database;
  // What has started is stopped in reverse, at the end or when the rest can't start.
  await using started = new AsyncDisposableStack();
  const sessions = postgresSessionStore(system, config.session);
  const tokens = postgresApiTokens(system);
  const authenticate = createAuthenticate(config, sessions, tokens);
  const askers = createAskers({ authenticate, system });
  const mask = createMask(log);
  const rights = createRights();

  const listeners = new Set<(change: FeedChange) => void>();
  const feed = createFeedReader({
    sql: system,
    log,
    onChange: (change) => {
      askers.consider(change);
      projection.consider(change);
      for (const listener of listeners) listener(change);
    },
    onReset: () => {
      askers.consider(null);
      projection.reset();
      hub.reset();
    },
  });
  const reader = {
    query: async <Row extends object>(text: string, params: readonly unknown[] = []) =>
      [...(await system.unsafe<Row[]>(text, params as never[], { prepare: true }))] as Row[],
  };
  const projection: Projection = new Projection(reader, feed);
  const position = () => feed.position().toString();
  const hub: LiveHub = new LiveHub({
    feed: {
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    onError: (error) => log.error({ error: mask(error).message }, 'A live window could not be read.'),
  });

  const processId = randomUUID();
  const evidence = createEvidence({ system, dataDir: config.dataDir, log });
  started.defer(() => evidence.close());
  started.defer(() => hub.close());
  const ports: Ports = {
    door,
    findSlots: projection.find,
    keepEvidence: (row) => evidence.keep(row),
    logAccess: async (viewer: Viewer, { name, kind }, citizenIds) => {
      const how = kind === 'subscription' ? 'live' : 'read';
      await system`select log_access(${viewer.userId}, ${citizenIds}::uuid[], ${name}, ${how}, null)`;
    },
    logSearch: async (viewer, { name }, words) => {
      await system`insert into search_log (viewer_id, operation, words)
        select ${viewer.userId}::uuid, ${name}, words from unnest(${words as string[]}::text[]) words`;
    },
    cprNumbers: createCprNumbers(system, config.cpr),
  };
  const graphql = createGraphQL({
    askers,
    answers: createSharedAnswers(ports, projection, position),
    // Without the feed nothing is answered from memory.
    present: () => feed.catchUp().catch(() => null),
    trusted: readTrustedDocuments(trustedDocuments),
    mask,
  });
  const sockets = createSocketServer(
    createLivePorts({
      hub,
      ports,
      graphql,
      askers,
      lastsMs: createLastsMs(sessions, tokens),
      origin: config.publicUrl.origin,
      rights,
      position,
      witness: createWitness(evidence, processId),
      mask,
    }),
  );
  const endRights = (userId: string) => {
    rights.forget(userId);
    sockets.closeUser(userId, forbidden);
  };
  let listened = false;
  await system.listen('planner_rights', endRights, () => {
    // The connection was lost and found again: what was told meanwhile, nobody heard.
    if (listened) sockets.closeAll(comeBack);
    listened = true;
  });
  await system.listen('planner_credential_end', (id) => sockets.closeCredential(id, forbidden));
  started.defer(() => feed.stop());
  await feed.start();
  const outages = await startOutages({ system, log, processId, feedReadAt: feed.readAt });
  started.defer(() => outages.stop());
  const jobs = await startJobs({ system, systemUrl: database.systemUrl, config, log });
  started.defer(() => jobs.stop());

  const metrics = createMetrics();
  const health = createHealth({
    config,
    metrics,
    checks: {
      database: async () => {
        await system`select 1`;
      },
      feed: () => feed.catchUp(),
    },
  });
  let web: WebHandler | null = null;
  const http = createHttpServer({
    config,
    log,
    graphql: async (req, res) => {
      if (!(config.demo && (await graphiql(req, res)))) await graphql.handle(req, res);
    },
    upgrade: (req, socket, head) => sockets.handleUpgrade(req, socket, head),
    web: (req, res, next) => {
      if (!web) return next();
      // The pages' own requests are answered in this process, under the rights of the visitor's cookie.
      Object.assign(req, { graphql: graphql.answer } satisfies Partial<
        IncomingMessage & { graphql: typeof graphql.answer }
      >);
      web(req, res, next);
    },
    signIn: createSignIn({
      config,
      log,
      sessions,
      users: postgresUserDirectory(system, linkCitizen(system, config.cpr)),
      endAtBroker: postgresEndAtBroker(system),
    }),
    health: health.route,
    routes: [...(config.demo ? [graphiql] : []), calendarFile({ askers, door, publicUrl: config.publicUrl })],
    onAnswered: metrics.answered,
  });
  started.defer(async () => {
    health.drain();
    await Promise.all([http.close(5_000), sockets.drain()]);
  });
  if (options.develop) {
    const development = await developWeb(http.server);
    started.defer(development.close);
    web = development.handler;
  } else web = await loadWeb();
  const port = await http.listen();
  if (config.metricsPort) started.defer(await listenForMetrics(metrics, config.host, config.metricsPort));

  const running = started.move();
  return { port, stop: () => running.disposeAsync() };
}
