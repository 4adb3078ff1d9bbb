import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { currentDocuments, manifestPath } from './documents-manifest.ts';

const manifest: Record<string, string> = JSON.parse(readFileSync(manifestPath, 'utf8'));

describe('trusted-documents.json', () => {
  it('holds every document the pages send', async () => {
    for (const [id, text] of Object.entries(await currentDocuments())) expect(manifest[id]).toBe(text);
  });

  it('holds one named operation an entry', () => {
    for (const text of Object.values(manifest)) {
      const operations = parse(text).definitions.filter(({ kind }) => kind !== 'FragmentDefinition');
      expect(operations).toMatchObject([{ kind: 'OperationDefinition', name: { kind: 'Name' } }]);
    }
  });
});
