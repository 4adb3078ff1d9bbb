import { administrationHomeDocument } from '#lib/documents/administration/home.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { ask } from '#lib/server/graphql.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { administration } = await event.parent();
  const { jobCentre } = await ask(event, administrationHomeDocument, { centre: administration.centre.id });
  return { title: m.admin_home(), setUp: jobCentre.setUp ?? [], figures: jobCentre.figures };
};
