import { colleaguesFrom, horizonEnd } from './gates.ts';
import type { EngineInput, SlotList } from './model.ts';
import { findSlots } from './slots.ts';
import { localDayOf, startOfLocalDay } from './wall-time.ts';

/**
 * First epoch minute after `now` at which the answer may be another although no row changed; null when time alone
 * changes nothing any more. It may come early (a day that enters the horizon empty), never late.
 * `slots` is the answer to `input`, if it is at hand.
 */
export function nextChangeAt(input: EngineInput, slots: SlotList = findSlots(input)): number | null {
  const { offer, audience, now } = input;
  const candidates = [...input.holdExpiries, horizonStep(input)];
  if (audience.rights === 'citizen') candidates.push(offer.publishedFrom ?? 0, offer.publishedTo ?? 0);
  if (offer.seats === 1) candidates.push(colleaguesFrom(input));
  // A start is open up to and including the minute that lies the notice before it.
  if (slots.starts.length) candidates.push(slots.starts[0]! - offer.noticeMinutes + 1);
  let next = Number.POSITIVE_INFINITY;
  for (const at of candidates) if (at > now && at < next) next = at;
  return Number.isFinite(next) ? next : null;
}

/** The midnight at which the horizon next uncovers a part of the window; Infinity when it covers all. */
function horizonStep(input: EngineInput): number {
  if (horizonEnd(input) >= input.to) return Number.POSITIVE_INFINITY;
  const today = localDayOf(input.zone, input.now);
  // On that day the last day of the horizon is the first day asked for; but tomorrow at the earliest.
  const day = Math.max(today + 1, localDayOf(input.zone, input.from) - input.offer.horizonDays);
  return startOfLocalDay(input.zone, day);
}
