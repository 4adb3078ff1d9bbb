import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { sequence } from '@sveltejs/kit/hooks';
import { paraglideMiddleware } from '#lib/generated/paraglide/server.js';

const LANGUAGE_COOKIE_SECONDS = 365 * 86_400;

/** `?lang=en` works on every page and without JavaScript: it is remembered and taken out of the address. */
const chooseLanguage: Handle = ({ event, resolve }) => {
  const lang =
    event.request.method === 'GET' && !event.isDataRequest ? event.url.searchParams.get('lang') : null;
  if (lang !== 'da' && lang !== 'en') return resolve(event);
  const target = new URL(event.url);
  target.searchParams.delete('lang');
  const secure = event.url.protocol === 'https:' ? '; Secure' : '';
  const headers = new Headers({ location: target.pathname + target.search });
  // Readable by the page on purpose: the messages in the browser follow the same cookie.
  const always = `Path=/; SameSite=Lax${secure}`;
  headers.append('set-cookie', `lang=${lang}; Max-Age=${LANGUAGE_COOKIE_SECONDS}; ${always}`);
  headers.append('set-cookie', `lang_from_account=; Max-Age=0; HttpOnly; ${always}`);
  return new Response(null, { status: 303, headers });
};

const speak: Handle = ({ event, resolve }) =>
  paraglideMiddleware(event.request, async ({ locale }) => {
    const response = await resolve(event, {
      transformPageChunk: ({ html }) => html.replace('%lang%', locale),
      // On a slow line preloaded scripts take the style sheet's share, and the page shows a second later: it can be
      // read, and used, before they come.
      preload: ({ type }) => type !== 'js',
    });
    // Pages hold personal data: nothing between us and the reader may keep them.
    if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-store');
    response.headers.set('referrer-policy', 'same-origin');
    response.headers.set('x-content-type-options', 'nosniff');
    return response;
  });

/** A page of times is 40 kB and a seventh of that compressed. What it holds that is secret, no other site can ask for. */
const compress: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  const { body, headers } = response;
  const text = /^(text\/html|application\/json)/.test(headers.get('content-type') ?? '');
  const taken = /\bgzip\b/.test(event.request.headers.get('accept-encoding') ?? '');
  if (!body || !text || headers.has('content-encoding')) return response;
  headers.append('vary', 'accept-encoding');
  if (!taken) return response;
  headers.set('content-encoding', 'gzip');
  headers.delete('content-length');
  return new Response(body.pipeThrough(new CompressionStream('gzip')), response);
};

export const handle = sequence(compress, chooseLanguage, speak);

/** What was thrown on purpose keeps its words; a surprise is logged under an id that the reader is shown. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind !== 'unknown') return;
  const id = crypto.randomUUID();
  // The path only: a query may name a citizen's booking, and the message is not ours to show.
  console.error(`page error ${id} at ${event.route.id ?? 'unknown route'}:`, error);
  return { id };
};
