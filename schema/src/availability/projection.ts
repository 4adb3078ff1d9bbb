import { type Centre, loadCentre, peopleFor } from './centre.ts';
import { type FindSlots, type Found, findFreeSlots, standing, work } from './find.ts';
import type { FeedChange } from './live/types.ts';
import { type Ask, assemble, hasQuota, loadOfOffer, type OfOffer, spanOf } from './load-input.ts';
import type { Reader } from './reader.ts';
import { minute } from './slot.ts';
import { loadTaken, type Packed, pack, type Stretch, startOfWeek, type Taken, weekOf } from './taken.ts';

/**
 * A piece of what was read. Once the feed tells of a change in it, it is dropped, and read again when needed. What was
 * read may be ahead of the feed: it is settled when the feed has been read to its end since.
 */
type Piece<T> = { value: Promise<T>; read: T | null; settled: boolean; dropped: boolean };

type Feed = {
  /** Id of the last change that was considered. */
  position(): bigint;
  /** Resolves when all that was visible at the call has been considered. */
  catchUp(): Promise<unknown>;
};

/** The end of what is kept: beyond it all is forgotten and read anew. */
const maxPieces = 50_000;
const maxAnswers = 500;
const maxAttempts = 5;
const day = 24 * 60;
const empty: OfOffer = { sessions: [], quota: [] };
const nothing: Piece<OfOffer> = {
  value: Promise.resolve(empty),
  read: empty,
  settled: true,
  dropped: false,
};
/** Changes that no marked field (see `shareable`) can show, or that only free times show. */
const notOfSetUp = new Set([
  'booking',
  'absence',
  'external_busy',
  'form_span',
  'group_session',
  'deadline',
  'request',
  'user_account',
  'session',
  'api_token',
]);
const ofTime = new Set(['booking', 'absence', 'external_busy', 'form_span', 'group_session']);
const ofCentre = new Set([
  'job_centre',
  'team',
  'caseworker',
  'membership',
  'employment',
  'competence',
  'room',
  'working_hours',
  'work_break',
  'hours_exception',
  'closing_day',
]);

/**
 * Free times out of this process's memory, kept true by the change feed: what a job centre has set up, and when each
 * resource is taken, by week. An answer is the state of one feed position that is no older than the asker's
 * transaction, so that whoever has just booked sees it. Commands use it to look, never to decide.
 */
export class Projection {
  readonly #system: Reader;
  readonly #feed: Feed;
  readonly #centres = new Map<string, Piece<Centre>>();
  /** By resource, then week. */
  readonly #taken = new Map<string, Map<number, Piece<Packed>>>();
  /** By job centre, then offer and span. */
  readonly #ofOffers = new Map<string, Map<string, Piece<OfOffer>>>();
  readonly #answers = new Map<string, Found>();
  #weeks = 0;
  #era = 0;

  constructor(system: Reader, feed: Feed) {
    this.#system = system;
    this.#feed = feed;
  }

  /** Another number after each change of anything but people's time: offers, hours, names, who belongs to which group. */
  get era(): number {
    return this.#era;
  }

  /** See {@link FindSlots}. */
  readonly find: FindSlots = async (handle, ask, at) => {
    const { now, position } = at ?? (await standing(handle));
    const there = this.#feed.position() >= BigInt(position) || (await this.#caughtUp());
    const found = there ? await this.#fromMemory(ask, now) : null;
    // In a read the position is that of the same snapshot; in a command what is read is at least as new.
    return found ?? { ...(await findFreeSlots(handle, ask)), position };
  };

  /** A change of the feed, told before anybody who would look at it. */
  consider(change: FeedChange): void {
    if (!notOfSetUp.has(change.entity)) this.#era += 1;
    if (ofCentre.has(change.entity)) {
      for (const [id, piece] of this.#centres) {
        if (change.jobCentreId === null || change.jobCentreId === id) drop(this.#centres, id, piece);
      }
    }
    if (ofTime.has(change.entity)) {
      const first = change.from === null ? Number.NEGATIVE_INFINITY : weekOf(change.from / minute - day);
      const last = change.to === null ? Number.POSITIVE_INFINITY : weekOf(change.to / minute + day);
      for (const id of change.resources) {
        const weeks = this.#taken.get(id);
        for (const [week, piece] of weeks ?? []) {
          if (week >= first && week <= last) drop(weeks as typeof weeks & object, week, piece);
        }
      }
      for (const [centre, pieces] of this.#ofOffers) {
        if (change.jobCentreId !== null && change.jobCentreId !== centre) continue;
        for (const [key, piece] of pieces) drop(pieces, key, piece);
      }
    }
  }

  /** Forgets everything: the feed began anew. */
  reset(): void {
    this.#era += 1;
    for (const [id, piece] of this.#centres) drop(this.#centres, id, piece);
    for (const pieces of [...this.#taken.values(), ...this.#ofOffers.values()]) {
      for (const piece of pieces.values()) piece.dropped = true;
    }
    this.#taken.clear();
    this.#ofOffers.clear();
    this.#answers.clear();
    this.#weeks = 0;
  }

  #caughtUp(): Promise<boolean> {
    return this.#feed.catchUp().then(
      () => true,
      () => false,
    );
  }

  /**
   * Reads what is missing until nothing of it was changed while it was read; null when it changes all the time, or the
   * feed can't be read.
   */
  async #fromMemory(ask: Ask, now: number): Promise<Found | null> {
    const key = JSON.stringify(ask);
    const known = this.#answers.get(key);
    if (known?.holds(now)) return { ...known, position: String(this.#feed.position()), at: now };
    const { offer } = ask;
    const span = spanOf(ask);
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const centrePiece = this.#centre(offer.jobCentreId);
      const ofOfferPiece = this.#ofOffer(ask, span);
      const centre = centrePiece.read ?? (await centrePiece.value);
      const people = peopleFor(centre, ask, now);
      const weeks = this.#takenOf([...people, ...(offer.needsRoom ? centre.rooms : [])], span);
      const pieces = [centrePiece, ofOfferPiece, ...[...weeks.values()].flat()];
      if (!pieces.every((piece) => piece.settled)) {
        await Promise.all(pieces.map((piece) => piece.value));
        if (!(await this.#caughtUp())) return null;
        for (const piece of pieces) piece.settled = true;
      }
      if (pieces.some((piece) => piece.dropped)) continue;
      const ofOffer = ofOfferPiece.read as OfOffer;
      const taken = new Map<string, Packed[]>();
      for (const [id, parts] of weeks) {
        taken.set(
          id,
          parts.map((piece) => piece.read as Packed),
        );
      }
      const input = assemble(ask, now, { centre, people, taken, ofOffer });
      const worked = work(input);
      // A clock that was put back counts as time, too.
      const holds = (instant: number) =>
        instant >= input.now && instant < worked.until && pieces.every((piece) => !piece.dropped);
      const found = { ...worked, position: String(this.#feed.position()), at: now, holds };
      this.#keep(key, found);
      return found;
    }
    return null;
  }

  #keep(key: string, answer: Found): void {
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    if (this.#answers.size > maxAnswers) this.#answers.delete(this.#answers.keys().next().value as string);
    if (this.#weeks > maxPieces) this.reset();
  }

  #centre(id: string): Piece<Centre> {
    return kept(this.#centres, id, () => loadCentre(this.#system, id, null));
  }

  #ofOffer({ offer }: Ask, span: [number, number]): Piece<OfOffer> {
    if (offer.seats === 1 && !hasQuota(offer)) return nothing;
    let pieces = this.#ofOffers.get(offer.jobCentreId);
    if (!pieces) {
      pieces = new Map();
      this.#ofOffers.set(offer.jobCentreId, pieces);
    }
    const key = JSON.stringify([offer.id, span, offer.seats, offer.quotaPerDay, offer.quotaPerWeek]);
    return kept(pieces, key, () => loadOfOffer(this.#system, offer, span));
  }

  /** The weeks of each resource; all that are missing are read in one statement. */
  #takenOf(resources: readonly string[], [from, to]: [number, number]): Map<string, Piece<Packed>[]> {
    const [first, last] = [weekOf(from), weekOf(to)];
    const missing: { id: string; week: number }[] = [];
    const stretches = new Map<string, Stretch>();
    for (const id of resources) {
      for (let week = first; week <= last; week++) {
        if (this.#taken.get(id)?.has(week)) continue;
        missing.push({ id, week });
        const begin = stretches.get(id)?.[0] ?? startOfWeek(week) - day;
        stretches.set(id, [begin, startOfWeek(week + 1) + day]);
      }
    }
    if (missing.length > 0) {
      const loading = loadTaken(this.#system, stretches).then((rows) => Map.groupBy(rows, (row) => row.id));
      for (const { id, week } of missing) {
        let weeksOf = this.#taken.get(id);
        if (!weeksOf) {
          weeksOf = new Map();
          this.#taken.set(id, weeksOf);
        }
        this.#weeks += 1;
        kept(weeksOf, week, () => loading.then((rows) => pack((rows.get(id) ?? []).filter(inWeek(week)))));
      }
    }
    return new Map(
      resources.map((id) => {
        const weeks = this.#taken.get(id) as Map<number, Piece<Packed>>;
        const pieces: Piece<Packed>[] = [];
        for (let week = first; week <= last; week++) pieces.push(weeks.get(week) as Piece<Packed>);
        return [id, pieces] as const;
      }),
    );
  }
}

/** A talk belongs to the week it begins in, so that none is counted twice; time off to each week it touches. */
const inWeek = (week: number) => (row: Taken) =>
  row.kind === 'talk'
    ? weekOf(row.start) === week
    : row.start < startOfWeek(week + 1) && row.end > startOfWeek(week);

function kept<Key, T>(pieces: Map<Key, Piece<T>>, key: Key, load: () => Promise<T>): Piece<T> {
  const known = pieces.get(key);
  if (known) return known;
  const piece: Piece<T> = { value: load(), read: null, settled: false, dropped: false };
  pieces.set(key, piece);
  piece.value.then(
    (read) => {
      piece.read = read;
    },
    // What could not be read is read again by the next who asks.
    () => drop(pieces, key, piece),
  );
  return piece;
}

function drop<Key>(pieces: Map<Key, Piece<never> | Piece<unknown>>, key: Key, piece: Piece<unknown>): void {
  piece.dropped = true;
  if (pieces.get(key) === piece) pieces.delete(key);
}
