import { createTestDatabase, type TestDatabase } from '@planner/db/testing';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newToken, tokenHash } from './secrets.ts';
import {
  postgresApiTokens,
  postgresEndAtBroker,
  postgresSessionStore,
  postgresUserDirectory,
} from './session-store.ts';

let database: TestDatabase;
let system: postgres.Sql;
let superuser: postgres.Sql;
let anna: string;

beforeAll(async () => {
  database = await createTestDatabase();
  system = postgres(database.url('system'), { max: 2, onnotice: () => {} });
  superuser = postgres(database.url('superuser'), { max: 1, onnotice: () => {} });
  const [row] = await superuser<{ id: string }[]>`
    insert into user_account (issuer, subject, name) values ('https://broker', 'anna', 'Anna') returning id`;
  anna = row?.id ?? '';
});

afterAll(async () => {
  await Promise.all([system?.end(), superuser?.end()]);
  await database?.drop();
});

const limits = { idleMinutes: 60, maxHours: 10 };
const age = (token: string, columns: { last?: string; expires?: string }) => superuser`
  update session set last_seen_at = clock_timestamp() - ${columns.last ?? '0'}::interval,
                     expires_at = clock_timestamp() + ${columns.expires ?? '10 h'}::interval
  where id_hash = ${tokenHash(token)}`;
const lastSeen = async (token: string) =>
  (await superuser`select last_seen_at::text from session where id_hash = ${tokenHash(token)}`)[0]
    ?.last_seen_at;

describe('sessions in PostgreSQL', () => {
  it('are found by their token until ended; the token itself is stored nowhere', async () => {
    const store = postgresSessionStore(system, limits);
    const { token } = await store.create({ userId: anna, assurance: 'substantial', providerSid: 'sid-1' });
    const session = await store.find(token);
    expect(session).toMatchObject({ userId: anna, assurance: 'substantial', providerSid: 'sid-1' });
    expect(session?.id.equals(tokenHash(token))).toBe(true);
    expect(session?.lastsMs).toBeGreaterThan(3_590_000);
    expect(session?.lastsMs).toBeLessThanOrEqual(3_600_000);
    expect(session?.atMostMs).toBeGreaterThan(35_990_000);
    expect(await store.lastsMs(tokenHash(token))).toBeGreaterThan(3_590_000);
    expect(JSON.stringify(await superuser`select session::text from session`)).not.toContain(token);
    await store.end(token);
    expect(await store.find(token)).toBeNull();
    expect(await store.lastsMs(tokenHash(token))).toBe(0);
    expect(await store.find(newToken())).toBeNull();
  });

  it('end when idle too long or past their longest life, and touching brings none back', async () => {
    const store = postgresSessionStore(system, limits);
    for (const columns of [{ last: '61 min' }, { expires: '-1 s' }]) {
      const { token } = await store.create({ userId: anna, assurance: 'high' });
      await age(token, columns);
      await store.touch(token);
      expect(await store.find(token)).toBeNull();
    }
  });

  it('never last past their longest life, and are written at most every half minute', async () => {
    const store = postgresSessionStore(system, limits);
    const { token } = await store.create({ userId: anna, assurance: 'low' });
    const created = await lastSeen(token);
    await store.touch(token);
    expect(await lastSeen(token)).toBe(created);
    await age(token, { last: '50 min', expires: '5 min' });
    await store.touch(token);
    const session = await store.find(token);
    expect(await lastSeen(token)).not.toBe(created);
    expect(session?.lastsMs).toBe(session?.atMostMs);
    expect(session?.lastsMs).toBeGreaterThan(290_000);
    expect(session?.lastsMs).toBeLessThanOrEqual(300_000);
  });
});

describe('a logout at the broker', () => {
  const logout = (more: object) => ({
    issuer: 'https://broker',
    jti: newToken(),
    sid: null,
    sub: null,
    ...more,
  });
  const sessionsWith = async (...sids: string[]) => {
    const store = postgresSessionStore(system, limits);
    const tokens: string[] = [];
    for (const providerSid of sids)
      tokens.push((await store.create({ userId: anna, assurance: 'high', providerSid })).token);
    return async () => (await Promise.all(tokens.map(store.find))).map((session) => session?.providerSid);
  };

  it('ends the session it names, or all of the person', async () => {
    const end = postgresEndAtBroker(system);
    const left = await sessionsWith('one', 'two', 'three');
    expect(await end(logout({ sid: 'two', sub: 'anna' }))).toBe(1);
    expect(await left()).toEqual(['one', undefined, 'three']);
    expect(await end(logout({ sid: 'one', sub: 'bo' }))).toBe(0);
    expect(await end(logout({ sid: 'one', issuer: 'https://other' }))).toBe(0);
    expect(await left()).toEqual(['one', undefined, 'three']);
    expect(await end(logout({ sub: 'anna' }))).toBeGreaterThanOrEqual(2);
    expect(await left()).toEqual([undefined, undefined, undefined]);
  });

  it('is obeyed once, however often and wherever its token comes', async () => {
    const end = postgresEndAtBroker(system);
    const token = logout({ sub: 'anna' });
    const answers = await Promise.all([1, 2, 3].map(() => end(token)));
    expect(answers.filter((answer) => answer === null)).toHaveLength(2);
    const left = await sessionsWith('later');
    expect(await end(token)).toBeNull();
    expect(await left()).toEqual(['later']);
  });
});

describe('the directory in PostgreSQL', () => {
  it('knows an account by issuer and subject together, and asks the link for a new subject only', async () => {
    const asked: string[] = [];
    const users = postgresUserDirectory(system, async (_issuer, { sub }) => {
      asked.push(sub);
      return null;
    });
    expect(await users.bySubject('https://broker', { sub: 'anna' })).toEqual({ userId: anna });
    expect(await users.bySubject('https://other', { sub: 'anna' })).toBeNull();
    expect(asked).toEqual(['anna']);
  });
});

describe('API tokens in PostgreSQL', () => {
  it('name their user until expired or revoked', async () => {
    const tokens = postgresApiTokens(system);
    const kept = await tokens.create({ userId: anna, name: 'kept', expiresAt: null });
    const over = await tokens.create({ userId: anna, name: 'over', expiresAt: new Date('2020-01-01') });
    expect(await tokens.find(kept.token)).toEqual({ id: kept.id, userId: anna, lastsMs: null });
    expect(await tokens.lastsMs(kept.id)).toBeNull();
    expect([await tokens.find(over.token), await tokens.lastsMs(over.id)]).toEqual([null, 0]);
    await superuser`update api_token set revoked_at = clock_timestamp() where id = ${kept.id}`;
    expect([await tokens.find(kept.token), await tokens.lastsMs(kept.id)]).toEqual([null, 0]);
  });
});
