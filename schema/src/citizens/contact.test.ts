import { describe, expect, it } from 'vitest';
import { readEmail, readPhone } from './contact.ts';

describe('a telephone number', () => {
  it.each([
    ['20000001', '20 00 00 01'],
    ['20 00 00 01', '20 00 00 01'],
    ['+45 20-00-00-01', '20 00 00 01'],
    ['0045 20000001', '20 00 00 01'],
    ['+49 (151) 123 45678', '+4915112345678'],
  ])('%s is kept as %s', (text, kept) => expect(readPhone(text)).toBe(kept));
  it.each(['', '112', '2000000', '0102031234', '010203-1234', 'ring til mig', '+45', '1'.repeat(1_000_000)])(
    '%s is none',
    (text) => expect(readPhone(text)).toBeNull(),
  );
});

describe('an e-mail address', () => {
  it.each([' anna@borger.example ', 'a.b+c@sub.domæne.dk'])('%s is one', (text) =>
    expect(readEmail(text)).toBe(text.trim()),
  );
  it.each([
    '',
    'anna',
    'anna@',
    'anna@borger',
    'anna @borger.dk',
    'a@b@c.dk',
    'a\0b@c.dk',
    `${'a'.repeat(300)}@b.dk`,
  ])('%s is none', (text) => expect(readEmail(text)).toBeNull());
});
