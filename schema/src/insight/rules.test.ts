import { expect, it } from 'vitest';
import { gaps, lightOf, outOfSight } from './rules.ts';

const at = (time: string) => new Date(`2026-11-27T${time}:00Z`);
const span = (from: string, to: string) => ({ startsAt: at(from), endsAt: at(to) });

it('leaves what nothing takes, past what has gone, and no crumbs', () => {
  const hours = [span('08:00', '12:00'), span('12:30', '15:00')];
  const taken = [
    span('09:00', '09:50'),
    span('08:30', '09:30'),
    span('10:00', '11:00'),
    span('14:00', '16:00'),
  ];
  expect(gaps(hours, taken, at('08:05'), 15)).toEqual([
    span('08:05', '08:30'),
    span('11:00', '12:00'),
    span('12:30', '14:00'),
  ]);
});

it('is nothing on a day that is closed, and all of one that is empty', () => {
  expect(gaps([span('08:00', '12:00')], [span('00:00', '23:00')], at('00:00'), 15)).toEqual([]);
  expect(gaps([span('08:00', '12:00')], [], at('00:00'), 15)).toEqual([span('08:00', '12:00')]);
});

it('has the national limits, and tells no count that points at somebody', () => {
  expect([76, 75, 60, 59].map(lightOf)).toEqual(['green', 'yellow', 'yellow', 'red']);
  expect([0, 1, 4, 5].map(outOfSight)).toEqual([0, null, null, 5]);
});
