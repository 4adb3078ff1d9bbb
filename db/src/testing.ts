import postgres from 'postgres';
import { inject } from 'vitest';
import { appRole, systemRole } from './migrate.ts';

/** A throwaway server with a migrated database to clone; made once a run, see test/src/global-setup.ts. */
export type TestServer = {
  /** Connects as the superuser to the database `postgres`. */
  superuserUrl: string;
  /** Name of the migrated database; nobody may connect to it. */
  template: string;
  appPassword: string;
  systemPassword: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

export type TestRole = 'app' | 'system' | 'superuser';

export type TestDatabase = {
  name: string;
  /** How to connect as the application, as the system role, or, for arranging and looking behind, as superuser. */
  url(role: TestRole): string;
  /** Drops the database, whoever is still connected. */
  drop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/**
 * A migrated, empty database of this test file's own (some 100 ms), for tests that commit, listen or race.
 * Pass `server` where vitest's global setup has not run, as in a benchmark.
 */
export async function createTestDatabase(server: TestServer = inject('testServer')): Promise<TestDatabase> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  await asSuperuser(server, async (sql) => {
    await sql.unsafe(`create database ${name} template ${server.template}`);
    await copyRoleSettings(sql, server.template, name);
  });
  const drop = () => asSuperuser(server, (sql) => sql.unsafe(`drop database if exists ${name} with (force)`));
  return {
    name,
    url: (role) => urlOf(server, role, name),
    drop: async () => void (await drop()),
    [Symbol.asyncDispose]: async () => void (await drop()),
  };
}

/** CREATE DATABASE copies what is in the template, but not what ALTER ROLE … IN DATABASE said about it. */
async function copyRoleSettings(sql: postgres.Sql, from: string, to: string): Promise<void> {
  const rows = await sql<{ role: string; name: string; value: string }[]>`
    select quote_ident(r.rolname) as role,
           split_part(c, '=', 1) as name,
           quote_literal(substr(c, strpos(c, '=') + 1)) as value
    from pg_db_role_setting s
    join pg_database d on d.oid = s.setdatabase
    join pg_roles r on r.oid = s.setrole
    cross join unnest(s.setconfig) as c
    where d.datname = ${from}`;
  for (const { role, name, value } of rows) {
    await sql.unsafe(`alter role ${role} in database ${to} set ${name} = ${value}`);
  }
}

function urlOf(server: TestServer, role: TestRole, database: string): string {
  const url = new URL(server.superuserUrl);
  url.pathname = `/${database}`;
  if (role === 'app') [url.username, url.password] = [appRole, server.appPassword];
  if (role === 'system') [url.username, url.password] = [systemRole, server.systemPassword];
  return url.href;
}

async function asSuperuser<T>(server: TestServer, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(server.superuserUrl, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
