import { expect, it } from 'vitest';
import { placesOf } from './places.ts';

const offer = (id: string, place: string | null, more: { seats?: number; code?: number } = {}) => ({
  id,
  place,
  seats: more.seats ?? 1,
  interviewType: { code: more.code ?? 7 },
});
const here = offer('here', null);

it('names each place once, this offer’s own first', () => {
  const others = [offer('harbour', 'Havnen'), here, offer('also here', null), offer('pier', 'Havnen')];
  expect(placesOf(here, others)).toEqual([
    { offer: 'here', place: null },
    { offer: 'harbour', place: 'Havnen' },
  ]);
});

it('leaves out other kinds of talk, and groups where this one is for one', () => {
  const others = [offer('cv', 'Havnen', { code: 10 }), offer('group', 'Salen', { seats: 12 })];
  expect(placesOf(here, others)).toEqual([{ offer: 'here', place: null }]);
});
