import { redirect } from '@sveltejs/kit';
import { personOf } from '#lib/acting.ts';
import { viewerDocument } from '#lib/documents/viewer.ts';
import { getLocale } from '#lib/generated/paraglide/runtime.js';
import { ask } from '#lib/server/graphql.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
  const { viewer } = await ask(event, viewerDocument);
  // Until a language is chosen here, the one that the reader is registered with counts.
  const known = viewer.language === 'da' || viewer.language === 'en';
  const { cookies, request, url } = event;
  if (viewer.kind !== 'ANONYMOUS' && known && !cookies.get('lang') && viewer.language !== getLocale()) {
    if (request.method === 'GET' && !event.isDataRequest) {
      redirect(
        303,
        `${url.pathname}?${new URLSearchParams([...url.searchParams, ['lang', viewer.language]])}`,
      );
    }
  }
  // Pages that are about one person refuse who isn't the viewer's to act for: see `citizenOnly`.
  const citizen = personOf(viewer, url.searchParams.get('for'));
  const jobCentre = (citizen ?? viewer.citizen)?.jobCentre ?? viewer.roles[0]?.jobCentre ?? null;
  return { viewer, citizen, jobCentre };
};
