import { viewerDocument } from '#lib/documents/viewer.ts';
import { ask } from '#lib/server/graphql.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
  const { viewer } = await ask(event, viewerDocument);
  const jobCentre = viewer.citizen?.jobCentre ?? viewer.roles[0]?.jobCentre ?? null;
  return { viewer, jobCentre };
};
