import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../log.ts';
import type { Route } from '../route.ts';
import type { Broker } from './broker.ts';
import type { EndAtBroker } from './ports.ts';
import { smallBody } from './small-body.ts';

const bodyMaxChars = 16_384;

/**
 * POST /sign-in/back-channel: the broker's server says that somebody signed out there, and her sessions end here
 * (OpenID Connect Back-Channel Logout 1.0). Her sockets close by the database's notice.
 */
export function backChannel(options: { log: Log; broker: Broker; endAtBroker: EndAtBroker }): Route {
  const { log, broker, endAtBroker } = options;
  return async (req, res) => {
    if (pathOf(req) !== '/sign-in/back-channel') return false;
    // § 2.8: nothing between us and the broker may keep the answer.
    res.setHeader('cache-control', 'no-store');
    if (req.method !== 'POST') return answer(res, 405, 'invalid_request');
    const token = new URLSearchParams((await smallBody(req, bodyMaxChars)) ?? '').get('logout_token') ?? '';
    const logout = await broker.logoutOf(token).catch((error: Error) => {
      log.warn({ event: 'logout-token-refused', why: error.message }, 'a logout token was refused');
      return null;
    });
    if (!logout) return answer(res, 400, 'invalid_request');
    const ended = await endAtBroker(logout);
    if (ended === null) {
      log.warn({ event: 'logout-token-refused', why: 'used before' }, 'a logout token was refused');
      return answer(res, 400, 'invalid_request');
    }
    log.info({ event: 'signed-out-by-broker', sessions: ended }, 'signed out by the broker');
    return answer(res, 200, null);
  };
}

function answer(res: ServerResponse, status: number, error: string | null): true {
  if (error === null) res.writeHead(status).end();
  else res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
  return true;
}

const pathOf = (req: IncomingMessage) => (req.url ?? '/').split('?', 1)[0];
