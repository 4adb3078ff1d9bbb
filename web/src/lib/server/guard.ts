import { redirect } from '@sveltejs/kit';
import type { Viewer } from '#lib/documents/viewer.ts';

/** Sends those who are not signed in to sign-in and back again; staff belong in the calendar. */
export function citizenOnly(viewer: Viewer, url: URL): void {
  if (viewer.kind === 'ANONYMOUS') redirect(303, signIn(url));
  if (viewer.kind === 'STAFF') redirect(303, '/calendar');
}

/** Sends those who are not signed in to sign-in; citizens to their own start page. */
export function staffOnly(viewer: Viewer, url: URL): void {
  if (viewer.kind === 'ANONYMOUS') redirect(303, signIn(url));
  if (viewer.kind === 'CITIZEN') redirect(303, '/');
}

const signIn = (url: URL) => `/sign-in?returnTo=${encodeURIComponent(url.pathname + url.search)}`;
