import { CookieJar } from '@planner/server/testing.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());

async function signedIn(persona: string): Promise<CookieJar> {
  const jar = new CookieJar();
  await jar.signIn(planner.url, persona);
  expect(jar.get('planner_session')).toBeDefined();
  return jar;
}

/** A socket as a browser's page opens it. */
const openSocket = (jar: CookieJar) =>
  open({ cookie: `planner_session=${jar.get('planner_session')}`, origin: planner.url });
const openWithToken = (who: string) => open({}, { authorization: `Bearer ${planner.tokens[who]}` });

/** An acknowledged socket; `closed` is the code it is closed with. */
async function open(headers: Record<string, string>, payload: object = {}) {
  const socket = new WebSocket(`${planner.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers,
  });
  const closed = new Promise<number>((done) => socket.once('close', done));
  await new Promise((opened) => socket.once('open', opened));
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  await new Promise((acknowledged) => socket.once('message', acknowledged));
  return { socket, closed, isOpen: () => socket.readyState === WebSocket.OPEN };
}

describe('sign-out', () => {
  it('closes the sockets of its session at once, and no others of the same person', async () => {
    const phone = await signedIn('anna');
    const onPhone = await openSocket(phone);
    const onLaptop = await openSocket(await signedIn('anna'));
    const program = await openWithToken('anna');
    await phone.signOut(planner.url);
    expect(await onPhone.closed).toBe(4403);
    expect([onLaptop.isOpen(), program.isOpen()]).toEqual([true, true]);
  });

  it('in another process of the planner does the same', async () => {
    const { closed } = await openSocket(await signedIn('dina'));
    // What a sign-out anywhere comes to.
    await planner.owner`update session set ended_at = clock_timestamp()
      where user_id = ${planner.ids['user dina'] as string} and ended_at is null`;
    expect(await closed).toBe(4403);
  });
});

describe('a revoked token', () => {
  it('closes its sockets at once', async () => {
    const program = await openWithToken('sven');
    await planner.owner`update api_token set revoked_at = clock_timestamp()
      where user_id = ${planner.ids['user sven'] as string}`;
    expect(await program.closed).toBe(4403);
  });
});

describe('a session that runs out', () => {
  it('closes its sockets then, and not before when it was put off meanwhile', async () => {
    const jar = await signedIn('carla');
    const endIn = (interval: string) => planner.owner`
      update session set expires_at = clock_timestamp() + ${interval}::interval
      where user_id = ${planner.ids['user carla'] as string}`;
    await endIn('500 ms');
    const { closed } = await openSocket(jar);
    await endIn('900 ms');
    const before = performance.now();
    expect(await closed).toBe(4403);
    expect(performance.now() - before).toBeGreaterThan(800);
  });
});

describe('a lost connection to the database', () => {
  it('makes every socket come back, since a sign-out told meanwhile went unheard', async () => {
    const program = await openWithToken('mette');
    await planner.owner`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ilike 'listen%'`;
    expect(await program.closed).toBe(1012);
  });
});
