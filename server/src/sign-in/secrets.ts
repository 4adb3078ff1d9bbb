import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** 32 random bytes as base64url (43 characters), with a prefix that tells what it is. */
export function newToken(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** What is stored of a token: its SHA-256. No salt is needed against 256 random bits. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Seals a small value for a cookie (AES-256-GCM under a key derived for `use`), valid `seconds` from `now` (ms). */
export function seal(root: Buffer, use: string, value: unknown, now: number, seconds: number): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', derived(root, use), iv);
  const text = JSON.stringify({ until: now + seconds * 1000, value });
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** The sealed value; null when forged, damaged, for another use or out of date. */
export function unseal(root: Buffer, use: string, sealed: string, now: number): unknown {
  try {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', derived(root, use), bytes.subarray(0, 12), {
      authTagLength: 16,
    });
    decipher.setAuthTag(bytes.subarray(12, 28));
    const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    const { until, value } = JSON.parse(text) as { until: number; value: unknown };
    return until > now ? value : null;
  } catch {
    return null;
  }
}

const derived = (root: Buffer, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `planner ${use}`, 32));
