import { readdir, readFile } from 'node:fs/promises';
import postgres from 'postgres';
import { migrateQueue } from './queue.ts';

const folder = new URL('../migrations/', import.meta.url);

/** Login names of the two roles the application uses; both own nothing. */
export const appRole = 'planner_app';
export const systemRole = 'planner_system';

/**
 * Brings the database to the newest schema. Safe to run from several processes at once (advisory lock).
 * `url` must be a role that may create roles (first time) and is a member of `planner_owner`.
 * The two passwords are set on the application's and the system's login at every run.
 * Throws when an applied migration is not in the folder: the database is newer than the program.
 */
export async function migrate(options: {
  url: string;
  appPassword: string;
  systemPassword: string;
}): Promise<{ applied: string[] }> {
  const sql = postgres(options.url, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(7260)`;
    await prepareRoles(sql, options);
    return { applied: await applyNew(sql) };
  } finally {
    await sql.end();
  }
}

async function prepareRoles(sql: postgres.Sql, passwords: { appPassword: string; systemPassword: string }) {
  const database = (await sql`select current_database() as name`)[0]?.['name'] as string;
  const quoted = `"${database.replaceAll('"', '""')}"`;
  await sql.unsafe(`do $$ begin
    if not exists (select from pg_roles where rolname = 'planner_owner') then
      create role planner_owner nologin nosuperuser nobypassrls; end if;
    if not exists (select from pg_roles where rolname = '${appRole}') then
      create role ${appRole} login nosuperuser nobypassrls; end if;
    if not exists (select from pg_roles where rolname = '${systemRole}') then
      create role ${systemRole} login nosuperuser nobypassrls; end if;
  end $$`);
  await sql.unsafe(`alter role ${appRole} password ${literal(passwords.appPassword)}`);
  await sql.unsafe(`alter role ${systemRole} password ${literal(passwords.systemPassword)}`);
  await sql.unsafe(`alter role ${systemRole} in database ${quoted} set app.centres = '{}'`);
  await sql.unsafe('create extension if not exists btree_gist');
  await sql.unsafe('create extension if not exists pgcrypto');
  // Nobody but the owner makes temporary tables: they could stand in for real ones.
  await sql.unsafe(`revoke temporary on database ${quoted} from public`);
  await sql.unsafe(`grant connect, create, temporary on database ${quoted} to planner_owner`);
  await sql.unsafe(`grant connect on database ${quoted} to ${appRole}, ${systemRole}`);
  await sql.unsafe('grant create, usage on schema public to planner_owner');
}

async function applyNew(sql: postgres.Sql): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  await sql`set role planner_owner`;
  await sql`create table if not exists migration (name text primary key, at timestamptz not null default now())`;
  const done = new Set((await sql`select name from migration`).map((row) => row['name'] as string));
  const unknown = [...done].filter((name) => !files.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `The database is newer than this program: it has ${unknown.join(', ')}. Start a newer release.`,
    );
  }
  await migrateQueue(sql);
  const fresh = files.filter((name) => !done.has(name));
  for (const name of fresh) {
    const text = await readFile(new URL(name, folder), 'utf8');
    await sql.begin(async (tx) => {
      await tx`insert into migration (name) values (${name})`;
      await tx.unsafe(text);
    });
  }
  return fresh;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
