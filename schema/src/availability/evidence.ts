import { createHash } from 'node:crypto';
import type { Context, SlotEvidence } from '../context.ts';
import type { Ask } from './find.ts';
import { type Slot, toMinute } from './slot.ts';

/** What was answered to this viewer, to be kept for proof. */
export function evidenceOf({ viewer }: Context, ask: Ask, slots: Slot[]): SlotEvidence {
  return {
    viewerId: viewer.userId,
    offerId: ask.offer.id,
    audience: ask.audience,
    from: ask.from,
    to: ask.to,
    position: null,
    starts: slots.map((slot) => toMinute(slot.startsAt)),
    outcome: 'answered',
  };
}

/** What proves later which starts an answer held: SHA-256 over them, as epoch minutes in order. */
export const digestOf = (starts: readonly number[]): Buffer =>
  createHash('sha256').update(starts.join(',')).digest();
