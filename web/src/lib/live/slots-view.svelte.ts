import type { Slot } from '../documents/document.ts';
import type { SlotsEvent } from '../documents/offers.ts';

/** A reader is told at most once in this time, and the last word is never left out. */
export const ANNOUNCE_EVERY_MS = 10_000;
const NEAREST = 3;

/** Runs work after some milliseconds and returns what calls it off. */
export type Later = (work: () => void, ms: number) => () => void;

export interface SlotsViewPorts {
  later: Later;
  /** Whether a time is among those to be shown; others are as if they weren't there. */
  fits: (slot: Slot) => boolean;
  /** The key of the time the reader is on, if any: its loss is told by name. */
  chosen: () => string | null;
  /** Whether the list is held still from the beginning. */
  still: boolean;
}

/** What to say politely: how many times are free, how many new ones wait, and whether the chosen one is lost. */
export interface Announcement {
  free: number;
  waiting: number;
  lost: { slot: Slot; nearest: readonly Slot[] } | null;
}

const timer: Later = (work, ms) => {
  const id = setTimeout(work, ms);
  return () => clearTimeout(id);
};

/**
 * The free times of one window while they change. Nothing moves that the reader hasn't asked to move.
 *
 * free → taken, and keeps its room, so that nothing slides under a finger → free again when it is opened again.
 * new → waits until `showNew`, which sets the new ones in and closes up the room of the taken ones.
 * Held still, events are kept and applied on release.
 */
export class SlotsView {
  #slots = $state.raw<readonly Slot[]>([]);
  #taken = $state.raw<ReadonlySet<string>>(new Set());
  #fresh = $state.raw<ReadonlySet<string>>(new Set());
  #waiting = $state.raw<ReadonlyMap<string, Slot>>(new Map());
  #first = $state.raw<string | null>(null);
  #still = $state(false);
  #announced = $state.raw<Announcement | null>(null);
  #cursor: string | undefined;
  #held: SlotsEvent[] = [];
  #quietUntilTold: (() => void) | undefined;
  #toTell = false;
  #lostUntold: Slot | null = null;
  #ports: SlotsViewPorts;

  constructor(slots: readonly Slot[], ports: Partial<SlotsViewPorts> = {}) {
    this.#ports = { later: timer, fits: () => true, chosen: () => null, still: false, ...ports };
    this.#still = this.#ports.still;
    this.#slots = slots.filter(this.#ports.fits);
    this.#first = this.#slots[0]?.key ?? null;
  }

  /** Times shown, in order: the free ones, and in their places those that were taken meanwhile. */
  get slots(): readonly Slot[] {
    return this.#slots;
  }
  /** The first time as the list was last laid out, though it may be taken since: it stays where a finger finds it. */
  get first(): Slot | null {
    return this.#slots.find(({ key }) => key === this.#first) ?? null;
  }
  /** The first of the times shown that is free now. */
  get firstFree(): Slot | null {
    return this.#slots.find(({ key }) => !this.#taken.has(key)) ?? null;
  }
  /** How many of the times shown are free. */
  get free(): number {
    return this.#slots.length - this.#taken.size;
  }
  /** How many new times wait to be shown. */
  get waiting(): number {
    return this.#waiting.size;
  }
  /** Where to resume; undefined before the first event. */
  get cursor(): string | undefined {
    return this.#cursor;
  }
  get still(): boolean {
    return this.#still;
  }
  /** A new object each time there is something to say. */
  get announced(): Announcement | null {
    return this.#announced;
  }
  isTaken(key: string): boolean {
    return this.#taken.has(key);
  }
  /** Whether it was new when the list was last laid out. */
  isFresh(key: string): boolean {
    return this.#fresh.has(key);
  }

  /** Stops or lets go of the list; what happened meanwhile is applied at once on release. */
  holdStill(still: boolean): void {
    this.#still = still;
    if (still) return;
    const held = this.#held;
    this.#held = [];
    for (const event of held) this.#apply(event);
  }

  /** Takes in an event of the subscription. */
  apply(event: SlotsEvent): void {
    this.#cursor = event.cursor;
    if (!this.#still) this.#apply(event);
    // A snapshot says everything, so what was kept before it is of no more use.
    else if (event.__typename === 'SlotsSnapshot') this.#held = [event];
    else this.#held.push(event);
  }

  /** Lays the list out anew: new times in their places, taken ones gone. */
  showNew(): void {
    const shown = [...this.#slots.filter(({ key }) => !this.#taken.has(key)), ...this.#waiting.values()];
    this.#slots = shown.sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
    this.#fresh = new Set(this.#waiting.keys());
    this.#waiting = new Map();
    this.#taken = new Set();
    this.#first = this.#slots[0]?.key ?? null;
  }

  /** Marks the time that starts then as taken: a hold of it was refused. */
  lose(startsAt: string): void {
    const lost = this.#slots.filter((slot) => slot.startsAt === startsAt).map(({ key }) => key);
    this.#taken = new Set([...this.#taken, ...lost]);
  }

  stop(): void {
    this.#quietUntilTold?.();
    this.#quietUntilTold = undefined;
  }

  #apply(event: SlotsEvent): void {
    if (event.__typename === 'SlotsChange') {
      this.#change(event.opened, event.closed);
      return;
    }
    const now = new Set(event.slots.map(({ key }) => key));
    const known = [...this.#slots.map(({ key }) => key), ...this.#waiting.keys()];
    this.#change(
      event.slots,
      known.filter((key) => !now.has(key)),
    );
  }

  #change(opened: readonly Slot[], closed: readonly string[]): void {
    const shown = new Map(this.#slots.map((slot) => [slot.key, slot]));
    const waiting = new Map(this.#waiting);
    const taken = new Set(this.#taken);
    let changed = false;
    // One that doesn't suit any more is as good as gone.
    const unfit = opened.filter((slot) => !this.#ports.fits(slot)).map(({ key }) => key);
    for (const key of [...closed, ...unfit]) {
      const slot = shown.get(key);
      if (waiting.delete(key)) changed = true;
      if (!slot || taken.has(key)) continue;
      taken.add(key);
      if (key === this.#ports.chosen()) this.#lostUntold = slot;
      changed = true;
    }
    for (const slot of opened.filter(this.#ports.fits)) {
      const { key } = slot;
      const isShown = shown.has(key);
      if (isShown ? taken.delete(key) : !waiting.has(key)) changed = true;
      // Seats may have changed, in place.
      (isShown ? shown : waiting).set(key, slot);
      if (this.#lostUntold?.key === key) this.#lostUntold = null;
    }
    this.#slots = [...shown.values()];
    this.#taken = taken;
    this.#waiting = waiting;
    if (changed) this.#tell();
  }

  #tell(): void {
    this.#toTell = true;
    if (this.#quietUntilTold) return;
    this.#toTell = false;
    const lost = this.#lostUntold;
    this.#lostUntold = null;
    this.#announced = {
      free: this.free,
      waiting: this.waiting,
      lost: lost && { slot: lost, nearest: this.#nearest(lost) },
    };
    this.#quietUntilTold = this.#ports.later(() => {
      this.#quietUntilTold = undefined;
      if (this.#toTell) this.#tell();
    }, ANNOUNCE_EVERY_MS);
  }

  /** The free times shown that are nearest to one, earliest first. */
  #nearest({ startsAt }: Slot): Slot[] {
    const distance = (slot: Slot) => Math.abs(Date.parse(slot.startsAt) - Date.parse(startsAt));
    return this.#slots
      .filter(({ key }) => !this.#taken.has(key))
      .sort((a, b) => distance(a) - distance(b))
      .slice(0, NEAREST)
      .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  }
}
