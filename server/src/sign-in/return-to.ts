/**
 * Where to go after sign-in: a path of our own with its query, or '/' for anything that could lead elsewhere —
 * another host ("//evil.dk", "/\evil.dk"), another scheme, control characters that browsers drop before they
 * parse, or the sign-in itself (which would go round in circles).
 */
export function localPath(returnTo: string | null, publicUrl: URL): string {
  if (!returnTo || returnTo.length > 1000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(returnTo)) return '/';
  if (returnTo.includes('\\') || !URL.canParse(returnTo, publicUrl)) return '/';
  const url = new URL(returnTo, publicUrl);
  if (url.origin !== publicUrl.origin || url.pathname.startsWith('//')) return '/';
  if (/^\/(sign-in|sign-out|demo-id)(\/|$)/.test(url.pathname)) return '/';
  return url.pathname + url.search;
}
