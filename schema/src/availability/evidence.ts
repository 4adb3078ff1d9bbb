import { createHash } from 'node:crypto';
import type { Context, SlotEvidence } from '../context.ts';
import type { Ask, Found } from './find.ts';
import type { Audience } from './model.ts';
import { fromMinute, toMinute } from './slot.ts';

type Asked = Pick<Ask, 'offer' | 'from' | 'to' | 'caseworkerId'> & {
  /** For whom, when it is not the viewer. */
  actingFor: string | null;
};

/** Answers free times and keeps the answer for proof; an error is kept as such, and thrown on. */
export async function keepAnswer(
  context: Context,
  asked: Asked,
  answer: () => Promise<{ audience: Audience; found: Found }>,
): Promise<Found> {
  const nothing = { audience: {}, position: null, at: null, starts: null };
  const row = rowOf(context, asked);
  try {
    const { audience, found } = await answer();
    const starts = found.slots.map((slot) => toMinute(slot.startsAt));
    context.keepEvidence({ ...row, audience, ...stateOf(found), starts, outcome: 'answered', reason: null });
    return found;
  } catch (error) {
    const code = refusalOf(error);
    const outcome = code ? 'refused' : 'failed';
    context.keepEvidence({ ...row, ...nothing, outcome, reason: code ?? 'UNEXPECTED' });
    throw error;
  }
}

/** Keeps that somebody could not have a time that she had chosen, and in which state. */
export function keepRefusal(
  context: Context,
  asked: Asked & { audience: Audience },
  found: Found,
  reason: string,
): void {
  const { audience } = asked;
  const row = { ...rowOf(context, asked), audience, ...stateOf(found) };
  context.keepEvidence({ ...row, starts: null, outcome: 'refused', reason });
}

const stateOf = ({ position, at }: Found) => ({ position, at: fromMinute(at) });

function rowOf({ viewer }: Context, asked: Asked) {
  const { offer, from, to, caseworkerId = null, actingFor } = asked;
  const citizenId = actingFor ?? viewer.citizenId;
  return {
    viewerId: viewer.userId,
    citizenId,
    offerId: offer.id,
    from,
    to,
    caseworkerId,
  } satisfies Partial<SlotEvidence>;
}

/** The code that a client is told of an expected error. */
function refusalOf(error: unknown): string | null {
  const { extensions } = error as { extensions?: { code?: unknown } };
  return typeof extensions?.code === 'string' ? extensions.code : null;
}

/** What proves later which starts an answer held: SHA-256 over them, as epoch minutes in order. */
export const digestOf = (starts: readonly number[]): Buffer =>
  createHash('sha256').update(starts.join(',')).digest();
