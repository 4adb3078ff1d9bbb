import { error } from '@sveltejs/kit';
import type { JobCentre, Viewer } from '#lib/documents/viewer.ts';
import { staffOnly } from '#lib/server/guard.ts';

/** The job centre that is looked into: `?centre=`, or the first that the reader audits. */
export function auditorOnly(viewer: Viewer, url: URL): { centre: JobCentre; centres: JobCentre[] } {
  staffOnly(viewer, url);
  const centres = [
    ...new Map(
      viewer.roles.flatMap(({ role, jobCentre }) =>
        role === 'auditor' || role === 'administrator' ? [[jobCentre.id, jobCentre] as const] : [],
      ),
    ).values(),
  ];
  const asked = url.searchParams.get('centre');
  const centre = asked ? centres.find(({ id }) => id === asked) : centres[0];
  if (!centre) error(403, { message: 'audits nothing here' });
  return { centre, centres };
}
