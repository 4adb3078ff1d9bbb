// Finds the Node.js and pnpm that Planner is written for, whatever Node.js (18 or newer) runs this file.
// Plain JavaScript without dependencies, because it must run before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const nodeMajor = 24;
const pnpmMajor = 12;
const windows = process.platform === 'win32';

/** The checkout's top folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * The right `node`, and an environment in which `node` and `pnpm` are the right ones: those at hand, or those
 * that npx fetches. npx is only asked where they are and is no parent of what runs later: it would stand
 * between the server and its signals, and quote arguments its own way.
 */
export function findTools() {
  if (Number.parseInt(process.versions.node, 10) === nodeMajor && pnpmIsRight(process.env)) {
    return { node: process.execPath, env: withPath(dirname(process.execPath)) };
  }
  const note = join(root, '.cache', 'tools.json');
  const node = remembered(note) ?? ask(note);
  return { node, env: withPath(binFolder(node)) };
}

/** Runs one step to its end with our terminal; ends this process with the step's exit code when it fails. */
export function step(title, command, args, env) {
  console.log(title);
  // Only fixed arguments come here, so that Windows may use a shell, which its batch files need.
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit', shell: windows });
  if (status === 0) return;
  console.error(`"${[command, ...args].join(' ')}" failed${error ? `: ${error.message}` : ''}.`);
  process.exit(status ?? 1);
}

/**
 * Runs a command with our terminal and ends with its exit code. A terminal sends Ctrl-C to the command as
 * well as to us: we only wait for it then. Every other signal was meant for us alone and is handed on.
 */
export function follow(command, args, env) {
  const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.once('error', (error) => {
    console.error(`${command} could not be started: ${error.message}`);
    process.exit(127);
  });
  const signalNumbers = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (signalNumbers[signal] ?? 1)));
}

function pnpmIsRight(env) {
  const asked = spawnSync('pnpm', ['--version'], { cwd: root, env, encoding: 'utf8', shell: windows });
  return asked.status === 0 && Number.parseInt(asked.stdout, 10) === pnpmMajor;
}

function remembered(note) {
  try {
    const { node } = JSON.parse(readFileSync(note, 'utf8'));
    const pnpm = join(binFolder(node), windows ? 'pnpm.cmd' : 'pnpm');
    return existsSync(node) && existsSync(pnpm) ? node : undefined;
  } catch {
    return undefined;
  }
}

function ask(note) {
  console.log(`Getting Node.js ${nodeMajor} and pnpm ${pnpmMajor} through npx (the first time only)…`);
  const args = ['--yes', '--loglevel=error', '-p', `node@${nodeMajor}`, '-p', `pnpm@${pnpmMajor}`];
  const found = spawnSync('npx', [...args, '--', 'node', '-p', 'process.execPath'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: windows,
  });
  const node = found.stdout?.trim().split('\n').at(-1);
  if (found.status !== 0 || !node || !existsSync(node) || !pnpmIsRight(withPath(binFolder(node)))) {
    console.error(
      `Planner needs Node.js ${nodeMajor} and pnpm ${pnpmMajor}, and npx could not fetch them: install them, then try again.`,
    );
    process.exit(1);
  }
  mkdirSync(dirname(note), { recursive: true });
  writeFileSync(note, `${JSON.stringify({ node })}\n`);
  return node;
}

/** npx lays packages out as node_modules/node/bin/node, with all commands in node_modules/.bin. */
function binFolder(node) {
  return join(dirname(dirname(dirname(node))), '.bin');
}

function withPath(first) {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return {
    ...process.env,
    [name]: `${first}${delimiter}${process.env[name] ?? ''}`,
    // The version is chosen here; pnpm shall not look up, fetch and record the one in package.json besides.
    pnpm_config_pm_on_fail: 'ignore',
  };
}
