import { describe, expect, it } from 'vitest';
import { hashCpr, maskCpr, openCpr, readCpr, sealCpr } from './cpr.ts';

const keys = { keyId: 'k1', key: new Uint8Array(32).fill(1), hashKey: new Uint8Array(32).fill(2) };

describe('a CPR number', () => {
  it.each(['010203-1234', '0102031234', '010203 1234', '290204-4000', '311299-9999'])('reads %s', (text) => {
    expect(readCpr(text)).toMatch(/^\d{10}$/);
  });
  it.each([
    '310203',
    '3102031234',
    '0113031234',
    '3104001234',
    '290203-1000',
    '',
    '0102O31234',
    '1'.repeat(1_000_000),
  ])('refuses what is not one', (text) => expect(readCpr(text)).toBeNull());
  it('is masked but for its date', () => expect(maskCpr('0102031234')).toBe('010203-••••'));
  it('opens only with its key', () => {
    const sealed = sealCpr(keys, '0102031234');
    expect(openCpr(keys, sealed)).toBe('0102031234');
    expect(() => openCpr({ ...keys, key: new Uint8Array(32).fill(9) }, sealed)).toThrow();
    expect(sealed.toString('latin1')).not.toContain('0102031234');
  });
  it('is found by its hash and never sealed twice alike', () => {
    expect(hashCpr(keys, '0102031234')).toEqual(hashCpr(keys, '0102031234'));
    expect(sealCpr(keys, '0102031234')).not.toEqual(sealCpr(keys, '0102031234'));
  });
});
