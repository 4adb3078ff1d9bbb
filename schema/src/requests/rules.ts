/**
 * The life of a request.
 *
 *   open ──answerRequest (staff)──▶ answered
 *    └──withdrawRequest (citizen)─▶ withdrawn
 *
 * While one is open, none of its citizen's deadlines counts as missed (`deadlines/rules.ts`).
 */
export type State = 'open' | 'answered' | 'withdrawn';
export type Kind = 'time' | 'deadline' | 'call';

export const messageMax = 2000;
const evidenceMaxDays = 92;
const day = 86_400_000;

/** What a citizen can read out on the telephone: `A-2026-004711`. Nothing in it tells who asked or about what. */
export const requestNumber = (year: number, serial: number) => `A-${year}-${String(serial).padStart(6, '0')}`;

/**
 * Until when the times on offer are recorded: to the end of the last day on which the talk may be held, or as far as
 * the offer is open when no deadline is running or its last day is over. Epoch milliseconds.
 */
export function recordedUntil(now: number, lastDayEnds: number | null, horizonDays: number): number {
  if (lastDayEnds !== null && lastDayEnds > now) return Math.min(lastDayEnds, now + evidenceMaxDays * day);
  return now + Math.min(horizonDays, evidenceMaxDays) * day;
}
