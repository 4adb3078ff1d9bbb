import { hoursOfDay } from '../availability/day-hours.ts';
import { dayOfIso, startOfLocalDay } from '../availability/engine.ts';
import { fromMinute } from '../availability/slot.ts';
import { scopeOf } from '../bookings/calendar/scope.ts';
import { readCalendar } from '../bookings/calendar/watch.ts';
import type { Context } from '../context.ts';
import { readNow } from '../lock.ts';
import { gaps, type Stretch } from './rules.ts';

/** Shorter pauses between talks are no gap. */
const gapMinutes = 15;

export type Day = { talks: string[]; gaps: Stretch[] };

/**
 * One caseworker's local date: ids of her booked talks by start, and the working time left that nothing takes. In the
 * job centres where the viewer works, too.
 */
export async function readDay(context: Context, caseworkerId: string, date: string): Promise<Day> {
  const { handle, viewer } = context;
  const scope = await scopeOf(handle, viewer, { team: null, caseworkers: [caseworkerId], rooms: [] });
  const centres = [...scope.centres.keys()];
  const hours = await Promise.all(centres.map((centre) => hoursOfDay(handle, centre, caseworkerId, date)));
  const zone = hours[0]?.zone;
  if (!zone) return { talks: [], gaps: [] };
  const [from, to] = [0, 1].map((next) => fromMinute(startOfLocalDay(zone, dayOfIso(date) + next)));
  const window = { from: from as Date, to: to as Date };
  const [{ entries }, now] = await Promise.all([
    readCalendar(context, {
      ...window,
      scope,
      kinds: new Set(['BOOKED', 'HELD', 'SESSION', 'ABSENCE', 'BUSY', 'CLOSED'] as const),
    }),
    readNow(handle),
  ]);
  return {
    talks: entries
      .filter(({ kind, startsAt }) => kind === 'BOOKED' && startsAt >= window.from && startsAt < window.to)
      .sort((a, b) => +a.startsAt - +b.startsAt)
      .flatMap(({ bookingId }) => bookingId ?? []),
    gaps: gaps(
      hours
        .flatMap(({ spans }) => spans)
        .map(([start, end]) => ({ startsAt: fromMinute(start), endsAt: fromMinute(end) }))
        .sort((a, b) => +a.startsAt - +b.startsAt),
      entries,
      now,
      gapMinutes,
    ),
  };
}
