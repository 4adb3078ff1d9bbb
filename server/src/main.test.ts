import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const planner = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
    execFile(process.execPath, [main, ...args], (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

describe('the command line', () => {
  it('lists every command on --help', async () => {
    const { code, stdout } = await planner('--help');
    expect(code).toBe(0);
    for (const name of ['start', 'dev', 'migrate', 'seed', 'import', 'token', 'audit', 'doctor'])
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it('names a command that it does not know, shows the others and fails', async () => {
    const { code, stdout, stderr } = await planner('toString');
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('There is no command "toString".');
    expect(stderr).toContain('migrate');
  });
});
