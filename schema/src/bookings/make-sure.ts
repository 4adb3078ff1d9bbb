import type { Handle } from '@planner/db';
import type { EngineInput } from '../availability/engine.ts';
import { type Ask, type Found, findFreeSlots } from '../availability/find.ts';
import { hasQuota } from '../availability/load-input.ts';
import { type Slot, toMinute } from '../availability/slot.ts';
import { lockOneOf } from '../lock.ts';

type Wish = { startsAt: Date; caseworker: string | null };
/** A caseworker whose lock is held, and whether what was seen of her is true under it; null: not asked yet. */
type Locked = { caseworkerId: string; so: boolean | null };

/** The slot that is wished for, if it is among these. */
export function slotAt(slots: Slot[], wish: Wish): Slot | undefined {
  return slots.find(
    (slot) =>
      slot.startsAt.getTime() === wish.startsAt.getTime() &&
      slot.seatsLeft > 0 &&
      (!wish.caseworker || slot.caseworkerIds.includes(wish.caseworker)),
  );
}

const candidates = (slot: Slot, wish: Wish) => (wish.caseworker ? [wish.caseworker] : slot.caseworkerIds);

/**
 * Locks whoever nobody else is just taking, in the order of the assignment. Whether the first of them is as she was
 * seen is asked in the same sending: mostly it is her.
 */
export async function lockLikely(
  handle: Handle,
  ask: Ask,
  seen: Found,
  slot: Slot,
  wish: Wish,
): Promise<Locked> {
  const [first, ...others] = candidates(slot, wish) as [string, ...string[]];
  // A session's seats have its own lock, and its caseworker was taken when it was published.
  const [caseworkerId, so] = await Promise.all([
    slot.sessionId ? first : lockOneOf(handle, [first, ...others], true),
    stillSo(handle, ask, seen, first),
  ]);
  return { caseworkerId, so: caseworkerId === first ? so : null };
}

/**
 * Makes sure of a caseworker under her lock: of the one who is locked, and when she is not free any more of another.
 * Null when none is.
 */
export async function makeSure(
  handle: Handle,
  ask: Ask,
  seen: Found,
  slot: Slot,
  wish: Wish,
  locked: Locked,
): Promise<{ slot: Slot; caseworkerId: string; input: EngineInput } | null> {
  let { caseworkerId, so } = locked;
  for (let left = candidates(slot, wish); ; ) {
    so ??= await stillSo(handle, ask, seen, caseworkerId);
    if (so) return { slot, caseworkerId, input: seen.input };
    const again = await findFreeSlots(handle, { ...ask, among: [caseworkerId] });
    const sure = slotAt(again.slots, wish);
    if (sure?.caseworkerIds.includes(caseworkerId)) return { slot: sure, caseworkerId, input: again.input };
    const others = left.filter((id) => id !== caseworkerId);
    if (others.length === 0) return null;
    const open = slotAt((await findFreeSlots(handle, { ...ask, among: others })).slots, wish);
    left = others.filter((id) => open?.caseworkerIds.includes(id));
    if (left.length === 0) return null;
    caseworkerId = await lockOneOf(handle, left, false);
    so = null;
  }
}

/** Whether what was seen at a feed position is still true of her: then nothing has to be read again. */
async function stillSo(handle: Handle, { offer }: Ask, { position, until }: Found, caseworkerId: string) {
  if (position === null || offer.needsRoom || offer.seats > 1 || hasQuota(offer)) return false;
  const [row] = await handle.query<{ so: boolean }>(
    `select not changed_since($1, $2, $3, $4) and extract(epoch from planner_now()) / 60 < $5::float8 as so`,
    [position, caseworkerId, offer.jobCentreId, offer.id, until],
  );
  return row?.so ?? false;
}

/** The rooms that the engine's input leaves free for a slot. */
export function freeRooms(input: EngineInput, slot: Slot): string[] {
  const from = toMinute(slot.startsAt) - input.offer.roomBufferMinutes;
  const to = toMinute(slot.endsAt) + input.offer.roomBufferMinutes;
  return input.rooms
    .filter(({ busy }) => {
      for (let i = 0; i < busy.length; i += 2)
        if ((busy[i] as number) < to && (busy[i + 1] as number) > from) return false;
      return true;
    })
    .map((room) => room.id);
}
