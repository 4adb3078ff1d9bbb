import { describe, expect, it } from 'vitest';
import { recordedUntil, requestNumber } from './rules.ts';

it('numbers a request so that it can be read out, also the millionth', () => {
  expect(requestNumber(2026, 4711)).toBe('A-2026-004711');
  expect(requestNumber(2026, 1_000_000)).toBe('A-2026-1000000');
});

describe('until when the times on offer are recorded', () => {
  const now = Date.parse('2026-11-24T10:00:00Z');
  const at = (text: string) => Date.parse(text);
  it('is the end of the deadline’s last day of holding', () => {
    expect(recordedUntil(now, at('2026-12-18T23:00:00Z'), 84)).toBe(at('2026-12-18T23:00:00Z'));
  });
  it('is the offer’s horizon without a deadline, or when the last day is over', () => {
    expect(recordedUntil(now, null, 10)).toBe(at('2026-12-04T10:00:00Z'));
    expect(recordedUntil(now, at('2026-11-24T10:00:00Z'), 10)).toBe(at('2026-12-04T10:00:00Z'));
  });
  it('is never longer than free times can be asked for', () => {
    expect(recordedUntil(now, at('2027-12-18T23:00:00Z'), 84)).toBe(at('2027-02-24T10:00:00Z'));
    expect(recordedUntil(now, null, 400)).toBe(at('2027-02-24T10:00:00Z'));
  });
});
