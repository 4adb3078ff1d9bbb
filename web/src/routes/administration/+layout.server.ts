import { getLocale } from '#lib/generated/paraglide/runtime.js';
import { administratorOnly } from '#lib/server/administration.ts';
import { guidePages } from '#lib/server/guide.ts';
import type { LayoutServerLoad } from './$types';

/** For administrators: the job centre that is set up here, and the others that the reader may choose. */
export const load: LayoutServerLoad = async (event) => {
  const { viewer } = await event.parent();
  const section = /^\/administration\/([\w-]+)/.exec(event.url.pathname)?.[1] ?? 'overview';
  const topic = `administration-${section}`;
  const guide = guidePages(getLocale()).find((page) => page.topic === topic) ?? null;
  return { administration: administratorOnly(viewer, event.url), guide };
};
