import { offerTemplatesDocument } from '#lib/documents/administration/offers.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { within } from '#lib/server/administration.ts';
import { ask } from '#lib/server/graphql.ts';
import type { PageServerLoad } from './$types';

/** Ready-made offers to begin with, of the types of talk that are in use. */
export const load: PageServerLoad = async (event) => {
  const { administration } = await event.parent();
  const { jobCentre } = await ask(event, offerTemplatesDocument, { centre: administration.centre.id });
  const types = new Map(jobCentre.interviewTypes.map((type) => [type.code, type]));
  return {
    title: m.offer_new(),
    list: within(event.url, '/administration/offers'),
    templates: jobCentre.offerTemplates.flatMap(({ key, settings }) => {
      const type = types.get(settings.interviewType);
      const href = within(event.url, '/administration/offers/new', { from: key });
      return type ? [{ key, settings, type, href }] : [];
    }),
  };
};
