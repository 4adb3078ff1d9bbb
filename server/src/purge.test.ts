import { createTestDatabase, type TestDatabase } from '@planner/db/testing';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Retention } from './config.ts';
import { purge } from './purge.ts';

const keep: Retention = { proofMonths: 60, feedDays: 14, repeatDays: 7, signInDays: 30 };

let database: TestDatabase;
let system: postgres.Sql;
let owner: postgres.Sql;

beforeEach(async () => {
  database = await createTestDatabase();
  system = postgres(database.url('system'), { max: 2, onnotice: () => {} });
  owner = postgres(database.url('superuser'), { max: 2, onnotice: () => {} });
});
afterEach(async () => {
  await Promise.all([system.end(), owner.end()]);
  await database.drop();
});

const uuid = () => crypto.randomUUID();
/** What is left of a table, by one of its columns, in order. */
const left = async (table: string, column: string) =>
  (await owner.unsafe(`select ${column}::text as what from ${table} order by 1`)).map((row) => row['what']);

describe('the purge', () => {
  it('keeps the log of who looked at whom as long as the job centre says', async () => {
    const citizen = uuid();
    const [centre] =
      await owner`insert into job_centre (code, name) values ('10101', 'Centre') returning id, access_log_months as months`;
    await owner`insert into resource values (${citizen}, 'citizen')`;
    await owner`insert into citizen (id, job_centre_id, contact_group) values (${citizen}, ${centre?.['id']}, '2')`;
    const log = (operation: string, age: string) => owner`
      insert into access_log (at, citizen_id, operation) values (planner_now() - ${age}::interval, ${citizen}, ${operation})`;
    await log('old', '6 months 1 hour');
    await log('kept', '6 months -1 hour');
    await log('new', '0');
    expect(centre?.['months']).toBe(6);
    expect(await purge(system, keep)).toMatchObject({ access_log: 1 });
    expect(await left('access_log', 'operation')).toEqual(['kept', 'new']);
    await owner`update job_centre set access_log_months = 1`;
    expect(await purge(system, keep)).toMatchObject({ access_log: 1 });
    expect(await left('access_log', 'operation')).toEqual(['new']);
  });

  it('goes on until nothing is left to remove, and stops when it is told to', async () => {
    await owner`insert into slot_evidence (at, audience, engine, outcome)
      select planner_now() - interval '6 years', '{}', '1', 'failed' from generate_series(1, 2001)`;
    const stop = new AbortController();
    stop.abort();
    expect(await purge(system, keep, stop.signal)).toEqual({});
    expect(await purge(system, keep)).toMatchObject({ slot_evidence: 2001 });
    expect(await left('slot_evidence', 'engine')).toEqual([]);
  });

  it('forgets keys of repeated commands, sessions and tokens some time after their end', async () => {
    const [user] =
      await owner`insert into user_account (issuer, subject, name) values ('i', 's', 'Anna') returning id`;
    const repeated = (key: string, days: number) => owner`
      insert into idempotency values (${user?.['id']}, ${key}, '\\x00', ${uuid()}, clock_timestamp() - make_interval(days => ${days}))`;
    await repeated('a week ago', 8);
    await repeated('days ago', 6);
    const session = (name: string, expires: number, ended: number | null) => owner`
      insert into session (id_hash, user_id, assurance, provider_sid, expires_at, ended_at) values (${Buffer.from(name)}, ${user?.['id']},
        'high', ${name}, clock_timestamp() + make_interval(days => ${expires}), clock_timestamp() - make_interval(days => ${ended}))`;
    await session('expired', -31, null);
    await session('ended', 1, 31);
    await session('just ended', 1, 1);
    await session('open', 1, null);
    const token = (name: string, expires: number | null, revoked: number | null) => owner`
      insert into api_token (token_hash, user_id, name, expires_at, revoked_at) values (${Buffer.from(name)}, ${user?.['id']}, ${name},
        clock_timestamp() + make_interval(days => ${expires}), clock_timestamp() - make_interval(days => ${revoked}))`;
    await token('expired', -31, null);
    await token('revoked', null, 31);
    await token('just expired', -1, null);
    await token('for ever', null, null);
    expect(await purge(system, keep)).toMatchObject({ idempotency: 1, session: 2, api_token: 2 });
    expect(await left('idempotency', 'key')).toEqual(['days ago']);
    expect(await left('session', 'provider_sid')).toEqual(['just ended', 'open']);
    expect(await left('api_token', 'name')).toEqual(['for ever', 'just expired']);
  });

  it('cuts the feed behind its readers, never its newest change, and tells history the position first', async () => {
    const [centre] = await owner`insert into job_centre (code, name) values ('10101', 'Centre') returning id`;
    for (const name of ['a', 'b', 'c'])
      await owner`insert into team (job_centre_id, name) values (${centre?.['id']}, ${name})`;
    const end = async () => (await owner`select feed_position() as at`)[0]?.['at'];
    const positions = async () =>
      (await owner`select position from history order by id`).map((row) => row['position']);
    const before = await end();
    const ids = await left('change', 'id');
    expect(await positions()).toEqual([null, null, null, null]);
    await owner`update change set at = at - interval '15 days' where id <= 2`;
    expect(await purge(system, keep)).toMatchObject({ change: 2, history_position: 4, history: 0 });
    expect(await positions()).toEqual(ids);
    expect(await left('change', 'id')).toEqual(ids.slice(2));
    await owner`update change set at = at - interval '1 year'`;
    expect(await purge(system, keep)).toMatchObject({ change: 1 });
    expect(await end()).toBe(before);
  });

  it('keeps of history what still says how things were at the end of the time that must be provable', async () => {
    const image = (at: string, action: string, id: string, name: string) => owner`
      insert into history (xid, at, entity, entity_id, action, image)
      values (pg_current_xact_id(), planner_now() - ${at}::interval, 'team', ${id}, ${action}, ${owner.json({ id, name })})`;
    const [changed, gone, old] = [uuid(), uuid(), uuid()];
    await image('9 years', 'INSERT', old, 'unchanged for nine years');
    await image('9 years', 'INSERT', gone, 'was removed');
    await image('8 years', 'INSERT', changed, 'first');
    await image('7 years', 'DELETE', gone, 'was removed');
    await image('7 years', 'UPDATE', changed, 'second');
    await image('4 years', 'UPDATE', changed, 'third');
    // What was removed, its removal then, and what was changed since.
    expect(await purge(system, keep)).toMatchObject({ history: 3 });
    expect(await left('history', "image->>'name' || ' ' || action")).toEqual([
      'second UPDATE',
      'third UPDATE',
      'unchanged for nine years INSERT',
    ]);
    expect(await purge(system, keep)).toMatchObject({ history: 0 });
  });

  it('keeps evidence and outages for five years', async () => {
    for (const years of [4, 6]) {
      const at = owner`clock_timestamp() - make_interval(years => ${years})`;
      await owner`insert into slot_evidence (at, audience, engine, outcome) values (${at}, '{}', ${String(years)}, 'failed')`;
      await owner`insert into slot_watch (key, at, watch_id, seq, look_id, action) values (${uuid()}, ${at}, ${uuid()}, ${years}, ${uuid()}, 'left')`;
      await owner`insert into outage values (${uuid()}, 'feed', ${at}, ${at}, ${String(years)})`;
      await owner`insert into process (id, seen_at) values (${uuid()}, ${at})`;
    }
    expect(await purge(system, keep)).toMatchObject({
      slot_evidence: 1,
      slot_watch: 1,
      outage: 1,
      process: 1,
    });
    expect(await left('slot_evidence', 'engine')).toEqual(['4']);
    expect(await left('outage', 'cause')).toEqual(['4']);
  });
});
