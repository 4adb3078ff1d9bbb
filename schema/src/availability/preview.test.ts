import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestChange, changeText } from './best-change.ts';
import { findSlots, packSpans } from './engine.ts';
import { engineInput } from './inputs.ts';
import { heatOf, whyCell } from './preview.ts';
import { always, at, caseworker, thursday } from './testing.ts';

const week = { from: at('2026-03-01T23:00Z'), to: at('2026-03-08T23:00Z') };
const inWords = (input: Parameters<typeof whyCell>[0], weekday: number, hour: number) =>
  whyCell(input, weekday, hour).map(({ day, times, reasons }) => [
    day,
    times,
    ...reasons.map(({ verdict, caseworkers }) => `${verdict.rule} ${caseworkers}`),
  ]);
const best = (input: Parameters<typeof bestChange>[0]) => {
  const found = bestChange(input, findSlots(input).starts.length);
  return found && changeText(found, 'da', input.zone);
};

describe('the preview of an offer', () => {
  it('counts starts by weekday and hour, zeros within working hours too', () => {
    const { times, cells, weeks } = heatOf(thursday({}, week));
    expect(times).toBe(4);
    expect(cells.filter((cell) => cell.times > 0)).toEqual([
      { weekday: 4, hour: 8, times: 2 },
      { weekday: 4, hour: 9, times: 2 },
    ]);
    expect(cells).toHaveLength(14);
    expect(weeks).toEqual([{ monday: '2026-03-02', times: 4 }]);
  });

  it('counts every start once, across clock changes too', () => {
    fc.assert(
      fc.property(engineInput(), (input) => {
        const { times, cells, weeks } = heatOf(input);
        const sum = (rows: { times: number }[]) => rows.reduce((all, row) => all + row.times, 0);
        expect([sum(cells), sum(weeks)]).toEqual([times, times]);
        expect(times).toBe(findSlots(input).starts.length);
      }),
      { numRuns: 60 },
    );
  });

  it('says why an hour is closed: of everybody, or of how many', () => {
    const away = caseworker('bo', {
      absences: packSpans([[at('2026-03-05T07:00Z'), at('2026-03-05T09:00Z')]]),
    });
    const full = thursday({ noticeMinutes: 1440 }, { ...week, caseworkers: [caseworker('anna'), away] });
    expect(inWords(full, 4, 8)).toEqual([['2026-03-05', 0, 'notice null']]);
    const closed = thursday({}, { ...week, caseworkers: [away, caseworker('carl', { hours: [] })] });
    expect(inWords(closed, 4, 8)).toEqual([['2026-03-05', 0, 'absence 1', 'hours 1']]);
    expect(inWords(thursday({}, week), 4, 8)).toEqual([['2026-03-05', 2]]);
    expect(inWords(thursday({}, { ...week, caseworkers: [] }), 4, 8)).toEqual([
      ['2026-03-05', 0, 'competence null'],
    ]);
  });
});

describe('the change that helps most', () => {
  it('is found among several, and said with what it gives', () => {
    expect(best(thursday({ noticeMinutes: 1440 }, week))).toBe(
      'Sæt varslet ned til 2 timer og få 4 tider mere.',
    );
    expect(
      best(
        thursday(
          { bufferAfterMinutes: 10, dailyCap: 1, quotaPerDay: 1 },
          {
            ...week,
            quotaUsed: [{ day: '2026-03-05', count: 1 }],
          },
        ),
      ),
    ).toBe('Hæv kvoten om dagen til 2 og få 4 tider mere.');
  });

  it('may be a break that lies badly', () => {
    const breaks = [{ weekday: 4, startMinute: 495, endMinute: 525, ...always }];
    const input = thursday(
      { durationMinutes: 20 },
      { ...week, caseworkers: [caseworker('anna', { breaks })] },
    );
    expect(best(input)).toBe('Flyt pausen kl. 8.15 til kl. 7.45 og få 1 tid mere.');
  });

  it('is none where everything is open already', () => {
    expect(best(thursday({ durationMinutes: 15 }, week))).toBeNull();
  });
});
