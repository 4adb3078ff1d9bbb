import type { Log } from './log.ts';

/**
 * Runs until Ctrl-C (SIGINT) or SIGTERM, then stops cleanly; a second signal, or `graceMs` without an end, stops at
 * once. Resolves with the exit code: 0 after a clean stop, 1 otherwise.
 * `start` begins the work and returns how to stop it; a signal during the start stops right after it.
 *
 * One Ctrl-C may come twice, from the terminal and passed on by who started us (`node --watch` does): what follows
 * within `echoMs` is the same press.
 */
export async function runUntilSignal(
  log: Log,
  start: () => Promise<() => Promise<void>>,
  { graceMs = 15_000, echoMs = 300 } = {},
): Promise<number> {
  let pressedAt: number | undefined;
  let first = () => {};
  let second = () => {};
  const asked = new Promise<void>((done) => {
    first = done;
  });
  const askedTwice = new Promise<'impatient'>((done) => {
    second = () => done('impatient');
  });
  const onSignal = () => {
    if (pressedAt === undefined) {
      pressedAt = performance.now();
      first();
    } else if (performance.now() - pressedAt >= echoMs) second();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  let timer: NodeJS.Timeout | undefined;
  try {
    const stop = await start();
    await asked;
    log.info('Stopping. Press Ctrl-C again to stop at once.');
    const late = new Promise<'late'>((done) => {
      timer = setTimeout(() => done('late'), graceMs);
    });
    const how = await Promise.race([stop().then(() => 'clean' as const), askedTwice, late]);
    if (how === 'clean') log.info('Stopped.');
    else log.warn('Stopped before everything had ended.');
    return how === 'clean' ? 0 : 1;
  } finally {
    clearTimeout(timer);
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
