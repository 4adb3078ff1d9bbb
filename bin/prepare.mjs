// What has to be there before Planner or its tests run: the dependencies, and the built pages.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, step } from './tools.mjs';

const installStamp = join(root, 'node_modules', '.planner-install');
const buildStamp = join(root, 'web', 'build', '.planner-build');
const notSources = new Set(['node_modules', 'build', '.svelte-kit', 'paraglide', 'cache']);

/** Installs and builds what is missing or out of date; tells by the contents of files, not by their times. */
export function prepare(env) {
  if (read(installStamp) !== lockHash()) {
    const args = ['install', '--frozen-lockfile', '--config.confirmModulesPurge=false'];
    step('Installing dependencies…', 'pnpm', args, env);
    writeFileSync(installStamp, lockHash());
  }
  if (read(buildStamp) !== sourcesHash()) {
    step('Building the pages…', 'pnpm', ['--filter', '@planner/web', 'build'], env);
    // Afterwards, because building may write generated sources.
    writeFileSync(buildStamp, sourcesHash());
  }
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex');
}

function sourcesHash() {
  const hash = createHash('sha256').update(lockHash());
  const schema = join(root, 'schema', 'schema.graphql');
  for (const file of [schema, ...filesBelow(join(root, 'web'))]) {
    if (existsSync(file))
      hash
        .update(`${file.slice(root.length)}\0`)
        .update(readFileSync(file))
        .update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !notSources.has(name));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
