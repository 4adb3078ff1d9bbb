import { error, fail, redirect } from '@sveltejs/kit';
import type { JobCentre, Viewer } from '#lib/documents/viewer.ts';
import { staffOnly } from '#lib/server/guard.ts';

/** The job centre that a page of the administration is about: `?centre=`, or the first that the reader administers. */
export function administratorOnly(viewer: Viewer, url: URL): { centre: JobCentre; centres: JobCentre[] } {
  staffOnly(viewer, url);
  const centres = viewer.roles.flatMap(({ role, jobCentre }) => (role === 'administrator' ? jobCentre : []));
  const asked = url.searchParams.get('centre');
  const centre = asked ? centres.find(({ id }) => id === asked) : centres[0];
  if (!centre) error(403, { message: 'not an administrator here' });
  return { centre, centres };
}

/** An answer that may be a refusal, as every mutation gives it. */
export type Answer = {
  __typename: string;
  message?: string;
  whatNext?: string | null;
  path?: string | null;
  code?: string;
};
export type Problem = { message: string; whatNext: string | null; path: string | null; code: string };

/**
 * Goes where the change can be seen when the answer is of that type; else gives the form back what was typed and what
 * is wrong. A `done` in the address is said on the page.
 */
export function finish<Values>(answer: Answer, type: string, href: string, values: Values) {
  if (answer.__typename === type) redirect(303, href);
  const { message = '', whatNext = null, path = null, code = '' } = answer;
  const problem: Problem = { message, whatNext, path, code };
  return fail(code === 'OUTDATED' ? 409 : 400, { values, problem });
}

/** An address of the administration that stays with the job centre it was opened for. */
export function within(url: URL, path: string, more: Record<string, string> = {}): string {
  const centre = url.searchParams.get('centre');
  const search = new URLSearchParams({ ...(centre ? { centre } : {}), ...more }).toString();
  return search ? `${path}?${search}` : path;
}
