/** How near the end of a held time is: what is shown and said changes with it, and nothing else does. */
export type HoldPhase = 'calm' | 'minute' | 'seconds' | 'ended';

const MINUTE_MS = 60_000;
/** Enough to reach a button by keyboard or screen reader (WCAG 2.2.1 asks for twenty seconds). */
const LAST_SECONDS_MS = 20_000;

export function holdPhase(leftMs: number): HoldPhase {
  if (leftMs <= 0) return 'ended';
  if (leftMs <= LAST_SECONDS_MS) return 'seconds';
  return leftMs <= MINUTE_MS ? 'minute' : 'calm';
}
