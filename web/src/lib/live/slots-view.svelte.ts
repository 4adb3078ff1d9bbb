import type { Slot } from '../documents/document.ts';
import type { SlotsEvent } from '../documents/offers.ts';

/** How long a time that another took says so before it goes. */
export const TAKEN_MS = 4_000;
/** How long a new time keeps its mark. */
export const FRESH_MS = 6_000;
/** A reader is told at most once in this time, and the last word is never left out. */
export const ANNOUNCE_EVERY_MS = 10_000;

/** Runs work after some milliseconds and returns what calls it off. */
export type Later = (work: () => void, ms: number) => () => void;

export interface SlotsViewPorts {
  later: Later;
  /** Whether the reader is on or beside this time, so that nothing may move there now. */
  isNear: (key: string) => boolean;
}

const timer: Later = (work, ms) => {
  const id = setTimeout(work, ms);
  return () => clearTimeout(id);
};

/**
 * The free times of one window while they change.
 *
 * free → taken (says so for four seconds, still in place) → gone, unless the reader is near: then it waits.
 * taken → free again when it is opened before it went. Held still, events are kept and applied on release.
 */
export class SlotsView {
  #slots = $state.raw<readonly Slot[]>([]);
  #taken = $state.raw<ReadonlySet<string>>(new Set());
  #fresh = $state.raw<ReadonlySet<string>>(new Set());
  #still = $state(false);
  #announced = $state.raw<{ free: number } | null>(null);
  #cursor: string | undefined;
  #waiting: SlotsEvent[] = [];
  #quietUntilTold: (() => void) | undefined;
  #toTell = false;
  #timers = new Map<string, () => void>();
  #ports: SlotsViewPorts;

  constructor(slots: readonly Slot[], ports: Partial<SlotsViewPorts> = {}) {
    this.#slots = slots;
    this.#ports = { later: timer, isNear: () => false, ...ports };
  }

  /** Free and just taken times, in order. */
  get slots(): readonly Slot[] {
    return this.#slots;
  }
  /** Where to resume; undefined before the first event. */
  get cursor(): string | undefined {
    return this.#cursor;
  }
  get still(): boolean {
    return this.#still;
  }
  /** What to say politely: how many times are free now. A new object each time. */
  get announced(): { free: number } | null {
    return this.#announced;
  }
  get free(): number {
    return this.#slots.length - this.#taken.size;
  }
  isTaken(key: string): boolean {
    return this.#taken.has(key);
  }
  isFresh(key: string): boolean {
    return this.#fresh.has(key);
  }

  /** Stops or lets go of the list; what happened meanwhile is applied at once on release. */
  holdStill(still: boolean): void {
    this.#still = still;
    if (still) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const event of waiting) this.#apply(event);
  }

  /** Takes in an event of the subscription. */
  apply(event: SlotsEvent): void {
    this.#cursor = event.cursor;
    if (!this.#still) this.#apply(event);
    // A snapshot says everything, so what waited before it is of no more use.
    else if (event.__typename === 'SlotsSnapshot') this.#waiting = [event];
    else this.#waiting.push(event);
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#quietUntilTold?.();
    this.#quietUntilTold = undefined;
  }

  #apply(event: SlotsEvent): void {
    if (event.__typename === 'SlotsChange') {
      this.#change(event.opened, event.closed);
      return;
    }
    const now = new Set(event.slots.map(({ key }) => key));
    const closed = this.#slots.filter(({ key }) => !now.has(key)).map(({ key }) => key);
    this.#change(event.slots, closed);
  }

  #change(opened: readonly Slot[], closed: readonly string[]): void {
    const known = new Map(this.#slots.map((slot) => [slot.key, slot]));
    const taken = new Set(this.#taken);
    const fresh = new Set(this.#fresh);
    let changed = false;
    for (const key of closed) {
      if (!known.has(key) || taken.has(key)) continue;
      taken.add(key);
      fresh.delete(key);
      this.#after(key, TAKEN_MS, () => this.#closeUp(key));
      changed = true;
    }
    for (const slot of opened) {
      const wasFree = known.has(slot.key) && !taken.has(slot.key);
      known.set(slot.key, slot);
      if (wasFree) continue;
      if (!taken.delete(slot.key)) fresh.add(slot.key);
      this.#after(slot.key, FRESH_MS, () => this.#fade(slot.key));
      changed = true;
    }
    this.#slots = [...known.values()].sort((a, b) =>
      a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0,
    );
    this.#taken = taken;
    this.#fresh = fresh;
    if (changed) this.#tell();
  }

  #closeUp(key: string): void {
    if (this.#ports.isNear(key)) {
      this.#after(key, TAKEN_MS, () => this.#closeUp(key));
      return;
    }
    this.#slots = this.#slots.filter((slot) => slot.key !== key);
    this.#taken = without(this.#taken, key);
  }

  #fade(key: string): void {
    this.#fresh = without(this.#fresh, key);
  }

  #after(key: string, ms: number, work: () => void): void {
    this.#timers.get(key)?.();
    this.#timers.set(
      key,
      this.#ports.later(() => {
        this.#timers.delete(key);
        work();
      }, ms),
    );
  }

  #tell(): void {
    this.#toTell = true;
    if (this.#quietUntilTold) return;
    this.#toTell = false;
    this.#announced = { free: this.free };
    this.#quietUntilTold = this.#ports.later(() => {
      this.#quietUntilTold = undefined;
      if (this.#toTell) this.#tell();
    }, ANNOUNCE_EVERY_MS);
  }
}

function without(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const rest = new Set(set);
  rest.delete(key);
  return rest;
}
