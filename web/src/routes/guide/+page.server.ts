import { m } from '#lib/generated/paraglide/messages.js';
import { getLocale } from '#lib/generated/paraglide/runtime.js';
import { staffOnly } from '#lib/server/guard.ts';
import { guidePages } from '#lib/server/guide.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  staffOnly(viewer, event.url);
  return { title: m.guide_title(), pages: guidePages(getLocale()) };
};
