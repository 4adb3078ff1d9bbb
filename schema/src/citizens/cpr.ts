import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

export type CprKeys = { keyId: string; key: Uint8Array; hashKey: Uint8Array };

const pattern =
  /^(((0[1-9]|1[0-9]|2[0-9]|3[0-1])(01|03|05|07|08|10|12)|(0[1-9]|1[0-9]|2[0-9]|30)(04|06|09|11)|(0[1-9]|1[0-9]|2[0-9])02)[0-9]{6})$/;

/**
 * The ten digits of a CPR number written with or without hyphen or blanks; null when it isn't one. The date is
 * checked; modulus 11 is not: numbers issued since 2007 don't keep it.
 */
export function readCpr(text: string): string | null {
  if (text.length > 20) return null;
  const digits = text.replace(/[\s-]/g, '');
  if (!pattern.test(digits)) return null;
  return leapDayFits(digits) ? digits : null;
}

/** 29 February needs a leap year; digit seven and the year tell the century (CPR-kontoret, personnummerets opbygning). */
function leapDayFits(digits: string): boolean {
  if (!digits.startsWith('2902')) return true;
  const year = Number(digits.slice(4, 6));
  const seventh = Number(digits[6]);
  const century =
    seventh <= 3
      ? 1900
      : seventh === 4 || seventh === 9
        ? year <= 36
          ? 2000
          : 1900
        : year <= 57
          ? 2000
          : 1800;
  const full = century + year;
  return (full % 4 === 0 && full % 100 !== 0) || full % 400 === 0;
}

/** Whether a text has a CPR number in it, written one way or another: it must not be kept as open text then. */
export const mentionsCpr = (text: string) =>
  [...text.matchAll(/(?=(\d\d[\s.-]?\d\d[\s.-]?\d\d[\s-]?\d{4}))/g)].some(
    ([, like = '']) => readCpr(like.replaceAll('.', '')) !== null,
  );

/** `ddmmyy-••••`: what is shown. */
export const maskCpr = (digits: string) => `${digits.slice(0, 6)}-••••`;

/** Keyed hash for look-up; equal numbers give equal hashes under one key. */
export const hashCpr = (keys: CprKeys, digits: string) =>
  createHmac('sha256', keys.hashKey).update(digits).digest();

/** AES-256-GCM: nonce (12 bytes), tag (16), text. */
export function sealCpr(keys: CprKeys, digits: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keys.key, nonce);
  const text = Buffer.concat([cipher.update(digits, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** Opens what `sealCpr` sealed; throws when the key or the bytes are wrong. */
export function openCpr(keys: CprKeys, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', keys.key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
}
