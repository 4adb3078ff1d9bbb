import { describe, expect, it } from 'vitest';
import type { Track } from './tracks.ts';
import { type Ground, type Place, type Step, step } from './walk.ts';

/** A track with entries by id, each from and to a wall minute. */
const track = (who: string, ...entries: [id: string, from: number, to: number][]): Track => ({
  key: `${who} day`,
  day: '2026-11-23',
  whose: { id: who, name: who },
  isRoom: false,
  bands: [],
  placed: entries.map(([id, from, to]) => ({ entry: { id } as never, from, to, lane: 0, lanes: 1 })),
});
const ground = (tracks: Track[], across = 1): Ground => ({
  tracks,
  hours: { open: 480, close: 600 },
  across,
});
const spot = (minute: number, index = 0): Place => ({ track: index, minute, entry: null });

/** Where one is after each of these steps; stops at the edge. */
function walk(from: Place, on: Ground, ...steps: Step[]) {
  const places: (string | number | null)[] = [];
  let place: Place | null = from;
  for (const one of steps) {
    place = place && step(place, one, on);
    places.push(place && (place.entry ?? place.minute));
  }
  return places;
}

describe('step', () => {
  it('goes by quarters over empty time and lands on what is there', () => {
    const on = ground([track('mette', ['a', 510, 555])]);
    expect(walk(spot(480), on, 'later', 'later', 'later', 'later', 'later', 'later')).toEqual([
      495,
      'a',
      555,
      570,
      585,
      null,
    ]);
    expect(walk(spot(570), on, 'earlier', 'earlier', 'earlier', 'earlier')).toEqual([555, 'a', 495, 480]);
  });

  it('reaches every entry, also those that overlap or begin off the quarters', () => {
    const on = ground([track('mette', ['a', 480, 540], ['b', 490, 520], ['c', 547, 560])]);
    expect(walk({ track: 0, minute: 480, entry: 'a' }, on, 'later', 'later', 'later', 'later')).toEqual([
      'b',
      540,
      'c',
      560,
    ]);
    expect(walk(spot(570), on, 'earlier', 'earlier', 'earlier', 'earlier')).toEqual(['c', 540, 'b', 'a']);
  });

  it('goes to the neighbour at the same time, and not beyond the last', () => {
    const on = ground([track('mette'), track('lone', ['a', 490, 560])]);
    expect(walk(spot(510), on, 'nextTrack', 'nextTrack')).toEqual(['a', null]);
    expect(walk(spot(570, 1), on, 'previousTrack')).toEqual([570]);
  });

  it('goes to the ends of the day', () => {
    const on = ground([track('mette', ['a', 580, 600])]);
    expect(walk(spot(510), on, 'first', 'last')).toEqual([480, 'a']);
  });

  it('in lanes, goes on to the next morning of the same person and down to the next one', () => {
    const on = ground([track('mette'), track('mette'), track('lone'), track('lone', ['a', 480, 500])], 2);
    expect(step(spot(585), 'later', on)).toEqual(spot(480, 1));
    expect(step(spot(480, 1), 'earlier', on)).toEqual(spot(585));
    expect(step(spot(585, 1), 'later', on)).toBeNull();
    expect(step(spot(480, 1), 'nextTrack', on)).toEqual({ track: 3, minute: 480, entry: 'a' });
  });
});
