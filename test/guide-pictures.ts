/**
 * Takes the pictures of the users' guide anew: `pnpm guide:pictures`. It fills a demo of its own, opens the page that each
 * topic is about in both languages, and writes docs/guide/{da,en}/pictures/<topic>.png; a topic's text shows its picture
 * by `![…](pictures/<topic>.png)`.
 */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchChromium } from './src/chromium.ts';
import { startProcess } from './src/process.ts';

const guide = fileURLToPath(new URL('../docs/guide/', import.meta.url));

/** Where a topic's page is, if not at /administration/<topic>, and who sees it. */
const elsewhere: Record<string, { path: string; as: string }> = {};

const dataDir = await mkdtemp(join(tmpdir(), 'planner-guide-'));
const planner = await startProcess({ dataDir, port: 4790 });
const browser = await launchChromium();
try {
  for (const [locale, language] of [
    ['da', 'da-DK'],
    ['en', 'en-GB'],
  ] as const) {
    await mkdir(`${guide}${locale}/pictures`, { recursive: true });
    for (const file of await readdir(guide + locale)) {
      const [, topic] = /^([\w-]+)\.md$/.exec(file) ?? [];
      if (!topic) continue;
      const { path, as } = elsewhere[topic] ?? {
        path: `/administration/${topic.replace('administration-', '')}`,
        as: 'ida',
      };
      const context = await browser.newContext({
        viewport: { width: 1120, height: 760 },
        locale: language,
      });
      const page = await context.newPage();
      await page.goto(`${planner.url}/sign-in?returnTo=${encodeURIComponent(path)}`);
      await page.locator(`button[value="${as}"]`).click();
      await page.waitForURL(`**${path}`);
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: `${guide}${locale}/pictures/${topic}.png` });
      await context.close();
      process.stdout.write(`${locale}/pictures/${topic}.png\n`);
    }
  }
} finally {
  await browser.close();
  await planner.end('SIGTERM');
  await rm(dataDir, { recursive: true, force: true });
}
