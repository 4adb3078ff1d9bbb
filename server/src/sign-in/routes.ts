import type { IncomingMessage, ServerResponse } from 'node:http';
import * as oidc from 'openid-client';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Route } from '../route.ts';
import { assuranceOf, reaches } from './assurance.ts';
import { type Broker, GivenUp, type UnderWay } from './broker.ts';
import { cookieNames, readCookies, setCookie } from './cookies.ts';
import { forgetAdoptedLanguage } from './language.ts';
import type { SessionStore, SubjectClaims, UserDirectory } from './ports.ts';
import { type Refusal, refuse } from './refusals.ts';
import { localPath } from './return-to.ts';
import { seal, unseal } from './secrets.ts';

export interface SignInParts {
  config: Config;
  log: Log;
  broker: Broker;
  sessions: SessionStore;
  users: UserDirectory;
  /** Epoch milliseconds. */
  now?: () => number;
}

/** A sign-in may take this long at the broker. */
const underWaySeconds = 15 * 60;
const sealUse = 'sign-in under way';

/**
 * GET /sign-in?returnTo=/path, GET /sign-in/callback and POST /sign-out.
 *
 * A sign-in under way lives in a sealed cookie named for its state, not in memory: any process can take the
 * callback, several tabs can sign in at once, and a callback in another browser finds no cookie (login CSRF).
 */
export function signInRoutes(parts: SignInParts): Route {
  const { config, log, broker, sessions, users, now = Date.now } = parts;
  const cookies = cookieNames(config.publicUrl);
  const underWayName = (state: string) => cookies.underWay + state.slice(0, 12);

  return async (req, res) => {
    const url = new URL(req.url ?? '/', config.publicUrl);
    if (url.pathname === '/sign-in') await allow(req, res, 'GET', () => begin(req, res, url));
    else if (url.pathname === '/sign-in/callback') await allow(req, res, 'GET', () => finish(req, res, url));
    else if (url.pathname === '/sign-out') await allow(req, res, 'POST', () => signOut(req, res));
    else return false;
    return true;
  };

  async function begin(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    // The demo is opened as 127.0.0.1 as often as localhost; cookies set for one are not sent to the other.
    if (config.demo && req.headers.host && req.headers.host !== config.publicUrl.host)
      return redirect(res, new URL(url.pathname + url.search, config.publicUrl).href);
    const underWay: UnderWay = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      returnTo: localPath(url.searchParams.get('returnTo'), config.publicUrl),
    };
    const target = await broker
      .authorizationUrl(underWay)
      .catch(logged(req, res, 'The broker can’t be reached.'));
    if (!target) return;
    setCookie(res, {
      name: underWayName(underWay.state),
      value: seal(config.sealKey, sealUse, underWay, now(), underWaySeconds),
      secure: cookies.secure,
      maxAgeSeconds: underWaySeconds,
    });
    redirect(res, target.href);
  }

  async function finish(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const sent = readCookies(req);
    const state = url.searchParams.get('state') ?? '';
    const name = underWayName(state);
    const underWay = unseal(config.sealKey, sealUse, sent.get(name) ?? '', now()) as UnderWay | null;
    if (sent.has(name)) setCookie(res, { name, value: '', secure: cookies.secure, maxAgeSeconds: 0 });
    if (!underWay || underWay.state !== state) return refused(req, res, { kind: 'not-under-way' });

    const signedIn = await broker.redeem(url, underWay).catch((error: unknown) => {
      if (error instanceof GivenUp) return refused(req, res, { kind: 'given-up' });
      return logged(req, res, 'The broker’s answer was refused.')(error);
    });
    if (!signedIn) return;

    const required = config.oidc.minAssurance;
    const assurance = assuranceOf(signedIn.claims);
    if (!assurance || !reaches(assurance, required))
      return refused(req, res, { kind: 'assurance-too-low', given: assurance, required });
    const user = await users.bySubject(signedIn.issuer, subjectClaims(signedIn.claims));
    if (!user) return refused(req, res, { kind: 'unknown-user' });

    // The browser's earlier session ends here, and the new one has a new token: nothing set before sign-in survives.
    const earlier = sent.get(cookies.session);
    if (earlier) await sessions.end(earlier);
    const sid = signedIn.claims.sid;
    const { token } = await sessions.create({
      userId: user.userId,
      assurance,
      providerSid: typeof sid === 'string' ? sid : null,
    });
    setCookie(res, { name: cookies.session, value: token, secure: cookies.secure, maxAgeSeconds: null });
    forgetAdoptedLanguage(req, res, cookies.secure);
    log.info({ event: 'signed-in', userId: user.userId, assurance }, 'signed in');
    redirect(res, underWay.returnTo);
  }

  async function signOut(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (req.headers.origin !== config.publicUrl.origin) return refused(req, res, { kind: 'foreign-origin' });
    const token = readCookies(req).get(cookies.session);
    if (!token) return redirect(res, '/');
    const session = await sessions.find(token);
    await sessions.end(token);
    setCookie(res, { name: cookies.session, value: '', secure: cookies.secure, maxAgeSeconds: 0 });
    forgetAdoptedLanguage(req, res, cookies.secure);
    res.setHeader('clear-site-data', '"cache", "storage"');
    if (!session) return redirect(res, '/');
    log.info({ event: 'signed-out', userId: session.userId }, 'signed out');
    // Ours is over whatever the broker says; a broker that is down must not keep anyone signed in here.
    const target = await broker.endSessionUrl(session.providerSid).catch(() => null);
    redirect(res, target?.href ?? '/');
  }

  function refused(req: IncomingMessage, res: ServerResponse, refusal: Refusal): void {
    log.info({ event: 'sign-in-refused', why: refusal.kind }, 'sign-in refused');
    refuse(req, res, refusal);
  }

  /** Logs what the broker's side said (never the code, token or claims) and answers 502 with the request's id. */
  function logged(req: IncomingMessage, res: ServerResponse, sentence: string) {
    return (error: unknown): void => {
      const { name, code, message } = error as Error & { code?: string };
      const requestId = String(res.getHeader('x-request-id') ?? '');
      log.error({ requestId, error: { name, code, message } }, sentence);
      refuse(req, res, { kind: 'broker-failed', requestId });
    };
  }
}

async function allow(
  req: IncomingMessage,
  res: ServerResponse,
  method: string,
  then: () => Promise<void>,
): Promise<void> {
  if (req.method === method) return then();
  res.writeHead(405, { allow: method, 'content-type': 'text/plain; charset=utf-8' });
  res.end(`Only ${method} is answered here.\n`);
}

function redirect(res: ServerResponse, location: string): void {
  res.writeHead(303, { location, 'cache-control': 'no-store' });
  res.end();
}

/** What of the ID token the directory may use to find the account. Brokers differ in what they call the CPR. */
function subjectClaims(claims: Record<string, unknown> & { sub: string }): SubjectClaims {
  const text = (...names: string[]) =>
    names.map((name) => claims[name]).find((v): v is string => typeof v === 'string' && v !== '');
  const cpr = text('cpr', 'dk.cpr', 'cprNumberIdentifier', 'https://data.gov.dk/model/core/eid/cprNumber');
  const email = claims.email_verified === false ? undefined : text('email');
  return { sub: claims.sub, ...(cpr ? { cpr: cpr.replace('-', '') } : {}), ...(email ? { email } : {}) };
}
