import { randomBytes } from 'node:crypto';
import { accessSync, constants, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Base64 of 32 random bytes each. */
export interface DemoKeys {
  cprKey: string;
  cprHashKey: string;
  sealKey: string;
  clientSecret: string;
}

/**
 * The demo's keys, made once and kept in `dataDir/keys.json` (mode 600): without them the demo's stored CPR
 * numbers could not be read after a restart.
 */
export function demoKeys(dataDir: string): DemoKeys {
  const path = join(dataDir, 'keys.json');
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `The demo cannot be kept in ${dataDir}: the folder cannot be written to (${code}). Choose another with DATA_DIR.`,
    );
  }
  const draft = `${path}.${process.pid}`;
  const key = () => randomBytes(32).toString('base64');
  const fresh: DemoKeys = { cprKey: key(), cprHashKey: key(), sealKey: key(), clientSecret: key() };
  try {
    return read(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  // A link fails when the name exists, so of two first starts one wins and both read the winner's whole file.
  writeFileSync(draft, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return read(path);
}

function read(path: string): DemoKeys {
  const text = readFileSync(path, 'utf8');
  try {
    const keys = JSON.parse(text) as DemoKeys;
    for (const name of ['cprKey', 'cprHashKey', 'sealKey', 'clientSecret'] as const)
      if (Buffer.from(keys[name], 'base64').length !== 32) throw new Error(name);
    return keys;
  } catch {
    throw new Error(`${path} is not a file of demo keys; remove the whole demo folder to start afresh.`);
  }
}
