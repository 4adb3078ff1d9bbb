import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url));

/** `planner start` as a process of its own, in demo mode. */
export type PlannerProcess = {
  readonly url: string;
  readonly pid: number;
  /** All it has written so far, both streams. */
  readonly output: string;
  /** Sends a signal; resolves with the exit code when it has ended, null for one that was killed. */
  end(signal: NodeJS.Signals): Promise<number | null>;
};

/** Resolves when it says that it is ready; throws with what it wrote when it ends before. */
export async function startProcess(options: {
  dataDir: string;
  port: number;
  env?: Record<string, string>;
}): Promise<PlannerProcess> {
  const url = `http://127.0.0.1:${options.port}`;
  const child: ChildProcess = spawn(process.execPath, [main, 'start'], {
    // Not the checkout, whose .env is its owner's.
    cwd: options.dataDir,
    env: {
      PATH: process.env['PATH'],
      PLANNER_DEMO: '1',
      PORT: String(options.port),
      PUBLIC_URL: url,
      DATA_DIR: options.dataDir,
      LOG_LEVEL: 'warn',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk;
        if (output.includes('Planner is ready')) resolve();
      });
    }
  });
  await Promise.race([
    ready,
    ended.then(([code]) => {
      throw new Error(`The planner ended with ${code} before it was ready: ${output}`);
    }),
  ]);
  return {
    url,
    pid: child.pid as number,
    get output() {
      return output;
    },
    async end(signal) {
      child.kill(signal);
      return (await ended)[0];
    },
  };
}
