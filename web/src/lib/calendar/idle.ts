import type { Later } from '../live/slots-view.svelte.ts';

/** After so long without a key or a pointer a page counts as left alone. */
export const IDLE_MS = 5 * 60_000;
/** A pointer that moves tells so at most this often. */
const TELL_EVERY_MS = 1_000;

/** Tells when the reader has gone, and when she is back. `touch` is called with every sign of life. */
export function idleWatch(
  tell: (idle: boolean) => void,
  { later, now }: { later: Later; now: () => number },
): { touch: () => void; stop: () => void } {
  let cancel = () => {};
  let idle = false;
  let touched = Number.NEGATIVE_INFINITY;
  const wait = () => {
    cancel();
    cancel = later(() => {
      idle = true;
      tell(true);
    }, IDLE_MS);
  };
  wait();
  return {
    touch() {
      if (!idle && now() - touched < TELL_EVERY_MS) return;
      touched = now();
      if (idle) {
        idle = false;
        tell(false);
      }
      wait();
    },
    stop: () => cancel(),
  };
}
