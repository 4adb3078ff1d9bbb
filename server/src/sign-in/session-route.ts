import type { Config } from '../config.ts';
import type { Route } from '../route.ts';
import { cookieNames, readCookies } from './cookies.ts';
import type { SessionStore } from './ports.ts';

/** What a page is told of its session; times are distances in milliseconds, so that its clock may be wrong. */
export interface SessionAnswer {
  userId: string;
  /** Until it ends if nothing more is done. */
  lastsMs: number;
  /** Until its longest life is over, which nothing puts off. */
  atMostMs: number;
  /** How long one may be idle. */
  idleMs: number;
}

/** /sign-in/session for our pages: GET says how long the session lasts and puts nothing off; POST prolongs it. */
export function sessionRoute({ config, sessions }: { config: Config; sessions: SessionStore }): Route {
  const { session: cookie } = cookieNames(config.publicUrl);
  const idleMs = config.session.idleMinutes * 60_000;
  return async (req, res) => {
    if ((req.url ?? '/').split('?', 1)[0] !== '/sign-in/session') return false;
    res.setHeader('cache-control', 'no-store');
    const foreign = req.method === 'POST' && req.headers.origin !== config.publicUrl.origin;
    if (foreign || (req.method !== 'GET' && req.method !== 'POST')) {
      res.writeHead(foreign ? 403 : 405).end();
      return true;
    }
    const token = readCookies(req).get(cookie);
    if (token && req.method === 'POST') await sessions.touch(token);
    const session = token ? await sessions.find(token) : null;
    const answer: SessionAnswer | null = session && {
      userId: session.userId,
      lastsMs: session.lastsMs,
      atMostMs: session.atMostMs,
      idleMs,
    };
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    return true;
  };
}
