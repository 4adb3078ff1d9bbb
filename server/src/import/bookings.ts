import { cprCell, emailCell, instantCell, quoted } from './cells.ts';
import type { CsvRow, Headings } from './csv.ts';
import { type Decision, decideEach, RowRefused } from './decision.ts';
import { sessionKey } from './sessions.ts';
import { padded, type Span, timeLines } from './spans.ts';
import type { Taking } from './taken-store.ts';

export const bookingHeadings = {
  cpr: { names: ['cpr', 'cprnummer', 'personnummer'], required: true },
  caseworker: { names: ['vejleder', 'vejlederemail', 'caseworker'], required: true },
  start: { names: ['start', 'starttid', 'tidspunkt'], required: true },
  form: { names: ['form', 'samtaleform'] },
  interviewType: { names: ['samtaletype', 'interviewtype'] },
  offer: { names: ['tilbud', 'offer'] },
  minutes: { names: ['varighed', 'minutter', 'minutes'] },
  room: { names: ['lokale', 'room'] },
} as const satisfies Headings;

export type KnownOffer = {
  id: string;
  centreId: string;
  titles: readonly string[];
  interviewType: number;
  forms: readonly string[];
  durationMinutes: number;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  roomBufferMinutes: number;
  needsRoom: boolean;
  seats: number;
};

export type KnownCalendar = {
  zones: Map<string, string>;
  interviewTypes: ReadonlySet<number>;
  offers: readonly KnownOffer[];
  /** By e-mail in lower case. */
  caseworkers: Map<string, { id: string; centres: readonly string[] }>;
  /** By keyed hash of the CPR number. */
  citizens: Map<string, { id: string; centreId: string }>;
  /** In id order. */
  rooms: readonly { id: string; centreId: string; name: string }[];
  /** Group sessions by `sessionKey`; `left` counts free seats. */
  sessions: Map<string, { id: string; span: Span; left: number }>;
  /** By resource: when caseworkers and rooms (with buffers) and citizens are taken. */
  taken: Map<string, Span[]>;
  /** By `bookingKey`. */
  bookings: Map<string, { id: string; status: string; form: string }>;
};

export type BookingWrite =
  | { kind: 'form'; id: string; form: string; resources: [] }
  | {
      kind: 'new';
      id: string;
      centreId: string;
      offerId: string | null;
      interviewType: number;
      citizenId: string;
      caseworkerId: string;
      roomId: string | null;
      /** Of a seat in a group session, which has taken its caseworker and room already. */
      sessionId: string | null;
      form: string;
      talk: Span;
      takings: Taking[];
      resources: string[];
    };

/** Whose talk with whom and when: what tells a talk in another system apart from the next. */
export const bookingKey = (citizenId: string, caseworkerId: string, startsAt: number) =>
  `${citizenId} ${caseworkerId} ${startsAt}`;

/**
 * Decides each row. Working hours are not asked: the talk is agreed already. A talk that was cancelled in the planner
 * stays cancelled, whatever the file says.
 */
export function planBookings(
  rows: readonly CsvRow[],
  known: KnownCalendar,
  hash: (cpr: string) => string,
  newId: () => string,
): Decision<BookingWrite>[] {
  const { overlaps, take } = timeLines(known.taken);
  const seats = new Map([...known.sessions].map(([key, { left }]) => [key, left]));
  const seen = new Map<string, number>();
  return decideEach<CsvRow, BookingWrite>(rows, ({ line, cells }) => {
    const citizen = known.citizens.get(hash(cprCell(cells['cpr'] ?? '')));
    if (!citizen)
      throw new RowRefused('No citizen with this CPR number is known; import the citizens first.');
    const email = emailCell(cells['caseworker'] ?? '');
    const caseworker = known.caseworkers.get(email);
    if (!caseworker?.centres.includes(citizen.centreId))
      throw new RowRefused(
        `No caseworker of the citizen’s job centre has the e-mail address ${quoted(email)}.`,
      );
    const offer = offerOf(cells['offer'] ?? '', citizen.centreId);
    const interviewType = typeOf(cells['interviewType'] ?? '', offer);
    const form = formOf(cells['form'] ?? '', offer);
    const minutes = minutesOf(cells['minutes'] ?? '', offer);
    const from = instantCell(cells['start'] ?? '', known.zones.get(citizen.centreId) as string).getTime();

    const key = bookingKey(citizen.id, caseworker.id, from);
    const twin = seen.get(key);
    if (twin) throw new RowRefused(`The same talk is on line ${twin}.`);
    seen.set(key, line);
    const stored = known.bookings.get(key);
    if (stored?.status === 'booked' && stored.form === form) return { line, outcome: 'unchanged' };
    if (stored?.status === 'booked')
      return {
        line,
        outcome: 'changed',
        write: { kind: 'form', id: stored.id, form, resources: [] },
        weight: 1,
      };
    if (stored && stored.status !== 'held')
      throw new RowRefused('This talk was cancelled or moved in the planner since; it stays so.');

    const session = sessionOf(offer, caseworker.id, from);
    const talk = session?.span ?? { from, to: from + minutes * 60_000 };
    const takings: Taking[] = [{ id: citizen.id, kind: 'citizen', span: talk }];
    let room: string | null = null;
    if (!session) {
      const span = padded(talk, offer?.bufferBeforeMinutes ?? 0, offer?.bufferAfterMinutes ?? 0);
      if (overlaps(caseworker.id, span)) throw new RowRefused('The caseworker is taken at that time.');
      takings.push({ id: caseworker.id, kind: 'person', span });
      const inRoom = padded(talk, offer?.roomBufferMinutes ?? 0, offer?.roomBufferMinutes ?? 0);
      room = roomOf(cells['room'] ?? '', citizen.centreId, offer, inRoom);
      if (room) takings.push({ id: room, kind: 'room', span: inRoom });
    }
    if (overlaps(citizen.id, talk)) throw new RowRefused('The citizen has another talk at that time.');
    for (const { id, span } of takings) take(id, span);
    if (session) seats.set(session.key, session.left - 1);
    const write: BookingWrite = {
      kind: 'new',
      id: newId(),
      centreId: citizen.centreId,
      offerId: offer?.id ?? null,
      interviewType,
      citizenId: citizen.id,
      caseworkerId: caseworker.id,
      roomId: room,
      sessionId: session?.id ?? null,
      form,
      talk,
      takings,
      // Whoever needs a room waits for the job centre's turn, as in bookings.
      resources: [citizen.id, session?.id ?? caseworker.id, ...(room ? [citizen.centreId] : [])],
    };
    return { line, outcome: 'new', write, weight: 1 };
  });

  function sessionOf(offer: KnownOffer | null, caseworkerId: string, from: number) {
    if (!offer || offer.seats === 1) return null;
    const key = sessionKey(offer.id, caseworkerId, from);
    const session = known.sessions.get(key);
    if (!session)
      throw new RowRefused('The caseworker has no session of this offer then; import the sessions first.');
    const left = seats.get(key) ?? 0;
    if (left < 1) throw new RowRefused('The session is full.');
    return { ...session, key, left };
  }

  /** The room that the row names, or the first free one where the offer needs one. */
  function roomOf(name: string, centreId: string, offer: KnownOffer | null, span: Span): string | null {
    const rooms = known.rooms.filter((room) => room.centreId === centreId);
    if (name === '') {
      if (!offer?.needsRoom) return null;
      const free = rooms.find((room) => !overlaps(room.id, span));
      if (!free) throw new RowRefused('No room of the job centre is free at that time.');
      return free.id;
    }
    const named = rooms.find((room) => room.name.toLowerCase() === name.toLowerCase());
    if (!named) throw new RowRefused(`The job centre has no room ${quoted(name)}; import the rooms first.`);
    if (overlaps(named.id, span)) throw new RowRefused('The room is taken at that time.');
    return named.id;
  }

  function offerOf(title: string, centreId: string): KnownOffer | null {
    if (title === '') return null;
    const wanted = title.toLowerCase();
    const found = known.offers.filter((o) => o.centreId === centreId && [...o.titles, o.id].includes(wanted));
    if (found.length > 1) throw new RowRefused(`The job centre has several offers called ${quoted(title)}.`);
    if (!found[0]) throw new RowRefused(`The job centre has no offer called ${quoted(title)}.`);
    return found[0];
  }

  function typeOf(text: string, offer: KnownOffer | null): number {
    if (text === '' && offer) return offer.interviewType;
    if (text === '') throw new RowRefused('The row names neither an interview type nor an offer.');
    if (!/^\d{1,4}$/.test(text) || !known.interviewTypes.has(Number(text)))
      throw new RowRefused(`There is no interview type ${quoted(text)}.`);
    if (offer && offer.interviewType !== Number(text))
      throw new RowRefused('The interview type is another than the offer’s.');
    return Number(text);
  }
}

const forms: readonly [RegExp, string][] = [
  [/^(in_person|personlig[t]?|(personligt )?fremmøde|fysisk)$/i, 'IN_PERSON'],
  [/^(phone|telefon|telefonisk)$/i, 'PHONE'],
  [/^(digital|digitalt|digitalt møde|video|online)$/i, 'DIGITAL'],
  [/^(workplace|virksomhed|arbejdsplads|på arbejdspladsen|på virksomheden)$/i, 'WORKPLACE'],
];

function formOf(text: string, offer: KnownOffer | null): string {
  if (text === '') return offer?.forms[0] ?? 'IN_PERSON';
  const form = forms.find(([names]) => names.test(text))?.[1];
  if (!form) throw new RowRefused(`The interview form ${quoted(text)} is not known.`);
  if (offer && !offer.forms.includes(form))
    throw new RowRefused('The offer does not have this interview form.');
  return form;
}

function minutesOf(text: string, offer: KnownOffer | null): number {
  if (text === '' && offer) return offer.durationMinutes;
  const minutes = Number(text);
  if (!/^\d{1,3}$/.test(text) || minutes < 5 || minutes > 480)
    throw new RowRefused('Without an offer the row needs a duration of 5 to 480 minutes.');
  return minutes;
}
