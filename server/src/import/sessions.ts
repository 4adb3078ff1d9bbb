import { emailCell, instantCell, quoted } from './cells.ts';
import type { CsvRow, Headings } from './csv.ts';
import { type Decision, decideEach, RowRefused } from './decision.ts';
import { seatsCell } from './rooms.ts';
import { type Span, timeLines } from './spans.ts';
import type { Taking } from './taken-store.ts';

export const sessionHeadings = {
  jobCentre: { names: ['jobcenter', 'jobcenterkode', 'jobcentre'], required: true },
  offer: { names: ['tilbud', 'offer'], required: true },
  caseworker: { names: ['vejleder', 'vejlederemail', 'caseworker'], required: true },
  start: { names: ['start', 'starttid', 'tidspunkt'], required: true },
  room: { names: ['lokale', 'room'] },
  seats: { names: ['pladser', 'antalpladser', 'seats'] },
} as const satisfies Headings;

export type GroupOffer = {
  id: string;
  centreId: string;
  titles: readonly string[];
  durationMinutes: number;
  seats: number;
  needsRoom: boolean;
};

export type KnownSessions = {
  /** By code. */
  centres: Map<string, { id: string; zone: string }>;
  offers: readonly GroupOffer[];
  /** By e-mail in lower case. */
  caseworkers: Map<string, { id: string; centres: readonly string[] }>;
  rooms: readonly { id: string; centreId: string; name: string; seats: number }[];
  taken: Map<string, Span[]>;
  /** By `sessionKey`; `lastSeat` is the highest that somebody has. */
  sessions: Map<string, { id: string; roomId: string | null; seats: number; lastSeat: number }>;
};

export type SessionWrite =
  | { kind: 'seats'; id: string; seats: number; resources: [string] }
  | {
      kind: 'new';
      id: string;
      offerId: string;
      centreId: string;
      caseworkerId: string;
      roomId: string | null;
      span: Span;
      seats: number;
      takings: Taking[];
      resources: string[];
    };

/** What tells one session from another: the offer, who holds it and when. */
export const sessionKey = (offerId: string, caseworkerId: string, startsAt: number) =>
  `${offerId} ${caseworkerId} ${startsAt}`;

/** Decides each row. A session takes its caseworker and room as soon as it is there; hours are not asked. */
export function planSessions(
  rows: readonly CsvRow[],
  known: KnownSessions,
  newId: () => string,
): Decision<SessionWrite>[] {
  const { overlaps, take } = timeLines(known.taken);
  const seen = new Map<string, number>();
  return decideEach<CsvRow, SessionWrite>(rows, ({ line, cells }) => {
    const centre = known.centres.get(cells['jobCentre'] ?? '');
    if (!centre) throw new RowRefused('There is no job centre with this code.');
    const offer = groupOffer(cells['offer'] ?? '', centre.id);
    const email = emailCell(cells['caseworker'] ?? '');
    const caseworker = known.caseworkers.get(email);
    if (!caseworker?.centres.includes(centre.id))
      throw new RowRefused(`No caseworker of the job centre has the e-mail address ${quoted(email)}.`);
    const room = roomOf(cells['room'] ?? '', centre.id);
    const seats = seatsCell(cells['seats'] ?? '');
    const from = instantCell(cells['start'] ?? '', centre.zone).getTime();

    const key = sessionKey(offer.id, caseworker.id, from);
    const twin = seen.get(key);
    if (twin) throw new RowRefused(`The same session is on line ${twin}.`);
    seen.set(key, line);
    const stored = known.sessions.get(key);
    if (stored) {
      if (room && room.id !== stored.roomId)
        throw new RowRefused('The session has another room in the planner; it stays there.');
      if (seats === null || seats === stored.seats) return { line, outcome: 'unchanged' };
      if (seats < stored.lastSeat)
        throw new RowRefused(`Seat ${stored.lastSeat} of the session is taken; it can have no fewer seats.`);
      const write: SessionWrite = { kind: 'seats', id: stored.id, seats, resources: [stored.id] };
      return { line, outcome: 'changed', write, weight: 1 };
    }

    if (offer.needsRoom && !room) throw new RowRefused('The offer needs a room, and the row names none.');
    const wanted = seats ?? offer.seats;
    if (room && room.seats < wanted)
      throw new RowRefused(`The room has ${room.seats} seats, and the session ${wanted}.`);
    const span = { from, to: from + offer.durationMinutes * 60_000 };
    if (overlaps(caseworker.id, span)) throw new RowRefused('The caseworker is taken at that time.');
    if (room && overlaps(room.id, span)) throw new RowRefused('The room is taken at that time.');
    const takings: Taking[] = [{ id: caseworker.id, kind: 'person', span }];
    if (room) takings.push({ id: room.id, kind: 'room', span });
    for (const { id } of takings) take(id, span);
    const write: SessionWrite = {
      kind: 'new',
      id: newId(),
      offerId: offer.id,
      centreId: centre.id,
      caseworkerId: caseworker.id,
      roomId: room?.id ?? null,
      span,
      seats: wanted,
      takings,
      // Rooms go by their job centre's lock, as in bookings.
      resources: [caseworker.id, ...(room ? [centre.id] : [])],
    };
    return { line, outcome: 'new', write, weight: 1 };
  });

  function groupOffer(title: string, centreId: string): GroupOffer {
    const wanted = title.toLowerCase();
    const found = known.offers.filter((o) => o.centreId === centreId && [...o.titles, o.id].includes(wanted));
    if (found.length > 1) throw new RowRefused(`The job centre has several offers called ${quoted(title)}.`);
    if (!found[0]) throw new RowRefused(`The job centre has no offer called ${quoted(title)}.`);
    if (found[0].seats === 1) throw new RowRefused('The offer is for one citizen at a time.');
    return found[0];
  }

  function roomOf(name: string, centreId: string) {
    if (name === '') return null;
    const wanted = name.toLowerCase();
    const room = known.rooms.find((one) => one.centreId === centreId && one.name.toLowerCase() === wanted);
    if (!room) throw new RowRefused(`The job centre has no room ${quoted(name)}; import the rooms first.`);
    return room;
  }
}
