import { redirect } from '@sveltejs/kit';
import { m } from '#lib/generated/paraglide/messages.js';
import { signInPath } from '#lib/session/sign-in-path.ts';
import type { PageServerLoad } from './$types';

/** Where one lands who signed in again in a tab of its own, to go on in the other. */
export const load: PageServerLoad = async ({ parent, url }) => {
  const { viewer } = await parent();
  if (viewer.kind === 'ANONYMOUS') redirect(303, signInPath(url));
  return { title: m.signed_in_again() };
};
