import type { Handle, Viewer } from '@planner/db';
import type { Ask, FindSlots, Found } from '../availability/find.ts';
import { minute, type Slot } from '../availability/slot.ts';
import { SlotTaken } from '../refusals.ts';

const week = 7 * 24 * 60 * minute;

/** What is free a week before and after a start that cannot be had. */
export function lookAround(handle: Handle, look: FindSlots, ask: Ask): Promise<Found> {
  const at = ask.from.getTime();
  return look(handle, { ...ask, from: new Date(at - week), to: new Date(at + week) });
}

/** The refusal of the start asked for, with the nearest others out of what is free around it. */
export function taken(viewer: Viewer, ask: Ask, citizenId: string, found: Found): SlotTaken {
  return new SlotTaken(viewer.language, nearest(found.slots, ask.from, 3), { ask, citizenId, found });
}

/** So many of the nearest other starts, earliest first. */
export function nearest(slots: Slot[], startsAt: Date, count: number): Slot[] {
  const distance = (slot: Slot) => Math.abs(slot.startsAt.getTime() - startsAt.getTime());
  return slots
    .filter((slot) => distance(slot) > 0)
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, count)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}
