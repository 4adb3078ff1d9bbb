import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { currentDocuments, manifestPath } from './documents-manifest.ts';

const manifest: Record<string, string> = JSON.parse(readFileSync(manifestPath, 'utf8'));

describe('trusted-documents.json', () => {
  it('holds every document the pages send', () => {
    for (const [id, text] of Object.entries(currentDocuments())) expect(manifest[id]).toBe(text);
  });

  it('holds one named operation an entry', () => {
    for (const text of Object.values(manifest)) {
      const [operation, ...rest] = parse(text).definitions;
      expect(rest).toEqual([]);
      expect(operation).toMatchObject({ kind: 'OperationDefinition', name: { kind: 'Name' } });
    }
  });
});
