import type { CalendarEntry, CalendarEvent } from '../documents/calendar.ts';
import type { Later } from './slots-view.svelte.ts';

/** How long an entry that another changed keeps its edge. */
export const FLASH_MS = 2_000;
const MARGIN_MAX = 20;

/** One line of the margin: what changed while we looked. `entry` is the last state known. */
export interface MarginLine {
  id: number;
  what: 'added' | 'moved' | 'removed';
  entry: CalendarEntry;
}

const timer: Later = (work, ms) => {
  const id = setTimeout(work, ms);
  return () => clearTimeout(id);
};

/** The entries of one week while they change, what flashes now, and what happened since the page was opened. */
export class CalendarView {
  #entries = $state.raw<ReadonlyMap<string, CalendarEntry>>(new Map());
  #flashing = $state.raw<ReadonlySet<string>>(new Set());
  #margin = $state.raw<readonly MarginLine[]>([]);
  #cursor: string | undefined;
  #lines = 0;
  #timers = new Map<string, () => void>();
  #later: Later;

  constructor(entries: readonly CalendarEntry[], later: Later = timer) {
    this.#entries = byId(entries);
    this.#later = later;
  }

  get entries(): readonly CalendarEntry[] {
    return [...this.#entries.values()];
  }
  get cursor(): string | undefined {
    return this.#cursor;
  }
  /** Newest first. */
  get margin(): readonly MarginLine[] {
    return this.#margin;
  }
  isFlashing(id: string): boolean {
    return this.#flashing.has(id);
  }

  /** Takes in an event of the subscription. A snapshot replaces all and flashes nothing. */
  apply(event: CalendarEvent): void {
    this.#cursor = event.cursor;
    if (event.__typename === 'CalendarSnapshot') {
      this.#entries = byId(event.entries);
      return;
    }
    const entries = new Map(this.#entries);
    const lines: MarginLine[] = [];
    for (const entry of event.upserted) {
      const before = entries.get(entry.id);
      entries.set(entry.id, entry);
      if (isTold(entry)) {
        const known = before && isTold(before);
        const moved = known && before.startsAt !== entry.startsAt;
        if (!known || moved) lines.push({ id: ++this.#lines, what: known ? 'moved' : 'added', entry });
      }
      this.#flash(entry.id);
    }
    for (const id of event.removed) {
      const before = entries.get(id);
      if (!before) continue;
      entries.delete(id);
      if (isTold(before)) lines.push({ id: ++this.#lines, what: 'removed', entry: before });
    }
    this.#entries = entries;
    this.#margin = [...lines.reverse(), ...this.#margin].slice(0, MARGIN_MAX);
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #flash(id: string): void {
    this.#flashing = new Set(this.#flashing).add(id);
    this.#timers.get(id)?.();
    this.#timers.set(
      id,
      this.#later(() => {
        const rest = new Set(this.#flashing);
        rest.delete(id);
        this.#flashing = rest;
        this.#timers.delete(id);
      }, FLASH_MS),
    );
  }
}

function byId(entries: readonly CalendarEntry[]): Map<string, CalendarEntry> {
  return new Map(entries.map((entry) => [entry.id, entry]));
}

/** A free time is no event, and a time that someone only holds is not booked yet. */
const isTold = ({ kind }: CalendarEntry) => kind !== 'FREE' && kind !== 'HELD';
