import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import * as oidc from 'openid-client';
import type { Config } from '../config.ts';
import { acrValuesFor } from './assurance.ts';
import { type BrokerLogout, verifyLogoutToken } from './logout-token.ts';

/** What must be remembered between sending a browser to the broker and its return. */
export interface UnderWay {
  state: string;
  nonce: string;
  verifier: string;
  returnTo: string;
}

/** What the broker's ID token says, checked. */
export interface SignedIn {
  issuer: string;
  claims: Record<string, unknown> & { sub: string };
}

/** The OpenID Connect broker: authorisation code with PKCE, state and nonce. */
export interface Broker {
  /** Where to send the browser. */
  authorizationUrl(underWay: UnderWay): Promise<URL>;
  /** Trades the code in the callback's address for a checked ID token. */
  redeem(callbackUrl: URL, underWay: UnderWay): Promise<SignedIn>;
  /** Where to end the broker's own session and come back to `/`; null when the broker has no such address. */
  endSessionUrl(providerSid: string | null): Promise<URL | null>;
  /** What a logout token that the broker sent us ends, checked. */
  logoutOf(token: string): Promise<BrokerLogout>;
}

/** The user gave up or was refused at the broker: not our fault and not an outage. */
export class GivenUp extends Error {}

/**
 * The broker named in the configuration. Discovery waits for the first sign-in — the demo's provider lives in the
 * same process and answers only once that listens — and is tried again after a failure.
 * `loopback` (demo only) is the base address under which the process reaches itself.
 */
export function createBroker(config: Config, loopback?: string): Broker {
  let found: Promise<oidc.Configuration> | null = null;
  let keys: JWTVerifyGetKey | null = null;
  const toSelf = fetchFrom(config, loopback);
  const discovered = () => {
    found ??= discover(config, toSelf).catch((error: unknown) => {
      found = null;
      throw error;
    });
    return found;
  };
  const redirectUri = new URL('/sign-in/callback', config.publicUrl).href;

  return {
    async authorizationUrl({ state, nonce, verifier }) {
      return oidc.buildAuthorizationUrl(await discovered(), {
        redirect_uri: redirectUri,
        scope: 'openid',
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        acr_values: acrValuesFor(config.oidc.minAssurance),
      });
    },
    async redeem(callbackUrl, { state, nonce, verifier }) {
      const configuration = await discovered();
      try {
        const tokens = await oidc.authorizationCodeGrant(configuration, callbackUrl, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims) throw new Error('The broker answered without an ID token.');
        return { issuer: claims.iss, claims };
      } catch (error) {
        if (error instanceof oidc.AuthorizationResponseError && givenUp.includes(error.error))
          throw new GivenUp('The user gave up at the broker.');
        throw error;
      }
    },
    async logoutOf(token) {
      const { issuer, jwks_uri: address } = (await discovered()).serverMetadata();
      if (!address) throw new Error('The broker publishes no keys.');
      // Kept: it remembers the keys, and asks for new ones at most every half minute.
      keys ??= createRemoteJWKSet(new URL(address), { [customFetch]: toSelf as typeof fetch });
      return verifyLogoutToken(token, { issuer, clientId: config.oidc.clientId, keys });
    },
    async endSessionUrl(providerSid) {
      const configuration = await discovered();
      if (!configuration.serverMetadata().end_session_endpoint) return null;
      // No id_token_hint: it would mean keeping ID tokens, which may hold a CPR number, for the session's life.
      return oidc.buildEndSessionUrl(configuration, {
        post_logout_redirect_uri: new URL('/', config.publicUrl).href,
        ...(providerSid ? { logout_hint: providerSid } : {}),
      });
    },
  };
}

const givenUp = ['access_denied', 'login_required', 'interaction_required', 'consent_required'];

/** Fetches; what is addressed to ourselves, as in the demo, goes straight to this process. */
const fetchFrom =
  (config: Config, loopback: string | undefined): oidc.CustomFetch =>
  (url, options) =>
    fetch(
      loopback && url.startsWith(`${config.publicUrl.origin}/`)
        ? loopback + url.slice(config.publicUrl.origin.length)
        : url,
      { ...options, redirect: 'manual' } as RequestInit,
    );

async function discover(config: Config, toSelf: oidc.CustomFetch): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret } = config.oidc;
  return oidc.discovery(
    issuer,
    clientId,
    config.demo
      ? { client_secret: clientSecret, id_token_signed_response_alg: 'ES256' }
      : { client_secret: clientSecret },
    undefined,
    {
      timeout: 10,
      ...(config.demo ? { [oidc.customFetch]: toSelf, execute: [oidc.allowInsecureRequests] } : {}),
    },
  );
}
