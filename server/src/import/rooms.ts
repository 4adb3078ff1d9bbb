import { plainCell, quoted } from './cells.ts';
import type { CsvRow, Headings } from './csv.ts';
import { type Decision, decideEach, RowRefused } from './decision.ts';

export const roomHeadings = {
  jobCentre: { names: ['jobcenter', 'jobcenterkode', 'jobcentre'], required: true },
  name: { names: ['lokale', 'navn', 'room', 'name'], required: true },
  place: { names: ['sted', 'placering', 'place'] },
  seats: { names: ['pladser', 'antalpladser', 'seats'] },
} as const satisfies Headings;

export type KnownRoom = { id: string; name: string; place: string | null; seats: number };

export type KnownRooms = {
  /** By code; rooms by name in lower case. */
  centres: Map<string, { id: string; rooms: Map<string, KnownRoom> }>;
};

export type RoomWrite = KnownRoom & { create: boolean; centreId: string };

const seatsUnlessSaid = 2;

/** Decides each row. Job centre and name tell which room it is; a blank cell leaves what is stored. */
export function planRooms(
  rows: readonly CsvRow[],
  known: KnownRooms,
  newId: () => string,
): Decision<RoomWrite>[] {
  const seen = new Map<string, number>();
  return decideEach<CsvRow, RoomWrite>(rows, ({ line, cells }) => {
    const centre = known.centres.get(cells['jobCentre'] ?? '');
    if (!centre) throw new RowRefused('There is no job centre with this code.');
    const name = plainCell(cells['name'] ?? '', 'The room’s name');
    if (name === '') throw new RowRefused('The room’s name is missing.');
    const key = `${centre.id} ${name.toLowerCase()}`;
    const twin = seen.get(key);
    if (twin) throw new RowRefused(`The same room is on line ${twin}.`);
    seen.set(key, line);

    const stored = centre.rooms.get(name.toLowerCase());
    const room = {
      name,
      place: plainCell(cells['place'] ?? '', 'The room’s place') || (stored?.place ?? null),
      seats: seatsCell(cells['seats'] ?? '') ?? stored?.seats ?? seatsUnlessSaid,
    };
    if (stored && room.name === stored.name && room.place === stored.place && room.seats === stored.seats)
      return { line, outcome: 'unchanged' };
    const write = { ...room, id: stored?.id ?? newId(), create: !stored, centreId: centre.id };
    return { line, outcome: stored ? 'changed' : 'new', write, weight: 1 };
  });
}

/** A number of seats; null for a blank cell. */
export function seatsCell(text: string): number | null {
  if (text === '') return null;
  const seats = Number(text);
  if (!/^\d{1,3}$/.test(text) || seats < 1 || seats > 500)
    throw new RowRefused(`${quoted(text)} is not a number of seats from 1 to 500.`);
  return seats;
}
