import { administratorOnly } from '#lib/server/administration.ts';
import type { LayoutServerLoad } from './$types';

/** For administrators: the job centre that is set up here, and the others that the reader may choose. */
export const load: LayoutServerLoad = async (event) => {
  const { viewer } = await event.parent();
  return { administration: administratorOnly(viewer, event.url) };
};
