import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { serve } from './start.ts';

const watched = 'PLANNER_WATCHED';

/** The demo for development on one port: Vite reloads the pages, Node starts the rest again when its code changes. */
export async function run(): Promise<number> {
  if (process.env[watched]) return serve({ develop: true });
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--watch', '--watch-preserve-output', main, 'dev'], {
    stdio: 'inherit',
    env: { PLANNER_DEMO: '1', ...process.env, [watched]: '1' },
  });
  // Ctrl-C reaches the child by itself; this process only waits for it.
  process.on('SIGINT', () => {}).on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((done) => child.once('exit', (code) => done(code ?? 1)));
}
