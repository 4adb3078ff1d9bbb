import postgres from 'postgres';
import { expect, inject, it, onTestFinished } from 'vitest';
import { createTestDatabase } from './testing.ts';

function connect(url: string): postgres.Sql {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  onTestFinished(() => sql.end());
  return sql;
}

it('gives each caller a migrated database of its own, and all of it is gone afterwards', async () => {
  const one = await createTestDatabase();
  const other = await createTestDatabase();
  await connect(one.url('superuser'))`create table only_here (id int)`;

  const asSystem = connect(other.url('system'));
  const [row] = await asSystem`select session_user as role, to_regclass('only_here') as stranger,
    to_regclass('migration') as migrated`;
  expect(row).toEqual({ role: 'planner_system', stranger: null, migrated: 'migration' });

  await one.drop();
  await other.drop();
  const left = await connect(inject('testServer').superuserUrl)`
    select from pg_database where datname = any(${[one.name, other.name]})`;
  expect(left).toHaveLength(0);
});

it('keeps what the template says of a role, which CREATE DATABASE leaves out', async () => {
  await using database = await createTestDatabase();
  const { superuserUrl, template } = inject('testServer');
  const settings = (name: string) => connect(superuserUrl)`
    select setrole, setconfig from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
    where datname = ${name} order by setrole`;
  const expected = await settings(template);
  expect(expected.length).toBeGreaterThan(0);
  expect([...(await settings(database.name))]).toEqual([...expected]);
});
