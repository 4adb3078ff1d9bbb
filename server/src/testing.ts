// What the tests of the HTTP side share: a configuration, a free port and a browser without scripts.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Config, readConfig } from './config.ts';

/** A port that was free a moment ago, on loopback. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

/** A demo configuration on `port` that keeps its keys in `dataDir`; `env` wins over it. */
export function demoConfig(port: number, dataDir: string, env: Record<string, string> = {}): Config {
  return readConfig({
    PLANNER_DEMO: '1',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    ...env,
  });
}

/** An environment outside demo mode without a fault. */
export function productionEnv(): Record<string, string> {
  const key = () => randomBytes(32).toString('base64');
  return {
    PUBLIC_URL: 'https://planner.example.dk',
    OIDC_ISSUER: 'https://broker.example.dk',
    OIDC_CLIENT_ID: 'planner',
    OIDC_CLIENT_SECRET: 'secret',
    CPR_KEY: key(),
    CPR_KEY_ID: '2026-1',
    CPR_HASH_KEY: key(),
    SEAL_KEY: key(),
  };
}

/** Fetches as a browser does: keeps cookies by path and sends them; redirects are followed only when told. */
export class CookieJar {
  #cookies = new Map<string, { value: string; path: string }>();

  get(name: string): string | undefined {
    return [...this.#cookies].find(([key]) => key.startsWith(`${name};`))?.[1].value;
  }

  set(name: string, value: string, path = '/'): void {
    this.#cookies.set(`${name};${path}`, { value, path });
  }

  async fetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url);
    const cookie = [...this.#cookies]
      .filter(
        ([, { path }]) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`),
      )
      .map(([key, { value }]) => `${key.split(';')[0]}=${value}`)
      .join('; ');
    const headers = new Headers(init.headers);
    if (cookie) headers.set('cookie', cookie);
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) this.#take(line);
    return answer;
  }

  /** Fetches and follows redirects until a page; the answer and the address it came from. */
  async follow(
    url: string | URL,
    init: RequestInit = {},
  ): Promise<{ answer: Response; url: URL; via: URL[] }> {
    const via: URL[] = [];
    let at = new URL(url);
    let answer = await this.fetch(at, init);
    for (let hops = 0; answer.status >= 300 && answer.status < 400; hops += 1) {
      if (hops === 10) throw new Error(`More than ten redirects, the last to ${at.origin}${at.pathname}.`);
      await answer.body?.cancel();
      via.push(at);
      at = new URL(answer.headers.get('location') ?? '', at);
      answer = await this.fetch(at);
    }
    return { answer, url: at, via };
  }

  /** Signs in as a persona of the demo's provider, from /sign-in to the page that follows. */
  async signIn(base: string, persona: string, returnTo = '/') {
    const choice = await this.follow(`${base}/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
    return this.follow(choice.url, { method: 'POST', body: new URLSearchParams({ persona }) });
  }

  /** Presses "Log af" on a page of `origin`; null is a request that names none. */
  signOut(base: string, origin: string | null = base) {
    return this.follow(`${base}/sign-out`, { method: 'POST', headers: origin === null ? {} : { origin } });
  }

  #take(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    const attribute = (key: string) =>
      attributes.find((a) => a.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1);
    const path = attribute('path') ?? '/';
    const expires = attribute('expires');
    if (attribute('max-age') === '0' || (expires && Date.parse(expires) <= Date.now()))
      this.#cookies.delete(`${name};${path}`);
    else this.set(name, value, path);
  }
}
