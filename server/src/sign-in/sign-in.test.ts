import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Config } from '../config.ts';
import { createHttpServer } from '../http.ts';
import { createLog } from '../log.ts';
import { CookieJar, demoConfig, freePort } from '../testing.ts';
import { CredentialError, createAuthenticate } from './credential.ts';
import { createSignIn } from './index.ts';
import { memoryApiTokens, memorySessionStore, memoryUserDirectory } from './memory.ts';
import { escapeHtml } from './page.ts';
import { personas } from './personas.ts';

const minute = 60_000;
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A planner with demo sign-in whose /graphql says who asks. Anna and Mette have accounts, nobody else. */
async function planner(env: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'planner-sign-in-'));
  const config: Config = demoConfig(await freePort(), dataDir, env);
  const clock = { now: Date.parse('2026-11-23T08:00:00Z') };
  const now = () => clock.now;
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const sessions = memorySessionStore(config.session, now);
  const tokens = memoryApiTokens(now);
  const users = memoryUserDirectory({ 'demo:anna': 'user-anna', 'demo:mette': 'user-mette' });
  const authenticate = createAuthenticate(config, sessions, tokens);
  const http = createHttpServer({
    config,
    log,
    signIn: createSignIn({ config, log, sessions, users, endAtBroker: async () => 0 }),
    health: async () => false,
    web: (_req, res) => void res.end('page'),
    upgrade: (_req, socket) => socket.destroy(),
    async graphql(req, res) {
      try {
        const credential = await authenticate(req);
        res.end(credential.kind === 'none' ? 'nobody' : credential.userId);
      } catch (error) {
        if (!(error instanceof CredentialError)) throw error;
        res.writeHead(error.status).end(error.code);
      }
    },
  });
  await http.listen();
  stops.push(async () => {
    await http.close(0);
    rmSync(dataDir, { recursive: true });
  });
  const base = config.publicUrl.origin;
  const whoami = async (jar: CookieJar, headers: Record<string, string> = {}) =>
    (await jar.fetch(`${base}/graphql`, { headers })).text();
  return { base, config, clock, tokens, lines, whoami };
}

const signInAs = (jar: CookieJar, base: string, persona: string, returnTo = '/aftaler?uge=48') =>
  jar.signIn(base, persona, returnTo);
const signOut = (jar: CookieJar, base: string, origin: string | null = base) => jar.signOut(base, origin);

describe('signing in', () => {
  it('shows every persona as a button', async () => {
    const { base } = await planner();
    const { answer } = await new CookieJar().follow(`${base}/sign-in`);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    for (const { key, name } of personas) expect(html).toContain(`value="${key}"><strong>${name}</strong>`);
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it.each(['da', 'en'] as const)(
    'says in %s who each is and what to try, with the pages’ footer',
    async (lang) => {
      const { base } = await planner();
      const jar = new CookieJar();
      jar.set('lang', lang);
      const html = await (await jar.follow(`${base}/sign-in`)).answer.text();
      expect(html).toContain(`<html lang="${lang}">`);
      for (const { what } of personas) expect(html).toContain(escapeHtml(what[lang]));
      for (const link of ['/help', '/accessibility', '/cookies']) expect(html).toContain(`href="${link}"`);
    },
  );

  it('leads through the provider to the page that was asked for, signed in', async () => {
    const { base, whoami } = await planner();
    const jar = new CookieJar();
    expect(await whoami(jar)).toBe('nobody');
    const { url, answer } = await signInAs(jar, base, 'anna');
    expect(answer.status).toBe(200);
    expect(url.href).toBe(`${base}/aftaler?uge=48`);
    expect(jar.get('planner_session')).toMatch(/^[\w-]{43}$/);
    expect(await whoami(jar)).toBe('user-anna');
  });

  it('gives another token at every sign-in and ends the browser’s earlier session', async () => {
    const { base, whoami } = await planner();
    const jar = new CookieJar();
    await signInAs(jar, base, 'anna');
    const first = jar.get('planner_session') ?? '';
    await jar.follow(`${base}/sign-in`); // the provider remembers Anna
    expect(jar.get('planner_session')).not.toBe(first);
    expect(await whoami(jar)).toBe('user-anna');
    const thief = new CookieJar();
    thief.set('planner_session', first);
    expect(await whoami(thief)).toBe('nobody');
  });

  it('refuses a person without an account, and says so', async () => {
    const { base, whoami } = await planner();
    const jar = new CookieJar();
    const { answer } = await signInAs(jar, base, 'karl');
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('Du er ikke oprettet her');
    expect(await whoami(jar)).toBe('nobody');
  });

  it('refuses a lower assurance level than required, and says which is needed', async () => {
    const { base, whoami } = await planner({ OIDC_MIN_ASSURANCE: 'high' });
    const jar = new CookieJar();
    const { answer } = await signInAs(jar, base, 'anna');
    expect(answer.status).toBe(403);
    expect(await answer.text()).toMatch(/kræves sikringsniveauet ”høj”.*har niveauet ”betydelig”/);
    expect(jar.get('planner_session')).toBeUndefined();
    expect(await whoami(jar)).toBe('nobody');
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example/',
    '/\t/evil.example',
    '/sign-in',
    'evil',
  ])('goes to the front page instead of to %j', async (returnTo) => {
    const { base } = await planner();
    const { url } = await signInAs(new CookieJar(), base, 'anna', returnTo);
    expect(url.href).toBe(`${base}/`);
  });

  it('refuses a callback in a browser that did not begin it, with another state or a second time', async () => {
    const { base } = await planner();
    const jar = new CookieJar();
    const { via } = await signInAs(jar, base, 'anna');
    const callback = via.find((url) => url.pathname === '/sign-in/callback') ?? new URL('none:');
    expect((await jar.fetch(callback)).status).toBe(400);
    expect((await new CookieJar().fetch(callback)).status).toBe(400);
    const forged = new URL(callback);
    forged.searchParams.set('state', 'x'.repeat(43));
    expect((await jar.fetch(forged)).status).toBe(400);
  });

  it('refuses a code that the broker does not know', async () => {
    const { base, whoami } = await planner();
    const jar = new CookieJar();
    const start = await jar.fetch(`${base}/sign-in`);
    const state = new URL(start.headers.get('location') ?? '').searchParams.get('state');
    const iss = encodeURIComponent(`${base}/demo-id`);
    const answer = await jar.fetch(`${base}/sign-in/callback?code=made-up&state=${state}&iss=${iss}`);
    expect(answer.status).toBe(502);
    expect(await whoami(jar)).toBe('nobody');
  });

  it('writes no query string, code or state to the log', async () => {
    const { base, lines } = await planner();
    const { via } = await signInAs(new CookieJar(), base, 'anna');
    const callback = via.find((url) => url.pathname === '/sign-in/callback');
    expect(lines.length).toBeGreaterThan(4);
    for (const secret of [
      callback?.searchParams.get('code'),
      callback?.searchParams.get('state'),
      '?',
      'demo:anna',
    ])
      expect(lines.join('')).not.toContain(secret ?? 'missing');
  });
});

describe('a session', () => {
  it('ends after the idle limit, and each use puts that off', async () => {
    const { base, clock, whoami } = await planner({ SESSION_MINUTES: '30' });
    const jar = new CookieJar();
    await signInAs(jar, base, 'anna');
    clock.now += 29 * 60_000;
    expect(await whoami(jar)).toBe('user-anna');
    clock.now += 29 * 60_000;
    expect(await whoami(jar)).toBe('user-anna');
    clock.now += 31 * 60_000;
    expect(await whoami(jar)).toBe('nobody');
  });

  it('ends after its longest life however busy it is', async () => {
    const { base, clock, whoami } = await planner({ SESSION_MAX_HOURS: '1', SESSION_MINUTES: '30' });
    const jar = new CookieJar();
    await signInAs(jar, base, 'anna');
    for (const _ of [1, 2]) {
      clock.now += 25 * 60_000;
      expect(await whoami(jar)).toBe('user-anna');
    }
    clock.now += 11 * 60_000;
    expect(await whoami(jar)).toBe('nobody');
  });
});

describe('a page’s question about its session', () => {
  it('is answered by how much is left, and puts nothing off; prolonging does, up to the longest life', async () => {
    const { base, clock } = await planner({ SESSION_MAX_HOURS: '1', SESSION_MINUTES: '30' });
    const jar = new CookieJar();
    const ask = async (init: RequestInit = {}) =>
      (await jar.fetch(`${base}/sign-in/session`, init)).json() as Promise<object | null>;
    const prolong = { method: 'POST', headers: { origin: base } };
    expect(await ask()).toBeNull();
    await signInAs(jar, base, 'anna');
    clock.now += 20 * minute;
    const answer = { userId: 'user-anna', lastsMs: 10 * minute, atMostMs: 40 * minute, idleMs: 30 * minute };
    expect(await ask()).toEqual(answer);
    expect(await ask()).toEqual(answer);
    expect(await ask(prolong)).toEqual({ ...answer, lastsMs: 30 * minute });
    clock.now += 20 * minute;
    expect(await ask(prolong)).toMatchObject({ lastsMs: 20 * minute, atMostMs: 20 * minute });
    clock.now += 20 * minute;
    expect(await ask(prolong)).toBeNull();
  });

  it('is prolonged by no other site', async () => {
    const { base } = await planner();
    const jar = new CookieJar();
    await signInAs(jar, base, 'anna');
    const init = { method: 'POST', headers: { origin: 'https://evil.example' } };
    expect((await jar.fetch(`${base}/sign-in/session`, init)).status).toBe(403);
  });
});

describe('signing out', () => {
  it('ends the session here and at the provider, which then asks again who one is', async () => {
    const { base, whoami } = await planner();
    const jar = new CookieJar();
    await signInAs(jar, base, 'anna');
    const token = jar.get('planner_session') ?? '';
    const { url, via } = await signOut(jar, base);
    expect(url.href).toBe(`${base}/`);
    expect(via.map((v) => v.pathname)).toContain('/demo-id/session/end');
    expect(jar.get('planner_session')).toBeUndefined();
    jar.set('planner_session', token);
    expect(await whoami(jar)).toBe('nobody');
    expect((await jar.follow(`${base}/sign-in`)).url.pathname).toMatch(/^\/demo-id\/choose\//);
  });

  it.each(['https://evil.example', 'null', null])(
    'is refused from origin %s, and the session goes on',
    async (origin) => {
      const { base, whoami } = await planner();
      const jar = new CookieJar();
      await signInAs(jar, base, 'anna');
      const { answer } = await signOut(jar, base, origin);
      expect(answer.status).toBe(403);
      expect(await whoami(jar)).toBe('user-anna');
    },
  );

  it('is not done by GET', async () => {
    const { base, whoami } = await planner();
    const jar = new CookieJar();
    await signInAs(jar, base, 'mette');
    expect((await jar.fetch(`${base}/sign-out`)).status).toBe(405);
    expect(await whoami(jar)).toBe('user-mette');
  });
});

describe('a bearer token', () => {
  it('names its user, until it expires', async () => {
    const { clock, tokens, whoami } = await planner();
    const expiresAt = new Date(clock.now + 60_000);
    const { token } = await tokens.create({ userId: 'user-nina', name: 'test', expiresAt });
    const authorization = `Bearer ${token}`;
    expect(token).toMatch(/^pl_/);
    expect(await whoami(new CookieJar(), { authorization })).toBe('user-nina');
    clock.now += 60_000;
    expect(await whoami(new CookieJar(), { authorization })).toBe('TokenInvalid');
  });

  it('is refused beside a cookie, whoever they belong to', async () => {
    const { base, tokens, whoami } = await planner();
    const jar = new CookieJar();
    await signInAs(jar, base, 'anna');
    const { token } = await tokens.create({ userId: 'user-anna', name: 'test', expiresAt: null });
    expect(await whoami(jar, { authorization: `Bearer ${token}` })).toBe('BothCredentials');
  });
});
