import { redirect } from '@sveltejs/kit';
import { personOf } from '#lib/acting.ts';
import { viewerDocument } from '#lib/documents/viewer.ts';
import { getLocale } from '#lib/generated/paraglide/runtime.js';
import { ask } from '#lib/server/graphql.ts';
import { rolesOf, staffPages } from '#lib/staff-pages.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
  const { viewer } = await ask(event, viewerDocument);
  const { cookies, request, url } = event;
  // Until a language is chosen here, the one that the reader is registered with counts, and goes when she signs out.
  const unchosen = viewer.kind !== 'ANONYMOUS' && !cookies.get('lang') && viewer.language !== getLocale();
  if (unchosen && request.method === 'GET' && !event.isDataRequest) {
    const always = { path: '/', secure: url.protocol === 'https:', sameSite: 'lax' } as const;
    cookies.set('lang', viewer.language, { ...always, httpOnly: false });
    cookies.set('lang_from_account', '1', always);
    redirect(303, url.pathname + url.search);
  }
  // Pages that are about one person refuse who isn't the viewer's to act for: see `citizenOnly`.
  const citizen = personOf(viewer, url.searchParams.get('for'));
  const jobCentre = (citizen ?? viewer.citizen)?.jobCentre ?? viewer.roles[0]?.jobCentre ?? null;
  // Made here, so that citizens' phones load no word of it.
  const menu =
    viewer.kind === 'STAFF'
      ? staffPages(rolesOf(viewer)).map(({ href, text }) => ({ href, text: text() }))
      : [];
  return { viewer, citizen, jobCentre, menu };
};
