import { CookieJar } from '@planner/server/testing.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());

const signedIn = async (persona: string) => {
  const jar = new CookieJar();
  await jar.signIn(planner.url, persona);
  return jar;
};
/** How many sessions of this person are running. */
const running = async (who: string) => {
  const [row] = await planner.owner`select count(*)::int as n from session
    where user_id = ${planner.ids[`user ${who}`] as string} and ended_at is null`;
  return row?.['n'];
};
/** The code with which the socket of this browser is closed; resolves once it is acknowledged. */
async function socketOf(jar: CookieJar): Promise<{ closed: Promise<number> }> {
  const socket = new WebSocket(`${planner.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers: { cookie: `planner_session=${jar.get('planner_session')}`, origin: planner.url },
  });
  const closed = new Promise<number>((done) => socket.once('close', done));
  await new Promise((opened) => socket.once('open', opened));
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await new Promise((acknowledged) => socket.once('message', acknowledged));
  return { closed };
}

describe('a sign-out at the broker', () => {
  it('ends the session here and closes its sockets, and no other session of the same person', async () => {
    const phone = await signedIn('anna');
    await signedIn('anna');
    const { closed } = await socketOf(phone);
    expect(await running('anna')).toBe(2);
    // The person signs out at the broker's own page; the planner hears of it from the broker's server alone.
    await phone.fetch(`${planner.url}/demo-id/session/end`);
    expect(await closed).toBe(4403);
    expect(await running('anna')).toBe(1);
  });

  it('is not made up by others: without the broker’s signature nothing ends', async () => {
    await signedIn('mette');
    const forged = [{ alg: 'none' }, { sub: 'demo:mette', iss: `${planner.url}/demo-id`, aud: 'planner' }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    for (const body of [
      new URLSearchParams({ logout_token: `${forged}.` }),
      new URLSearchParams(),
      'x'.repeat(20_000),
    ]) {
      const answer = await fetch(`${planner.url}/sign-in/back-channel`, { method: 'POST', body });
      expect(answer.status).toBe(400);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await answer.json()).toEqual({ error: 'invalid_request' });
    }
    expect((await fetch(`${planner.url}/sign-in/back-channel`)).status).toBe(405);
    expect(await running('mette')).toBe(1);
  });
});
