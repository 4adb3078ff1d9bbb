import type { Context } from '../context.ts';
import type { Citizen } from '../loaders.ts';

/**
 * Whom this is about: the viewer herself, or who gave her power of attorney when her id is given. Null for staff who
 * name nobody, and for anybody the viewer may not see.
 */
export async function loadCitizen(
  { viewer, loaders }: Pick<Context, 'viewer' | 'loaders'>,
  actingFor: string | null = null,
): Promise<Citizen | null> {
  const id = actingFor ?? viewer.citizenId;
  return id ? loaders.citizen.load(id) : null;
}
