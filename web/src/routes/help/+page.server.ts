import { helpDocument, jobCentresDocument } from '#lib/documents/help.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import type { PageServerLoad } from './$types';

/** Whom to call. Before sign-in the job centre is chosen: `?centre=`, or the only one there is. */
export const load: PageServerLoad = async (event) => {
  const { jobCentre } = await event.parent();
  const title = m.help_title();
  const centres = jobCentre ? [] : (await ask(event, jobCentresDocument)).jobCentres;
  const asked = event.url.searchParams.get('centre');
  const chosen =
    jobCentre ?? centres.find(({ id }) => id === asked) ?? (centres.length === 1 ? centres[0] : null);
  const centre = chosen ? (await ask(event, helpDocument, { jobCentre: chosen.id })).node : null;
  return { title, centre, centres };
};
