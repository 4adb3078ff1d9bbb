import { expect, it } from 'vitest';
import { phoneWeek } from './phone-week.ts';

const on = (weekday: number, startMinute: number, endMinute: number) => ({ weekday, startMinute, endMinute });

it('gathers weekdays in a row with the same hours', () => {
  const hours = [5, 1, 2, 3, 4].map((weekday) => on(weekday, 480, weekday === 5 ? 840 : 930));
  expect(phoneWeek(hours)).toEqual([
    { from: 1, to: 4, pieces: [[480, 930]] },
    { from: 5, to: 5, pieces: [[480, 840]] },
  ]);
});

it('keeps days apart that have one between them, and a lunch within its day', () => {
  expect(phoneWeek([on(1, 750, 930), on(1, 480, 720), on(3, 480, 930)])).toEqual([
    {
      from: 1,
      to: 1,
      pieces: [
        [480, 720],
        [750, 930],
      ],
    },
    { from: 3, to: 3, pieces: [[480, 930]] },
  ]);
});

it('says nothing of a telephone without hours', () => expect(phoneWeek([])).toEqual([]));
