import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const sources = new URL('./', import.meta.url);
const messages = new URL('../messages/', import.meta.url);
const locales = ['da', 'en'] as const;
const parts = readdirSync(new URL('da/', messages));

type Text = { part: string; text: string };

/** The texts of a language by key; a key that stands twice is told with both parts. */
function textsOf(locale: (typeof locales)[number]) {
  const texts = new Map<string, Text>();
  const twice: string[] = [];
  for (const part of parts) {
    const file = readFileSync(new URL(`${locale}/${part}`, messages), 'utf8');
    // Not JSON.parse alone: of a key that stands twice in one file it silently keeps the last.
    const keys = [...file.matchAll(/^ {2}"(\w+)":/gm)].map(([, key]) => key as string);
    const read: Record<string, string> = JSON.parse(file);
    for (const key of keys) {
      const known = texts.get(key);
      if (known) twice.push(`${key} in ${known.part} and ${part}`);
      texts.set(key, { part, text: read[key] as string });
    }
  }
  return { texts, twice };
}

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

/** Every `m.key` in the pages and what they are made of. */
function usedKeys(): Map<string, string> {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(svelte|ts)$/.test(name) && !/(^|\/)generated\/|\.test\.ts$/.test(name),
  );
  const used = new Map<string, string>();
  for (const name of files)
    for (const [, key] of readFileSync(new URL(name, sources), 'utf8').matchAll(/(?<!\/)\bm\.(\w+)/g))
      used.set(key as string, name);
  return used;
}

const { da, en } = { da: textsOf('da'), en: textsOf('en') };
const used = usedKeys();

describe('the texts', () => {
  it.each(locales)('stand once each, %s', (locale) => {
    expect({ da, en }[locale].twice).toEqual([]);
  });

  it('are there in both languages, in the same part', () => {
    const places = ({ texts }: typeof da) => [...texts].map(([key, { part }]) => `${part} ${key}`).sort();
    expect(places(en)).toEqual(places(da));
  });

  it('take the same values in both languages', () => {
    const differing = [...da.texts]
      .filter(([key, { text }]) => {
        const other = en.texts.get(key);
        return other && `${placeholders(text)}` !== `${placeholders(other.text)}`;
      })
      .map(([key]) => key);
    expect(differing).toEqual([]);
  });

  it('are translated: a Danish sentence is not its own English', () => {
    // One word may be the same in both languages; a sentence with a space and a full stop is not.
    const copied = [...da.texts]
      .filter(([key, { text }]) => / .*\.$/.test(text) && en.texts.get(key)?.text === text)
      .map(([key]) => key);
    expect(copied).toEqual([]);
  });

  it('are all used by a page', () => {
    const unused = [...da.texts.keys()].filter((key) => !used.has(key));
    expect(unused).toEqual([]);
  });

  it('are all there that a page uses', () => {
    const missing = [...used].filter(([key]) => !da.texts.has(key)).map(([key, file]) => `${key} in ${file}`);
    expect(missing).toEqual([]);
  });
});
