import { addDays, wallOf } from '../dates.ts';
import type { CalendarEntry } from '../documents/calendar.ts';
import type { Named, Whom } from './whom.ts';

/** An entry on one day: wall minutes, cut at midnight; entries that overlap share the width in lanes. */
export interface Placed {
  entry: CalendarEntry;
  from: number;
  to: number;
  lane: number;
  lanes: number;
}

/** One day of one person or room. `bands` lie behind: what is closed or free. */
export interface Track {
  key: string;
  day: string;
  whose: Named;
  isRoom: boolean;
  bands: Placed[];
  placed: Placed[];
}

const DAY = 24 * 60;
const isBand = ({ kind }: CalendarEntry) => kind === 'FREE' || kind === 'CLOSED';

/** A track for every person and room and every day, in that order, with what lies in it by start. */
export function tracksOf(
  entries: readonly CalendarEntry[],
  { people, rooms }: Pick<Whom, 'people' | 'rooms'>,
  days: readonly string[],
  zone: string,
): Track[] {
  const tracks = [...people, ...rooms].flatMap((whose, index) =>
    days.map((day): Track => {
      return { key: `${whose.id} ${day}`, day, whose, isRoom: index >= people.length, bands: [], placed: [] };
    }),
  );
  const byKey = new Map(tracks.map((track) => [track.key, track]));
  for (const entry of entries) {
    const whose = entry.caseworker?.id ?? entry.room?.id;
    for (const { day, from, to } of daysOf(entry, zone)) {
      const placed = { entry, from, to, lane: 0, lanes: 1 };
      const hit = whose ? [byKey.get(`${whose} ${day}`)] : tracks.filter((track) => track.day === day);
      for (const track of hit) (isBand(entry) ? track?.bands : track?.placed)?.push({ ...placed });
    }
  }
  for (const track of tracks) share(track.placed);
  return tracks;
}

/** Whole hours, in wall minutes, that hold everything that has a time of day; at least `least`. */
export function hoursOf(tracks: readonly Track[], least: readonly [number, number] = [8 * 60, 16 * 60]) {
  let [open, close] = least;
  for (const { placed, bands } of tracks) {
    for (const { entry, from, to } of [...placed, ...bands]) {
      if (entry.kind === 'CLOSED' || to - from >= DAY) continue;
      if (from > 0) open = Math.min(open, from);
      if (to < DAY) close = Math.max(close, to);
    }
  }
  return { open: Math.floor(open / 60) * 60, close: Math.ceil(close / 60) * 60 };
}

/** "9.15" of wall minutes; English "9:15". */
export function clockOf(minutes: number, locale: 'da' | 'en'): string {
  return `${Math.floor(minutes / 60)}${locale === 'da' ? '.' : ':'}${String(minutes % 60).padStart(2, '0')}`;
}

/** "2026-11-27T09:15" of a day and wall minutes. */
export const wallAt = (day: string, minutes: number) =>
  `${day}T${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const minutesOf = (wall: string) => Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));

interface OnDay {
  day: string;
  from: number;
  to: number;
}
/** Formatting instants is what costs here, and entries stay the same objects while others come and go. */
const known = new WeakMap<CalendarEntry, { zone: string; days: OnDay[] }>();

function daysOf(entry: CalendarEntry, zone: string): OnDay[] {
  const before = known.get(entry);
  if (before?.zone === zone) return before.days;
  const [start, end] = [wallOf(entry.startsAt, zone), wallOf(entry.endsAt, zone)];
  const [first, last] = [start.slice(0, 10), end.slice(0, 10)];
  const days: OnDay[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const [from, to] = [day === first ? minutesOf(start) : 0, day === last ? minutesOf(end) : DAY];
    if (to > from) days.push({ day, from, to });
  }
  known.set(entry, { zone, days });
  return days;
}

/** Gives entries that overlap, directly or by others between them, lanes side by side. */
function share(placed: Placed[]): void {
  placed.sort((a, b) => a.from - b.from || b.to - a.to);
  let cluster: Placed[] = [];
  let ends: number[] = [];
  const close = () => {
    for (const one of cluster) one.lanes = ends.length;
    cluster = [];
    ends = [];
  };
  for (const one of placed) {
    if (cluster.length > 0 && ends.every((end) => end <= one.from)) close();
    const free = ends.findIndex((end) => end <= one.from);
    one.lane = free < 0 ? ends.length : free;
    ends[one.lane] = one.to;
    cluster.push(one);
  }
  close();
}
