import { describe, expect, it } from 'vitest';
import { maxRows, occurrences, withPiece } from './rules.ts';

const zone = 'Europe/Copenhagen';
const span = (startsAt: string, endsAt: string) => ({
  startsAt: new Date(startsAt),
  endsAt: new Date(endsAt),
});

describe('a series', () => {
  it('keeps its wall time over the change of the clocks', () => {
    const spans = occurrences(
      span('2026-10-20T07:00:00Z', '2026-10-20T08:00:00Z'),
      { every: 'week', until: '2026-10-27' },
      zone,
    );
    expect(spans).toEqual([
      span('2026-10-20T07:00:00Z', '2026-10-20T08:00:00Z'),
      span('2026-10-27T08:00:00Z', '2026-10-27T09:00:00Z'),
    ]);
  });

  it('on workdays leaves the weekend out and ends with the last day named', () => {
    const spans = occurrences(
      span('2026-11-26T08:00:00Z', '2026-11-26T09:00:00Z'),
      { every: 'workday', until: '2026-11-30' },
      zone,
    );
    expect(spans.map(({ startsAt }) => startsAt.toISOString().slice(0, 10))).toEqual([
      '2026-11-26',
      '2026-11-27',
      '2026-11-30',
    ]);
  });

  it('is the first stretch alone without a repetition, and nothing when it ends before it begins', () => {
    const first = span('2026-11-26T08:00:00Z', '2026-11-28T09:00:00Z');
    expect(occurrences(first, null, zone)).toEqual([first]);
    expect(occurrences(first, { every: 'week', until: '2026-11-25' }, zone)).toEqual([]);
  });

  it('stops one past the most that may be written', () => {
    const first = span('2026-11-26T08:00:00Z', '2026-11-26T09:00:00Z');
    expect(occurrences(first, { every: 'week', until: '2099-01-01' }, zone)).toHaveLength(maxRows + 1);
  });
});

it('joins added hours to those that they overlap or touch', () => {
  expect(
    withPiece(
      [
        [480, 720],
        [780, 900],
      ],
      [720, 780],
    ),
  ).toEqual([[480, 900]]);
  expect(withPiece([[480, 720]], [1020, 1080])).toEqual([
    [480, 720],
    [1020, 1080],
  ]);
});
