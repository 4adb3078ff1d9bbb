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
    const starts = toldOf(found);
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

/** A start in epoch minutes; with its forms, as "29345670:PHONE+DIGITAL", where they are not all of the offer's. */
export type ToldStart = number | string;

/**
 * What is proved of an answer: its starts in order, each with its forms where somebody's form span leaves some out. An
 * answer that none touches is the same as before there were any.
 */
export function toldOf({ slots, input }: Pick<Found, 'slots' | 'input'>): ToldStart[] {
  return slots.map(({ startsAt, forms }) =>
    forms.length === input.offer.forms.length
      ? toMinute(startsAt)
      : `${toMinute(startsAt)}:${forms.join('+')}`,
  );
}

/** SHA-256 over what was told. */
export const digestOf = (starts: readonly ToldStart[]): Buffer =>
  createHash('sha256').update(starts.join(',')).digest();
