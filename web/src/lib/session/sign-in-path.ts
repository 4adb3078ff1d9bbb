/** Where to sign in and come back to this page. The name of a form's action ("?/book") is no page to come back to. */
export function signInPath(url: Pick<URL, 'pathname' | 'search'>): string {
  const search = new URLSearchParams(url.search);
  for (const key of [...search.keys()]) if (key.startsWith('/')) search.delete(key);
  const query = search.size > 0 ? `?${search}` : '';
  return `/sign-in?returnTo=${encodeURIComponent(url.pathname + query)}`;
}
