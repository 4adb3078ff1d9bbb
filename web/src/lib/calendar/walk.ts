import type { Placed, Track } from './tracks.ts';

/** Where the keyboard is: on an entry, or on an empty spot of a track at a wall minute. */
export interface Place {
  track: number;
  minute: number;
  entry: string | null;
}

export type Step = 'later' | 'earlier' | 'nextTrack' | 'previousTrack' | 'first' | 'last';

export interface Ground {
  tracks: readonly Track[];
  hours: { open: number; close: number };
  /** How many tracks further the neighbour is: 1 where tracks are columns; in lanes as many as a person has days. */
  across: number;
}

/** Spots lie a quarter of an hour apart. */
export const QUARTER = 15;

/**
 * The place after one step; null when it would leave the grid. Time goes from entry to entry and, between them, by
 * quarters; entries that overlap come one after another, so each is reached.
 */
export function step(place: Place, to: Step, ground: Ground): Place | null {
  const { tracks, hours, across } = ground;
  const track = tracks[place.track];
  if (!track) return null;
  const here = track.placed.find(({ entry }) => entry.id === place.entry);
  /** In lanes the evening is followed by the next morning of the same person. */
  const beside = (days: 1 | -1, minute: number): Place | null => {
    const index = place.track + days;
    const other = tracks[index];
    return across > 1 && other?.whose.id === track.whose.id ? at(index, minute, other) : null;
  };
  switch (to) {
    case 'later':
      return later(place, track, here, hours) ?? beside(1, hours.open);
    case 'earlier':
      return earlier(place, track, here, hours) ?? beside(-1, hours.close - QUARTER);
    case 'first':
      return at(place.track, hours.open, track);
    case 'last':
      return at(place.track, hours.close - QUARTER, track);
    default: {
      const index = place.track + (to === 'nextTrack' ? across : -across);
      const other = tracks[index];
      return other ? at(index, place.minute, other) : null;
    }
  }
}

/** The entry at that minute, the first of several, or else the empty spot. */
export function at(index: number, minute: number, track: Track): Place {
  const hit = track.placed.find(({ from, to }) => from <= minute && minute < to);
  return hit ? onEntry(index, hit) : { track: index, minute, entry: null };
}

const onEntry = (track: number, { entry, from }: Placed): Place => ({ track, minute: from, entry: entry.id });

function later(place: Place, track: Track, here: Placed | undefined, hours: Ground['hours']): Place | null {
  if (here) {
    const next = track.placed[track.placed.indexOf(here) + 1];
    // One that begins before this one ends, or just then.
    if (next && next.from <= here.to) return onEntry(place.track, next);
    // A short entry inside a longer one does not end the longer one's time.
    const end = Math.max(...track.placed.filter(({ from }) => from <= here.from).map(({ to }) => to));
    return end < hours.close ? at(place.track, end, track) : null;
  }
  const quarter = (Math.floor(place.minute / QUARTER) + 1) * QUARTER;
  const next = track.placed.find(({ from }) => from > place.minute && from <= quarter);
  if (next) return onEntry(place.track, next);
  return quarter < hours.close ? at(place.track, quarter, track) : null;
}

function earlier(place: Place, track: Track, here: Placed | undefined, hours: Ground['hours']): Place | null {
  if (here) {
    const before = track.placed[track.placed.indexOf(here) - 1];
    if (before && before.to >= here.from) return onEntry(place.track, before);
  }
  const quarter = (Math.ceil(place.minute / QUARTER) - 1) * QUARTER;
  const index = track.placed.findIndex(({ from, to }) => from < place.minute && to > quarter);
  if (index >= 0) {
    // Of those that overlap the last, as they are gone through forwards.
    let last = index;
    while ((track.placed[last + 1]?.from ?? place.minute) < place.minute) last += 1;
    return onEntry(place.track, track.placed[last] as Placed);
  }
  return quarter >= hours.open ? at(place.track, quarter, track) : null;
}
