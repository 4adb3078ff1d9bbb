import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * The planner's cookies. On https they carry the `__Host-` prefix, which browsers only accept Secure, for the whole
 * site and this host alone; plain http (the demo) can't have that, so there the names are plain.
 */
export interface CookieNames {
  secure: boolean;
  session: string;
  /** Starts the name of the cookies that hold a sign-in under way, one a `state`. */
  underWay: string;
}

export function cookieNames(publicUrl: URL): CookieNames {
  return publicUrl.protocol === 'https:'
    ? { secure: true, session: '__Host-planner', underWay: '__Host-planner-sign-in-' }
    : { secure: false, session: 'planner_session', underWay: 'planner_sign_in_' };
}

/** The request's cookies. Of a name sent twice the first counts. */
export function readCookies(req: IncomingMessage): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, Math.max(at, 0)).trim();
    if (name !== '' && !cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim());
  }
  return cookies;
}

/** Sets a cookie scripts can't read. `maxAgeSeconds` null: until the browser closes; 0: remove it. */
export function setCookie(
  res: ServerResponse,
  cookie: { name: string; value: string; secure: boolean; maxAgeSeconds: number | null },
): void {
  const { name, value, secure, maxAgeSeconds } = cookie;
  const age = maxAgeSeconds === null ? '' : `; Max-Age=${maxAgeSeconds}`;
  res.appendHeader(
    'set-cookie',
    `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}${age}`,
  );
}
