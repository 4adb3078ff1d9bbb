import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import { reaches } from './assurance.ts';
import { cookieNames, readCookies } from './cookies.ts';
import { acceptedLanguage, chosenLanguage, type Language } from './language.ts';
import type { ApiTokens, SessionStore } from './ports.ts';

/**
 * Who a request says it comes from, checked. `language` is the one to answer in: what is chosen on the pages, or what a
 * program asks for by Accept-Language; null leaves it to the account.
 */
export type Credential = { language: Language | null } & (
  | { kind: 'none' }
  | {
      kind: 'session' | 'token';
      userId: string;
      /** The session's or the token's, never what proves it. */
      id: string;
      /** Milliseconds until it ends if nothing puts that off; null: it lasts until it is revoked. */
      lastsMs: number | null;
    }
);

/** A credential that can't be accepted; `status` is for HTTP, a socket closes with 4400 or 4401 by it. */
export class CredentialError extends Error {
  readonly status: 400 | 401;
  readonly code: 'BothCredentials' | 'TokenInvalid';
  constructor(status: 400 | 401, code: 'BothCredentials' | 'TokenInvalid', message: string) {
    super(message);
    this.name = 'CredentialError';
    this.status = status;
    this.code = code;
  }
}

/**
 * Reads a request's credential, of HTTP or of a socket's upgrade. An ended session counts as none (the pages then
 * ask to sign in); a bearer token that is unknown, expired or revoked is an error, since a program should hear it.
 * @throws CredentialError
 */
export type Authenticate = (req: IncomingMessage) => Promise<Credential>;

/** See {@link Authenticate}. Finding a session puts its idle limit off. */
export function createAuthenticate(config: Config, sessions: SessionStore, tokens: ApiTokens): Authenticate {
  const cookies = cookieNames(config.publicUrl);
  return async (req) => {
    const cookie = readCookies(req).get(cookies.session);
    const authorization = req.headers.authorization;
    if (cookie !== undefined && authorization !== undefined)
      throw new CredentialError(
        400,
        'BothCredentials',
        'The request carries both a session cookie and a bearer token; send one of them.',
      );
    if (authorization !== undefined) {
      const token = /^Bearer (pl_[\w-]{43})$/i.exec(authorization)?.[1];
      const found = token ? await tokens.find(token) : null;
      if (!found)
        throw new CredentialError(
          401,
          'TokenInvalid',
          'The bearer token is unknown, has expired or was revoked.',
        );
      return { kind: 'token', ...found, language: acceptedLanguage(req) };
    }
    // A browser's Accept-Language is nobody's choice: a signed-in reader who made none gets her account's.
    const chosen = chosenLanguage(req);
    const none = { kind: 'none', language: chosen ?? acceptedLanguage(req) } as const;
    if (cookie === undefined) return none;
    const session = await sessions.find(cookie);
    // Compared again here, so that raising the required level takes effect on sessions that already run.
    if (!session || !reaches(session.assurance, config.oidc.minAssurance)) return none;
    await sessions.touch(cookie);
    const { userId, lastsMs } = session;
    return { kind: 'session', userId, id: session.id.toString('hex'), lastsMs, language: chosen };
  };
}

/** How long a credential goes on, asked again later: milliseconds, 0 when it is over, null without an end. */
export type LastsMs = (credential: { kind: Credential['kind']; id: string | null }) => Promise<number | null>;

export function createLastsMs(sessions: SessionStore, tokens: ApiTokens): LastsMs {
  return async ({ kind, id }) => {
    if (id === null) return null;
    return kind === 'session' ? sessions.lastsMs(Buffer.from(id, 'hex')) : tokens.lastsMs(id);
  };
}
