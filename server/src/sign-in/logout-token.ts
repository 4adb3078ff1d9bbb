import { type JWTVerifyGetKey, jwtVerify } from 'jose';

/** What a broker's logout token ends: one session of its own by `sid`, or, without one, all of the person `sub`. */
export interface BrokerLogout {
  issuer: string;
  /** Names the token itself: each is obeyed once. */
  jti: string;
  sid: string | null;
  sub: string | null;
}

/** A logout token is refused when it was issued longer ago than this. */
export const logoutTokenMaxSeconds = 300;
/** How far the broker's clock and ours may be apart. */
const skewSeconds = 60;
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

/**
 * Checks a logout token (OpenID Connect Back-Channel Logout 1.0 § 2.6): signed by the broker, for us, fresh, about a
 * logout, naming whom it is about, and no ID token in disguise (those have a nonce, and no event).
 * @throws Error that says what was wrong, never what the token held.
 */
export async function verifyLogoutToken(
  token: string,
  broker: { issuer: string; clientId: string; keys: JWTVerifyGetKey },
): Promise<BrokerLogout> {
  const { issuer, clientId, keys } = broker;
  const { payload } = await jwtVerify(token, keys, {
    issuer,
    audience: clientId,
    maxTokenAge: logoutTokenMaxSeconds,
    clockTolerance: skewSeconds,
    requiredClaims: ['iat', 'jti', 'events'],
  });
  const event = (payload['events'] as Record<string, unknown> | null)?.[logoutEvent];
  if (typeof event !== 'object' || event === null) throw new Error('The token is about no logout.');
  if ('nonce' in payload) throw new Error('A logout token has no nonce.');
  const sid = textOf(payload['sid']);
  const sub = textOf(payload.sub);
  const jti = textOf(payload.jti);
  if (!sid && !sub) throw new Error('The token names neither a session nor a person.');
  if (!jti) throw new Error('The token has no jti.');
  return { issuer, jti, sid, sub };
}

const textOf = (claim: unknown): string | null => (typeof claim === 'string' && claim !== '' ? claim : null);
