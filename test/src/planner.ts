import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anonymous, createDoor, type Door } from '@planner/db';
import { createTestDatabase, type TestServer } from '@planner/db/testing';
import { findFreeSlots } from '@planner/schema/availability/find.ts';
import { prepare, run } from '@planner/schema/execute.ts';
import { startApp } from '@planner/server/app.ts';
import { createCprNumbers } from '@planner/server/cpr-numbers.ts';
import { createLog, type Log } from '@planner/server/log.ts';
import { demoConfig, freePort } from '@planner/server/testing.ts';
import postgres from 'postgres';
import { type Fixture, fill } from './fixture.ts';

/**
 * A whole planner on a database of its own, with the fixture's people; each signs in with a bearer token. `log` is
 * where it writes; without one it is silent. `demo: false` leaves out what only the demo has, its sign-in too. `server`
 * is for where vitest's global setup has not run, as in a benchmark; `day` is the fixture's, where it must be the same for
 * ever; with `phones` every citizen can be called; `door` opens another door to its database than the usual one.
 */
export async function startPlanner(
  options: {
    log?: Log;
    server?: TestServer;
    demo?: boolean;
    day?: Date;
    phones?: boolean;
    door?: (url: string) => Promise<Door>;
  } = {},
) {
  const database = await createTestDatabase(options.server);
  const owner = postgres(database.url('superuser'), { max: 2, onnotice: () => {} });
  const fixture: Fixture = await fill(owner, options.day, options.phones ? '20 00 00 00' : null);
  const dataDir = await mkdtemp(join(tmpdir(), 'planner-wire-'));
  const port = await freePort();
  const config = { ...demoConfig(port, dataDir), demo: options.demo ?? true };
  await owner`update user_account set issuer = ${config.oidc.issuer.href}`;
  const start = async () => {
    const url = database.url('app');
    const door = (await options.door?.(url)) ?? createDoor({ url });
    const system = postgres(database.url('system'), { max: 4, onnotice: () => {} });
    const opened = {
      door,
      system,
      systemUrl: database.url('system'),
      close: async () => {
        await door.close();
        await system.end();
      },
    };
    return {
      app: await startApp(config, options.log ?? createLog('silent'), opened),
      opened,
    };
  };
  let running = await start();
  const url = `http://127.0.0.1:${port}`;

  return {
    ...fixture,
    url,
    owner,
    database,
    get opened() {
      return running.opened;
    },
    /** Stops the process' parts and starts them again on the same database and port. */
    async restart() {
      await running.app.stop();
      await running.opened.close();
      running = await start();
    },
    config,
    /** Runs a document as one of the fixture's people and returns the whole answer. */
    async ask<Data = Record<string, never>>(as: string | null, query: string, variables: object = {}) {
      const token = as && fixture.tokens[as];
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query, variables }),
      });
      const answer = (await response.json()) as {
        data?: Data;
        errors?: { message: string; extensions?: Record<string, unknown> }[];
      };
      return answer;
    },
    /** Runs any document as nobody: over HTTP, without a credential, only trusted documents run. */
    async askAsNobody(query: string) {
      const operation = prepare(query);
      if (!('kind' in operation)) throw operation[0];
      const ports = {
        door: running.opened.door,
        findSlots: findFreeSlots,
        keepEvidence: () => {},
        logAccess: async () => {},
        logSearch: async () => {},
        cprNumbers: createCprNumbers(running.opened.system, config.cpr),
      };
      return (await run(ports, { operation, variables: {}, viewer: anonymous })) as {
        data?: object;
        errors?: unknown[];
      };
    },
    async [Symbol.asyncDispose]() {
      await running.app.stop();
      await running.opened.close();
      await owner.end();
      await database.drop();
      await rm(dataDir, { recursive: true });
    },
  };
}

export type Planner = Awaited<ReturnType<typeof startPlanner>>;
