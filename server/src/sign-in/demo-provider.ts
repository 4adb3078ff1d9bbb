import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Route } from '../route.ts';
import { nsisAddress } from './assurance.ts';
import { demoAdapter } from './demo-adapter.ts';
import { sendExpired, sendPersonas } from './persona-page.ts';
import { personaBySubject, personas } from './personas.ts';
import { smallBody } from './small-body.ts';

const mount = '/demo-id';
const formMaxChars = 1024;

/**
 * The demo's own OpenID provider under /demo-id, so that demo and production sign in by the same code. Instead of
 * a password it shows the personas. Keys and sessions live as long as the process.
 */
export function demoProvider(config: Config, log: Log, loopback: string): Route {
  const provider = new Provider(config.oidc.issuer.href, configuration(config, loopback));
  // The address is PUBLIC_URL's, by the x-forwarded headers that our own server writes.
  provider.proxy = true;
  provider.on('server_error', (_ctx, error) =>
    log.error({ error: error.message }, 'The demo provider failed.'),
  );
  const answer = provider.callback();

  return async (req, res) => {
    const path = (req.url ?? '/').split('?')[0] ?? '/';
    if (path !== mount && !path.startsWith(`${mount}/`)) return false;
    const choosing = path.startsWith(`${mount}/choose/`);
    const mounted = Object.assign(req, { originalUrl: req.url });
    if (!choosing) {
      mounted.url = req.url?.slice(mount.length) || '/';
      await answer(mounted, res);
    } else await choose(provider, mounted, res);
    return true;
  };
}

async function choose(provider: Provider, req: IncomingMessage, res: ServerResponse): Promise<void> {
  // Fails when the interaction's cookie is gone: an old tab, or a process started anew.
  const interaction = await provider.interactionDetails(req, res).catch(() => null);
  if (!interaction) return sendExpired(req, res);
  const form = req.method === 'POST' ? await smallBody(req, formMaxChars) : null;
  const key = new URLSearchParams(form ?? '').get('persona');
  const persona = personas.find((p) => p.key === key);
  if (!persona) return sendPersonas(req, res);
  await provider.interactionFinished(req, res, {
    login: { accountId: persona.subject, acr: persona.acr, remember: false },
  });
}

function configuration(config: Config, loopback: string): Configuration {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const hour = 3600;
  return {
    adapter: demoAdapter(),
    jwks: { keys: [{ ...key, use: 'sig', alg: 'ES256', kid: 'demo' }] },
    clients: [
      {
        client_id: config.oidc.clientId,
        client_secret: config.oidc.clientSecret,
        redirect_uris: [new URL('/sign-in/callback', config.publicUrl).href],
        post_logout_redirect_uris: [new URL('/', config.publicUrl).href],
        backchannel_logout_uri: `${loopback}/sign-in/back-channel`,
        backchannel_logout_session_required: true,
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    acrValues: [nsisAddress('low'), nsisAddress('substantial'), nsisAddress('high')],
    claims: { openid: ['sub', 'acr', 'sid', 'name', 'cpr'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    ttl: {
      Session: 10 * hour,
      Interaction: 900,
      Grant: 10 * hour,
      AuthorizationCode: 60,
      AccessToken: 60,
      IdToken: 300,
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: endAtOnce },
    },
    // The only address it is given is our own, on loopback, which its guard against inner networks would refuse.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
    interactions: { url: (_ctx, interaction) => `${mount}/choose/${interaction.uid}` },
    async findAccount(_ctx, sub) {
      const persona = personaBySubject(sub);
      return (
        persona && { accountId: sub, claims: async () => ({ sub, name: persona.name, cpr: persona.cpr }) }
      );
    },
    // No consent page: the only client is ours.
    async loadExistingGrant(ctx) {
      const { session, client } = ctx.oidc;
      if (!session?.accountId || !client) return undefined;
      const grant = new ctx.oidc.provider.Grant({ accountId: session.accountId, clientId: client.clientId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
    renderError(ctx, out) {
      ctx.type = 'text/plain; charset=utf-8';
      ctx.body = `Prøvepålogningen kan ikke svare på det: ${out.error_description ?? out.error}.\n`;
    },
  };
}

/** A method of the provider's client that its types leave out. */
type TellsLogout = { backchannelLogout(sub: string | undefined, sid: string | undefined): Promise<void> };

/**
 * Ends the provider's session without asking again: the person already pressed "Log af" on our page. Tells the planner
 * by the back channel, as the provider does after having asked.
 */
async function endAtOnce(ctx: KoaContextWithOIDC): Promise<void> {
  const { session, provider } = ctx.oidc;
  for (const clientId of Object.keys(session?.authorizations ?? {})) {
    const client = (await provider.Client.find(clientId)) as unknown as TellsLogout | undefined;
    await client?.backchannelLogout(session?.accountId, session?.sidFor(clientId)).catch(() => {});
  }
  const back = (session?.state as { postLogoutRedirectUri?: string } | undefined)?.postLogoutRedirectUri;
  await session?.destroy();
  ctx.cookies.set(provider.cookieName('session'), null, { httpOnly: true, sameSite: 'lax' });
  ctx.status = 303;
  ctx.redirect(back ?? '/');
}
