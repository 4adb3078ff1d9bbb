import { describe, expect, it } from 'vitest';
import { instantCell } from './cells.ts';
import { readBreaks, readHours } from './hours.ts';

const short = (pieces: ReturnType<typeof readHours>) => pieces.map((p) => `${p.weekday} ${p.start}-${p.end}`);

describe('working hours', () => {
  it('are read as people write them', () => {
    expect(short(readHours('man-tir 8-15.30; fre 8-14'))).toEqual(['1 480-930', '2 480-930', '5 480-840']);
    expect(short(readHours('Onsdag 08:00–12.00, 13-15'))).toEqual(['3 480-720', '3 780-900']);
    expect(short(readHours('man, ons og lør 9-10\nsøndag 22-24'))).toEqual([
      '1 540-600',
      '3 540-600',
      '6 540-600',
      '7 1320-1440',
    ]);
  });

  it.each([
    ['man 15-8', 'ends before it begins'],
    ['man 8.75-10', 'not a time of day'],
    ['man 8-25', 'not a time of day'],
    ['xyz 8-10', 'not a weekday'],
    ['fre-man 8-10', 'run backwards'],
    ['man 8-12; man 11-13', 'overlap on a man'],
    ['8-15', 'do not say which days'],
    ['hele dagen', 'is not understood'],
    ['man 010170-1234', '(not shown)'],
  ])('refuse %s', (text, reason) => {
    expect(() => readHours(text)).toThrow(reason);
  });

  it('give a break without days to the days that have room for it', () => {
    const hours = readHours('man 8-15; tir 8-12');
    expect(short(readBreaks('12-12.30', hours))).toEqual(['1 720-750']);
    expect(short(readBreaks('man-tir 11-11.15', hours))).toEqual(['1 660-675', '2 660-675']);
  });
});

describe('a start', () => {
  const at = (text: string) => instantCell(text, 'Europe/Copenhagen').toISOString();

  it('is wall time in the job centre’s zone', () => {
    expect(at('2026-12-01 10.00')).toBe('2026-12-01T09:00:00.000Z');
    expect(at('1-7-2026 10:00')).toBe('2026-07-01T08:00:00.000Z');
  });

  it('means the first of two when the clock is set back, and is refused when it does not exist', () => {
    expect(at('2026-10-25 02.30')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('2026-03-29 03.00')).toBe('2026-03-29T01:00:00.000Z');
    expect(() => at('2026-03-29 02.30')).toThrow('does not exist');
  });

  it.each(['', '2026-02-30 10.00', '2026-12-01', '2026-12-01 24.10', '2026-12-01 10'])(
    'is refused as %j',
    (text) => {
      expect(() => at(text)).toThrow('not valid');
    },
  );
});
