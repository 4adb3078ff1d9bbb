import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const planner = (name: string, env: Record<string, string> = {}) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
    execFile(
      process.execPath,
      [main, name],
      { env: { ...process.env, PLANNER_DEMO: '1', ...env } },
      (error, stdout, stderr) => done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

describe('the command line', () => {
  it('lists every command on --help', async () => {
    const { code, stdout } = await planner('--help');
    expect(code).toBe(0);
    for (const name of ['start', 'dev', 'migrate', 'centre', 'seed', 'import', 'token', 'audit', 'doctor'])
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it('names a command that it does not know, shows the others and fails', async () => {
    const { code, stdout, stderr } = await planner('toString');
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('There is no command "toString".');
    expect(stderr).toContain('migrate');
  });

  it('says in a sentence that the demo’s folder cannot be written to', async () => {
    const { code, stderr } = await planner('start', { DATA_DIR: fileURLToPath(import.meta.url) });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The demo cannot be kept in .*: the folder cannot be written to \(\w+\)\. .*\n$/);
  });

  it('whose port is taken says so in a sentence, and is gone', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const DATA_DIR = await mkdtemp(join(tmpdir(), 'planner-taken-'));
    onTestFinished(() => rm(DATA_DIR, { recursive: true }));
    const { code, stderr } = await planner('start', { DATA_DIR, PORT: String(port) });
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^Port ${port} is taken by another program\\. .*\n$`));
  });
});
