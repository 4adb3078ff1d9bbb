import * as oidc from 'openid-client';
import type { Config } from '../config.ts';
import { acrValuesFor } from './assurance.ts';

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
  const discovered = () => {
    found ??= discover(config, loopback).catch((error: unknown) => {
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

async function discover(config: Config, loopback: string | undefined): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret } = config.oidc;
  const base = config.publicUrl.origin;
  const toSelf: oidc.CustomFetch = (url, options) =>
    fetch(loopback && url.startsWith(`${base}/`) ? loopback + url.slice(base.length) : url, {
      ...options,
      redirect: 'manual',
    } as RequestInit);
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
