import { describe, expect, it } from 'vitest';
import { createLog } from './log.ts';
import { runUntilSignal } from './run-until-signal.ts';

const log = createLog('silent');
const never = new Promise<void>(() => {});

describe('running until a signal', () => {
  it('stops cleanly on the first, with exit code 0 and no listener left', async () => {
    const before = process.listenerCount('SIGTERM');
    const code = await runUntilSignal(log, async () => {
      process.emit('SIGTERM');
      return async () => {};
    });
    expect(code).toBe(0);
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });

  it('stops at once on the second, with exit code 1', async () => {
    const start = async () => {
      process.emit('SIGINT');
      return () => {
        process.emit('SIGINT');
        return never;
      };
    };
    expect(await runUntilSignal(log, start, { echoMs: 0 })).toBe(1);
  });

  it('takes a signal and its echo for one', async () => {
    const code = await runUntilSignal(log, async () => {
      process.emit('SIGINT');
      process.emit('SIGTERM');
      return async () => {
        process.emit('SIGINT');
      };
    });
    expect(code).toBe(0);
  });

  it('does not wait longer than its grace', async () => {
    const start = async () => {
      process.emit('SIGINT');
      return () => never;
    };
    expect(await runUntilSignal(log, start, { graceMs: 1 })).toBe(1);
  });

  it('passes a failed start on', async () => {
    const start = async () => {
      throw new Error('no port');
    };
    await expect(runUntilSignal(log, start)).rejects.toThrow('no port');
  });
});
