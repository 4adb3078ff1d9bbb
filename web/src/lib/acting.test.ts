import { describe, expect, it } from 'vitest';
import { forParam, keepTo, personOf } from './acting.ts';
import type { Person, Viewer } from './documents/viewer.ts';

const person = (id: string) => ({ id, name: `${id} Holm` }) as Person;
const dina = { citizen: person('dina'), actsFor: [person('erik')] } as Viewer;

describe('whom a page is about', () => {
  it('is the reader herself unless another is named', () => {
    expect(personOf(dina, null)).toMatchObject({ id: 'dina', own: true });
    expect(personOf(dina, 'dina')).toMatchObject({ id: 'dina', own: true });
  });
  it('is who gave her power of attorney when he is named', () => {
    expect(personOf(dina, 'erik')).toMatchObject({ id: 'erik', name: 'erik Holm', own: false });
  });
  it('is nobody when a stranger is named, never the reader by mistake', () => {
    expect(personOf(dina, 'anna')).toBeNull();
    expect(personOf(dina, '')).toBeNull();
  });
});

describe('an address', () => {
  it('is kept to the person acted for, beside what it says already', () => {
    const erik = personOf(dina, 'erik');
    expect(keepTo(erik, '/offers')).toBe('/offers?for=erik');
    expect(keepTo(erik, '/offers?type=7')).toBe('/offers?type=7&for=erik');
    expect(keepTo(personOf(dina, null), '/offers')).toBe('/offers');
  });
  it('carries an id with signs whole', () => {
    const url = new URL(keepTo({ ...person('a+b/c='), own: false }, '/offers'), 'http://x');
    expect(forParam(url)).toBe('a+b/c=');
    expect(forParam(new URL('http://x/'))).toBeUndefined();
  });
});
