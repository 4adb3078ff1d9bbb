import type { Context } from '../context.ts';
import { liveSource, reviveSpan } from '../live-source.ts';
import { keepAnswer } from './evidence.ts';
import type { Ask } from './find.ts';
import type { Audience } from './model.ts';
import { fromMinute, type Slot } from './slot.ts';

/** What the engine reads of a whole job centre; a change of anything else names the resources it touches. */
export const ofTheCentre: ReadonlySet<string> = new Set([
  'job_centre',
  'closing_day',
  'offer',
  'group_session',
  'team',
  'membership',
  'employment',
  'competence',
  'room',
]);
const day = 86_400_000;

/** The live free times of an offer. The key holds the audience and never who it is, so that strangers share it. */
export function watchSlots(
  context: Context,
  offer: Ask['offer'],
  window: {
    from: Date;
    to: Date;
    caseworkerId: string | null;
    actingFor: string | null;
    since: string | null;
  },
  audience: Audience,
) {
  const ask = { offer, audience, from: window.from, to: window.to, caseworkerId: window.caseworkerId };
  let people: Set<string> | null = null;
  return liveSource<Slot>({
    field: 'slots',
    key: JSON.stringify([offer.id, ask.from, ask.to, ask.caseworkerId, audience, context.viewer.language]),
    since: window.since,
    proof: { citizenId: window.actingFor ?? context.viewer.citizenId },
    touches: (change) => {
      if (
        change.jobCentreId !== null &&
        change.jobCentreId === offer.jobCentreId &&
        ofTheCentre.has(change.entity)
      )
        return true;
      if (people && !change.resources.some((id) => people?.has(id))) return false;
      // Caps and quotas count over the week around a talk.
      return (
        (change.from === null || change.from < ask.to.getTime() + 7 * day) &&
        (change.to === null || change.to > ask.from.getTime() - 7 * day)
      );
    },
    read: async (fresh) => {
      const now = await fresh.loaders.offer.load(offer.id);
      if (!now) return { items: new Map(), nextChange: null };
      const asked = { ...ask, offer: now };
      const found = await keepAnswer(fresh, { ...asked, actingFor: null }, async () => ({
        audience,
        found: await fresh.findSlots(fresh.handle, asked),
      }));
      people = new Set([...found.input.caseworkers, ...found.input.rooms].map((resource) => resource.id));
      return {
        items: new Map(found.slots.map((slot) => [slot.key, slot])),
        nextChange: Number.isFinite(found.until) ? fromMinute(found.until) : null,
      };
    },
    revive: reviveSpan,
  });
}
