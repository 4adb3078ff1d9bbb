import { readFile, writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './index.ts';

// `node print-sdl.ts` writes schema.graphql; with --check it only compares.
const file = new URL('../schema.graphql', import.meta.url);
const text = `${printSchema(lexicographicSortSchema(schema))}\n`;

if (process.argv.includes('--check')) {
  if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    console.error('schema/schema.graphql is not what the code says. Run: node schema/src/print-sdl.ts');
    process.exitCode = 1;
  }
} else {
  await writeFile(file, text);
}
