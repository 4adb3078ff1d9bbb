import { addDays, wallOf } from './dates.ts';
import type { Slot } from './documents/document.ts';

export type Daytime = 'all' | 'morning' | 'afternoon';

/** One day of the list; `date` is local. */
export interface Day<S extends Slot = Slot> {
  date: string;
  slots: S[];
}

/** Whether a time lies in the part of the day asked for; noon begins the afternoon. */
export function isIn(daytime: Daytime, startsAt: string, zone: string): boolean {
  if (daytime === 'all') return true;
  const morning = wallOf(startsAt, zone).slice(11) < '12:00:00';
  return (daytime === 'morning') === morning;
}

/** Times by day from Monday to Friday, empty days too, and Saturday or Sunday only when something is free. */
export function daysOf<S extends Slot>(monday: string, slots: readonly S[], zone: string): Day<S>[] {
  const days = Array.from({ length: 7 }, (_, index) => ({ date: addDays(monday, index), slots: [] as S[] }));
  const byDate = new Map(days.map((day) => [day.date, day]));
  for (const slot of slots) byDate.get(wallOf(slot.startsAt, zone).slice(0, 10))?.slots.push(slot);
  return days.filter((day, index) => index < 5 || day.slots.length > 0);
}
