import { createHash } from 'node:crypto';
import { type Handle, idempotency, type Viewer } from '@planner/db';
import { and, eq } from 'drizzle-orm';
import { InvalidInput, KeyReused, type Language } from './refusals.ts';

/** What every input says of its key. */
export const key =
  'Makes a repeated request one: the same key and input lead to the same entity. 8–200 characters, per viewer.';

/** PostgreSQL keeps neither a zero byte nor half a surrogate pair. */
export function keepStorable(path: string, text: string | null, language: Language) {
  if (text && (text.includes('\0') || !text.isWellFormed())) {
    throw new InvalidInput(path, sentence.strangeCharacter[language]);
  }
}

/**
 * What was made under this key by the same input before; null the first time. Takes the key's lock first, so that a
 * twin waits and then finds it. Throws `KeyReused` when the input differs. Only successes are remembered.
 */
export async function replayed(
  handle: Handle,
  viewer: Viewer,
  key: string,
  input: object,
): Promise<string | null> {
  keepStorable('idempotencyKey', key, viewer.language);
  if (key.length < 8 || key.length > 200) {
    throw new InvalidInput('idempotencyKey', sentence.keyLength[viewer.language]);
  }
  const stored = storedKey(viewer.userId as string, key);
  const [, [row]] = await Promise.all([
    handle.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [stored]),
    handle.db
      .select()
      .from(idempotency)
      .where(and(eq(idempotency.viewerId, viewer.userId as string), eq(idempotency.key, stored))),
  ]);
  if (!row) return null;
  if (!Buffer.from(row.inputHash).equals(hash(input))) throw new KeyReused(viewer.language);
  return row.entityId;
}

export async function remember(handle: Handle, viewer: Viewer, key: string, input: object, entityId: string) {
  const viewerId = viewer.userId as string;
  await handle.db
    .insert(idempotency)
    .values({ viewerId, key: storedKey(viewerId, key), inputHash: hash(input), entityId });
}

/** A command whose repetition leads to the entity that it made or changed the first time. Returns that entity's id. */
export async function once(
  handle: Handle,
  viewer: Viewer,
  input: { idempotencyKey: string },
  work: () => Promise<string>,
): Promise<string> {
  const known = await replayed(handle, viewer, input.idempotencyKey, input);
  if (known) return known;
  const id = await work();
  await remember(handle, viewer, input.idempotencyKey, input, id);
  return id;
}

/** A client may choose any key, a citizen's number too: only its digest is kept. */
export const storedKey = (viewerId: string, key: string) =>
  createHash('sha256').update(`${viewerId} ${key}`).digest('base64url');

const sentence = {
  strangeCharacter: {
    da: 'Teksten har et tegn, som vi ikke kan gemme.',
    en: 'The text has a character that we cannot keep.',
  },
  keyLength: {
    da: 'En idempotencyKey har 8 til 200 tegn.',
    en: 'An idempotencyKey has 8 to 200 characters.',
  },
} as const;

const hash = (input: object) =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest();
