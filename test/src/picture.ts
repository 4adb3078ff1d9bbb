import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import type { Browser } from 'playwright-core';
import { PNG } from 'pngjs';

const kept = fileURLToPath(new URL('../browser/snapshots/', import.meta.url));
const output = fileURLToPath(new URL('../.output/', import.meta.url));
const drawnBy = join(kept, 'drawn-by.txt');
/** The edges of letters may differ a little; a line that has moved is more than this. */
const TOLERATED = 0.0005;

export const renewing = process.env['UPDATE_SNAPSHOTS'] === '1';

/** Null when this browser draws as the one that made the kept pictures, else why they can't be compared. */
export async function cannotCompare(browser: Browser): Promise<string | null> {
  const page = await browser.newPage();
  await page.setContent('<p style="font: 20px sans-serif">Aa æøå ✓ ● ‹ هل Вам</p>');
  const sample = createHash('sha256')
    .update(await page.screenshot())
    .digest('hex');
  await page.close();
  const own = `Chromium ${browser.version()}\nfonts ${sample.slice(0, 12)}\n`;
  if (renewing) {
    mkdirSync(kept, { recursive: true });
    writeFileSync(drawnBy, own);
    return null;
  }
  const theirs = readFileSync(drawnBy, 'utf8');
  const told = (text: string) => text.trim().replace('\n', ', ');
  return theirs === own
    ? null
    : `Pictures were drawn by ${told(theirs)}; here it is ${told(own)}: not compared.`;
}

/** What is wrong with a picture beside the kept one of that name, and where both can be looked at; null when nothing. */
export function compare(name: string, drawn: Buffer): string | null {
  const file = join(kept, `${name}.png`);
  if (renewing) {
    writeFileSync(file, drawn);
    return null;
  }
  const leave = (suffix: string, content: Buffer) => {
    mkdirSync(output, { recursive: true });
    const path = join(output, `${name}${suffix}.png`);
    writeFileSync(path, content);
    return path;
  };
  if (!existsSync(file)) return `${name} has never been drawn: see ${leave('', drawn)}.`;
  const [before, now] = [PNG.sync.read(readFileSync(file)), PNG.sync.read(drawn)];
  const { width, height } = before;
  if (width !== now.width || height !== now.height)
    return `${name} was ${width}×${height} and is ${now.width}×${now.height}: see ${leave('', drawn)}.`;
  const difference = new PNG({ width, height });
  const wrong = pixelmatch(before.data, now.data, difference.data, width, height, { threshold: 0.1 });
  if (wrong <= width * height * TOLERATED) return null;
  leave('', drawn);
  return `${name} differs in ${wrong} pixels: see ${leave('-difference', PNG.sync.write(difference))}.`;
}
