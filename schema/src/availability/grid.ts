import type { OfferRules } from './model.ts';
import type { LocalDays } from './wall-time.ts';

/**
 * The minute from which the grid counts at `at` (epoch minutes): the beginning of the piece, or the midnight
 * that the clock on the wall reckons from, which a clock change moves within the day.
 */
export function gridOrigin(
  offer: OfferRules,
  days: LocalDays,
  row: number,
  pieceStart: number,
  at: number,
): number {
  if (offer.gridFrom === 'piece') return pieceStart;
  return at >= days.turn[row]! ? days.zeroAfter[row]! : days.zero[row]!;
}

/** First minute at or after `at` that lies a whole number of grid steps from `origin`. */
export function onGrid(origin: number, gridMinutes: number, at: number): number {
  const past = (at - origin) % gridMinutes;
  return past === 0 ? at : at - past + (past > 0 ? gridMinutes : 0);
}
