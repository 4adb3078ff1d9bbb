import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('./lib/documents/', import.meta.url);

/** Every document the pages send, by the sha256 (hex) of its text. */
export async function currentDocuments(): Promise<Record<string, string>> {
  const parts: object[] = await Promise.all(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => import(new URL(name, folder).href)),
  );
  const texts = parts.flatMap((part) =>
    Object.entries(part).flatMap(([name, value]) =>
      name.endsWith('Document') ? [value.text as string] : [],
    ),
  );
  return Object.fromEntries(texts.map((text) => [createHash('sha256').update(text).digest('hex'), text]));
}

export const manifestPath = new URL('../trusted-documents.json', import.meta.url);

/**
 * Adds what is new to the checked-in manifest and never removes anything: a page opened before a deployment
 * goes on sending the ids it was built with. With `--check` it only says whether something is missing.
 */
async function main(): Promise<void> {
  const known: Record<string, string> = readKnown();
  const missing = Object.entries(await currentDocuments()).filter(([id]) => !(id in known));
  if (process.argv.includes('--check')) {
    if (missing.length > 0) {
      console.error(
        `${missing.length} documents are missing in trusted-documents.json: run node web/src/documents-manifest.ts`,
      );
      process.exitCode = 1;
    }
    return;
  }
  const all = Object.entries({ ...known, ...Object.fromEntries(missing) });
  all.sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(manifestPath, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}

function readKnown(): Record<string, string> {
  try {
    return JSON.parse(readFileSync(manifestPath, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

if (import.meta.main) await main();
