import type { Handle } from '@planner/db';
import { type EngineInput, findSlots, formsOf, nextChangeAt, type SlotList } from './engine.ts';
import { type Ask, loadInput } from './load-input.ts';
import { fromMinute, type Slot } from './slot.ts';

export type { Ask } from './load-input.ts';

/** The engine's name in the evidence: raise it when the answer to the same input may differ. */
export const engineVersion = '2';

export type Found = {
  slots: Slot[];
  input: EngineInput;
  /** The feed position whose state this is; null when it was read in the asker's transaction. */
  position: string | null;
  /** The instant for which it is the answer, in epoch minutes with fractions. */
  at: number;
  /** Epoch minute from which time alone makes it another answer. */
  until: number;
  /** Whether it is still the answer at this epoch minute and where the feed stands; never when nobody watches over it. */
  holds(now: number): boolean;
};
/** Where the feed stands for a transaction, and the planner's now in epoch minutes with fractions. */
export type Standing = { now: number; position: string };
/**
 * Finds an offer's free times; the handle says from when on the answer must be true. Who has asked where it stands
 * already, together with other things, hands that in.
 */
export type FindSlots = (handle: Handle, ask: Ask, at?: Standing) => Promise<Found>;

export async function standing(handle: Handle): Promise<Standing> {
  const [row] = await handle.query<Standing>(
    'select extract(epoch from planner_now())::float8 / 60 as now, feed_position()::text as position',
  );
  return row as Standing;
}

/** The free times of one offer, from the database as this transaction sees it. */
export const findFreeSlots: FindSlots = async (handle, ask) => {
  const { input, at } = await loadInput(handle, ask);
  return { ...work(input), at, position: null, holds: () => false };
};

/** Lets the engine work on its input. */
export function work(input: EngineInput): Omit<Found, 'position' | 'at' | 'holds'> {
  const list = findSlots(input);
  return { slots: toSlots(input, list), input, until: nextChangeAt(input, list) ?? Number.POSITIVE_INFINITY };
}

/** The engine's columns as slots; ISO text and Date objects are made only here, at the edge. */
function toSlots(input: EngineInput, list: SlotList): Slot[] {
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
      forms: session ? input.offer.forms : formsOf(input, indexes, start),
      sessionId: session?.id ?? null,
    });
  }
  return slots;
}
