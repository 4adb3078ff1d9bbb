import { describe, expect, it } from 'vitest';
import {
  addDays,
  datesFor,
  instantOf,
  isLocalDate,
  localDateOf,
  mondayOf,
  timeLeft,
  wallOf,
  weekNumber,
} from './dates.ts';

describe('words for dates', () => {
  it('writes Danish dates and times as the public sector does', () => {
    const da = datesFor('da');
    expect(da.moment('2026-11-27T08:15:00.000Z')).toBe('fredag den 27.\u00a0november 2026 kl.\u00a09.15');
    expect(da.span('2026-12-01T09:00:00.000Z', '2026-12-01T09:30:00.000Z')).toBe(
      'tirsdag den 1.\u00a0december 2026 kl.\u00a010.00–\u206010.30',
    );
    expect(da.date('2026-12-07')).toBe('mandag den 7.\u00a0december 2026');
    expect(da.shortDate('2026-12-07')).toBe('mandag den 7.\u00a0december');
  });

  it('never parts a day from its month, an hour from its word, or two hours from each other', () => {
    const [from, to] = ['2026-12-01T09:00:00.000Z', '2026-12-01T09:30:00.000Z'];
    for (const words of [datesFor('da'), datesFor('en')]) {
      const texts = [words.span(from, to), words.shortMoment(from), words.date('2026-12-01')];
      for (const text of texts) expect(text).not.toMatch(/\b(\d{1,2}\.?|kl\.|at) |–\d/);
      expect(words.range('2026-11-23', '2026-12-04')).not.toMatch(/\d\.? \p{L}/u);
    }
  });

  it('writes English for those who chose it', () => {
    const text = datesFor('en').moment('2026-11-27T08:15:00.000Z');
    expect(text).toMatch(/^Friday,? 27\u00a0November 2026 at\u00a00?9:15$/);
  });
});

describe('wall time', () => {
  it('follows the job centre through summer time', () => {
    expect(instantOf('2026-11-27T09:15')).toBe('2026-11-27T08:15:00.000Z');
    expect(instantOf('2026-07-01')).toBe('2026-06-30T22:00:00.000Z');
    expect(wallOf('2026-03-29T01:30:00Z')).toBe('2026-03-29T03:30:00');
  });

  it('moves a skipped time forward and takes the first of a doubled one', () => {
    expect(instantOf('2026-03-29T02:30')).toBe('2026-03-29T01:30:00.000Z');
    expect(instantOf('2026-10-25T02:30')).toBe('2026-10-25T00:30:00.000Z');
  });

  it('is right in the afternoon of a day on which the clock changes, too', () => {
    expect(instantOf('2026-03-29T14:00')).toBe('2026-03-29T12:00:00.000Z');
    expect(instantOf('2026-10-25T14:00')).toBe('2026-10-25T13:00:00.000Z');
    expect(wallOf('2026-10-25T13:00:00Z')).toBe('2026-10-25T14:00:00');
    expect(datesFor('da').time('2026-03-29T12:00:00Z')).toBe('14.00');
    expect(addDays('2026-03-28', 1)).toBe('2026-03-29');
    expect(addDays('2026-10-25', 1)).toBe('2026-10-26');
  });

  it('places the late evening on the right local date', () => {
    expect(localDateOf('2026-11-26T23:30:00Z')).toBe('2026-11-27');
  });
});

describe('weeks', () => {
  it('start on Monday and have ISO numbers', () => {
    expect(mondayOf('2026-11-29')).toBe('2026-11-23');
    expect(weekNumber('2026-11-27')).toBe(48);
    expect(weekNumber('2027-01-01')).toBe(53);
    expect(weekNumber('2024-12-30')).toBe(1);
    expect(addDays('2026-12-28', 7)).toBe('2027-01-04');
  });

  it('refuse what is not a date', () => {
    expect(isLocalDate('2026-13-01')).toBe(false);
    expect(isLocalDate('2026-02-30')).toBe(false);
    expect(isLocalDate('i morgen')).toBe(false);
    expect(isLocalDate('2026-11-27')).toBe(true);
  });
});

describe('the time left', () => {
  it.each([
    [600_000, 'da', '10 minutter'],
    [599_100, 'da', '10 minutter'],
    [569_000, 'en', '9 minutes'],
    [61_000, 'da', '1 minut'],
    [60_000, 'da', '60 sekunder'],
    [900, 'en', '1 second'],
    [-5_000, 'da', '0 sekunder'],
  ] as const)('of %i ms is whole minutes, and seconds at the end only (%s)', (leftMs, locale, words) => {
    expect(timeLeft(leftMs, locale)).toBe(words);
  });
});
