import type { Context } from '../context.ts';
import type { Citizen } from '../loaders.ts';

/** The viewer as a citizen; null for staff and for nobody. */
export async function loadViewerCitizen({
  viewer,
  loaders,
}: Pick<Context, 'viewer' | 'loaders'>): Promise<Citizen | null> {
  return viewer.citizenId ? loaders.citizen.load(viewer.citizenId) : null;
}
