import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyLogoutToken } from './logout-token.ts';

const issuer = 'https://broker.example.dk';
const now = Math.floor(Date.now() / 1000);
const good = {
  iss: issuer,
  aud: 'planner',
  iat: now,
  exp: now + 120,
  jti: 'token-1',
  sub: 'anna',
  sid: 'sid-1',
  events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
};

let ours: CryptoKey;
let foreign: CryptoKey;
let keys: ReturnType<typeof createLocalJWKSet>;
beforeAll(async () => {
  const [pair, other] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
  ours = pair.privateKey;
  foreign = other.privateKey;
  keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), alg: 'ES256', kid: 'a' }] });
});

const signed = (claims: object, key = ours) =>
  new SignJWT(claims as JWTPayload)
    .setProtectedHeader({ alg: 'ES256', kid: 'a', typ: 'logout+jwt' })
    .sign(key);
const verified = (token: string) => verifyLogoutToken(token, { issuer, clientId: 'planner', keys });

describe('a logout token', () => {
  it('names the broker’s session and person', async () => {
    const names = { issuer, jti: 'token-1', sid: 'sid-1', sub: 'anna' };
    expect(await verified(await signed(good))).toEqual(names);
    expect(await verified(await signed({ ...good, sid: undefined }))).toEqual({ ...names, sid: null });
    expect(await verified(await signed({ ...good, sub: undefined }))).toEqual({ ...names, sub: null });
    expect(await verified(await signed({ ...good, aud: ['other', 'planner'] }))).toEqual(names);
  });

  it.each<[string, object]>([
    ['of another issuer', { iss: 'https://evil.example' }],
    ['for another client', { aud: 'other' }],
    ['without an instant', { iat: undefined }],
    ['of yesterday', { iat: now - 86_400, exp: undefined }],
    ['of tomorrow', { iat: now + 86_400 }],
    ['that has expired', { iat: now - 200, exp: now - 100 }],
    ['without a jti', { jti: undefined }],
    ['with an empty jti', { jti: '' }],
    ['with a jti that is no text', { jti: 7 }],
    ['without events', { events: undefined }],
    ['about something else', { events: { 'https://example.dk/event': {} } }],
    ['whose event is no object', { events: { 'http://schemas.openid.net/event/backchannel-logout': 1 } }],
    ['with events that are null', { events: null }],
    ['with a nonce, as an ID token has', { nonce: 'n' }],
    ['that names nobody', { sub: undefined, sid: undefined }],
    ['that names nobody in words', { sub: 7, sid: '' }],
  ])('%s is refused', async (_, claims) => {
    await expect(verified(await signed({ ...good, ...claims }))).rejects.toThrow();
  });

  it('is refused with a foreign signature, without one, changed, or when it is none', async () => {
    const [head, body, signature] = (await signed(good)).split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const other = Buffer.from(JSON.stringify({ ...good, sub: 'bo' })).toString('base64url');
    for (const token of [
      await signed(good, foreign),
      `${none}.${body}.`,
      `${head}.${other}.${signature}`,
      'x',
      '',
    ])
      await expect(verified(token)).rejects.toThrow();
  });
});
