import { error, redirect } from '@sveltejs/kit';
import { type Acting, personOf } from '#lib/acting.ts';
import type { Viewer } from '#lib/documents/viewer.ts';
import { signInPath } from '#lib/session/sign-in-path.ts';
import { staffHome } from '#lib/staff-pages.ts';

/**
 * Sends those who are not signed in to sign-in and back again; staff have pages of their own. Returns whom the page is
 * about: the viewer, or by `?for=` who gave her power of attorney. Anybody else is refused, never taken for the viewer.
 */
export function citizenOnly(viewer: Viewer, url: URL): Acting {
  if (viewer.kind === 'ANONYMOUS') redirect(303, signInPath(url));
  if (viewer.kind === 'STAFF') redirect(303, staffHome(viewer));
  if (!viewer.citizen) error(403, { message: 'no citizen' });
  const person = personOf(viewer, url.searchParams.get('for'));
  if (!person) error(404, { message: 'no power of attorney', reason: 'acting' });
  return person;
}

/** Sends those who are not signed in to sign-in; citizens to their own start page. */
export function staffOnly(viewer: Viewer, url: URL): void {
  if (viewer.kind === 'ANONYMOUS') redirect(303, signInPath(url));
  if (viewer.kind === 'CITIZEN') redirect(303, '/');
}
