import type { Viewer } from '@planner/db';
import type { Citizen } from '../loaders.ts';
import type { Audience } from './engine.ts';
import { toMinute } from './slot.ts';

export const staffAudience: Audience = {
  group: null,
  ownCaseworkerId: null,
  ownSince: null,
  rights: 'staff',
};

/** A citizen of the offer's own group without a caseworker of her own: for whom staff look at an offer. */
export const publicAudience = (offer: { groups: readonly string[] }): Audience => ({
  ...staffAudience,
  group: offer.groups[0] ?? null,
  rights: 'citizen',
});

/** Everything personal the engine takes in for this citizen; never who it is. */
export function audienceOf(viewer: Viewer, citizen: Citizen | null): Audience {
  if (viewer.kind === 'staff' || !citizen) {
    return viewer.kind === 'staff' ? staffAudience : { ...staffAudience, rights: 'citizen' };
  }
  return {
    group: citizen.contactGroup,
    ownCaseworkerId: citizen.ownCaseworkerId,
    ownSince: citizen.ownSince ? toMinute(citizen.ownSince) : null,
    rights: 'citizen',
  };
}
