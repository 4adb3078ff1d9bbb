import type { Handle, offer } from '@planner/db';
import { type Audience, type EngineInput, findSlots } from './engine.ts';
import { loadInput } from './load-input.ts';
import { fromMinute, type Slot } from './slot.ts';

/** The engine's name in the evidence: raise it when the answer to the same input may differ. */
export const engineVersion = '1';

export type Ask = {
  offer: typeof offer.$inferSelect;
  /** Start times asked for, half-open. */
  from: Date;
  to: Date;
  audience: Audience;
  caseworkerId?: string | null;
  /** The claim of a booking that is being moved: its own time counts as free. */
  exceptClaim?: string | null;
};

/** The free times of one offer, from the database as this transaction sees it. */
export async function findFreeSlots(
  handle: Handle,
  ask: Ask,
): Promise<{ slots: Slot[]; input: EngineInput }> {
  const { input } = await loadInput(handle, ask);
  return { slots: toSlots(input), input };
}

/** The engine's columns as slots; ISO text and Date objects are made only here, at the edge. */
export function toSlots(input: EngineInput): Slot[] {
  const list = findSlots(input);
  const slots: Slot[] = [];
  for (let i = 0; i < list.starts.length; i++) {
    const session = list.sessions ? input.sessions[list.sessions[i] as number] : undefined;
    const start = list.starts[i] as number;
    const indexes = list.caseworkers.subarray(list.offsets[i], list.offsets[i + 1]);
    slots.push({
      key: session ? session.id : String(start),
      startsAt: fromMinute(start),
      endsAt: fromMinute(session ? session.end : start + input.offer.durationMinutes),
      seatsLeft: list.seatsLeft[i] as number,
      caseworkerIds: session
        ? [...session.caseworkerIds]
        : Array.from(indexes, (k) => input.caseworkers[k]?.id ?? ''),
      sessionId: session?.id ?? null,
    });
  }
  return slots;
}
