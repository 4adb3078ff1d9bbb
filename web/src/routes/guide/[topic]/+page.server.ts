import { error } from '@sveltejs/kit';
import { getLocale } from '#lib/generated/paraglide/runtime.js';
import { staffOnly } from '#lib/server/guard.ts';
import { guidePage } from '#lib/server/guide.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { viewer } = await event.parent();
  staffOnly(viewer, event.url);
  const page = guidePage(getLocale(), event.params.topic);
  if (!page) error(404, { message: 'no such page of the guide' });
  return page;
};
