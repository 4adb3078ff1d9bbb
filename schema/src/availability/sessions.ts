import { quotaOpen } from './caps.ts';
import type { EngineInput, SlotList } from './model.ts';
import { type LocalDays, localDayOf } from './wall-time.ts';

/**
 * Slots of a group offer: its published sessions that start in [earliest, latest) and have seats left. A session
 * took its caseworkers' and room's time when it was published, so their calendars are not asked again.
 */
export function findSessions(
  input: EngineInput,
  earliest: number,
  latest: number,
  quota: { day: number[]; week: number[] } | null,
  days: LocalDays,
): SlotList {
  const open = input.sessions
    .map((_, index) => index)
    .filter((index) => {
      const session = input.sessions[index]!;
      if (session.start < earliest || session.start >= latest || session.seatsTaken >= session.seats)
        return false;
      return quotaOpen(quota, localDayOf(input.zone, session.start) - days.first);
    })
    .sort((a, b) => input.sessions[a]!.start - input.sessions[b]!.start || a - b);
  const offsets = [0];
  const caseworkers: number[] = [];
  for (const index of open) {
    input.caseworkers.forEach((caseworker, c) => {
      if (input.sessions[index]!.caseworkerIds.includes(caseworker.id)) caseworkers.push(c);
    });
    offsets.push(caseworkers.length);
  }
  return {
    starts: Int32Array.from(open, (index) => input.sessions[index]!.start),
    offsets: Int32Array.from(offsets),
    caseworkers: Uint16Array.from(caseworkers),
    seatsLeft: Int32Array.from(
      open,
      (index) => input.sessions[index]!.seats - input.sessions[index]!.seatsTaken,
    ),
    sessions: Int32Array.from(open),
  };
}
