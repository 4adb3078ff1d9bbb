import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

const cache = fileURLToPath(new URL('../../.cache/', import.meta.url));
const installedNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A real browser for tests: the machine's own Chromium or Chrome, else the one from @sparticuz/chromium. */
export async function launchChromium(): Promise<Browser> {
  const { executablePath, env } = installed() ?? (await unpacked());
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    args: [
      // Tests run as root in containers, where Chromium's sandbox cannot; the pages are our own.
      '--no-sandbox',
      // Nothing but the pages under test may be asked for anything.
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-domain-reliability',
      '--no-pings',
      // Containers often have 64 MB of shared memory, too little for a page.
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--font-render-hinting=none',
    ],
  });
}

type Found = { executablePath: string; env: Record<string, string> };

function installed(): Found | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of installedNames) {
      const executablePath = join(folder, name);
      if (folder && existsSync(executablePath)) return { executablePath, env: {} };
    }
  }
  return undefined;
}

/**
 * The package brings compressed files for a server without anything. It would unpack them straight into the
 * temporary folder, where a run cut short leaves half a browser for ever; so they are unpacked beside their
 * place in a process of its own, and renamed.
 */
async function unpacked(): Promise<Found> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const packed = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8')) as { version: string };
  const folder = join(cache, `chromium-${version}`);
  if (!existsSync(folder)) {
    await mkdir(cache, { recursive: true });
    const halfway = await mkdtemp(`${folder}-`);
    const archives = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'].map((name) =>
      join(packed, 'bin', name),
    );
    const script = `import { inflate } from ${JSON.stringify(entry)};
      await Promise.all(${JSON.stringify(archives)}.map((archive) => inflate(archive)));`;
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, TMPDIR: halfway, TMP: halfway, TEMP: halfway },
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(`The browser for tests could not be unpacked: ${run.stderr}`);
    // Another worker may have been faster: its copy is as good.
    await rename(halfway, folder).catch(() => rm(halfway, { recursive: true, force: true }));
  }
  const executablePath = join(folder, 'chromium');
  return { executablePath, env: await environmentFor(executablePath, folder) };
}

/** The machine's own libraries and fonts where it has them, else the package's. */
async function environmentFor(executablePath: string, folder: string): Promise<Record<string, string>> {
  const env: Record<string, string> = {};
  if (!existsSync('/etc/fonts/fonts.conf') || !existsSync('/usr/share/fonts')) {
    // The package's own configuration names folders of the server that it was made for.
    env.FONTCONFIG_FILE = join(folder, 'fonts.conf');
    const places = `<dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir>`;
    const head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">';
    await writeFile(env.FONTCONFIG_FILE, `${head}<fontconfig>${places}</fontconfig>\n`);
  }
  const needed = spawnSync('ldd', [executablePath], { encoding: 'utf8' });
  if (needed.status !== 0 || needed.stdout.includes('not found')) {
    env.LD_LIBRARY_PATH = join(folder, 'al2023', 'lib');
  }
  return env;
}
