import type { IncomingMessage, ServerResponse } from 'node:http';
import { readCookies, setCookie } from './cookies.ts';

export type Language = 'da' | 'en';

/** The cookie in which the pages keep the language chosen on this device; paraglide reads the same one. */
const languageCookie = 'lang';
/** Stands beside it when the pages took the language from an account, and nobody chose it. */
const adoptedCookie = 'lang_from_account';

/** The language the pages of this browser are shown in; null before any was chosen. */
export function chosenLanguage(req: IncomingMessage): Language | null {
  const value = readCookies(req).get(languageCookie);
  return value === 'da' || value === 'en' ? value : null;
}

/** The one of our languages that Accept-Language likes best (RFC 9110 § 12.5.4); null when it names neither. */
export function acceptedLanguage(req: IncomingMessage): Language | null {
  let best: { language: Language; weight: number } | null = null;
  for (const range of (req.headers['accept-language'] ?? '').toLowerCase().split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
    const language = /^(da|en)(-|$)/.exec(tag)?.[1] as Language | undefined;
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = q === undefined ? 1 : Number(q.slice(2)) || 0;
    if (language && weight > (best?.weight ?? 0)) best = { language, weight };
  }
  return best?.language ?? null;
}

/**
 * A language somebody chose belongs to the device and stays when she signs out. One that came with an account goes with
 * it, so that on a shared phone the next one's account counts.
 */
export function forgetAdoptedLanguage(req: IncomingMessage, res: ServerResponse, secure: boolean): void {
  if (!readCookies(req).has(adoptedCookie)) return;
  for (const name of [languageCookie, adoptedCookie])
    setCookie(res, { name, value: '', secure, maxAgeSeconds: 0 });
}

/** Of a page that we draw without knowing who reads it. */
export function pageLanguage(req: IncomingMessage): Language {
  return chosenLanguage(req) ?? acceptedLanguage(req) ?? 'da';
}
