import { auditorOnly } from '#lib/server/audit.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
  const { viewer } = await event.parent();
  return { audit: auditorOnly(viewer, event.url) };
};
