import type { CalendarEntry, CalendarEvent, Gone, LastChange } from '../documents/calendar.ts';
import type { Later } from './slots-view.svelte.ts';

/** How long an entry that another changed keeps its edge. */
export const FLASH_MS = 2_000;
const MARGIN_MAX = 20;

/** One line of the margin: what others changed while we looked. `entry` is the last state known. */
export interface MarginLine {
  id: number;
  /** An instant: of the change, or of its arrival when nobody knows better. */
  at: string;
  what: 'added' | 'moved' | 'removed';
  entry: CalendarEntry;
  /** The start it was moved to. */
  movedTo: string | null;
  /** null: not known, or not a talk. */
  by: LastChange | null;
}

export interface CalendarViewPorts {
  later: Later;
  now: () => string;
}

const real: CalendarViewPorts = {
  later: (work, ms) => {
    const id = setTimeout(work, ms);
    return () => clearTimeout(id);
  },
  now: () => new Date().toISOString(),
};

/** The entries of one window while they change, what flashes now, and what others did since the page was opened. */
export class CalendarView {
  #entries = $state.raw<ReadonlyMap<string, CalendarEntry>>(new Map());
  #flashing = $state.raw<ReadonlySet<string>>(new Set());
  #margin = $state.raw<readonly MarginLine[]>([]);
  #cursor: string | undefined;
  #lines = 0;
  #timers = new Map<string, () => void>();
  #ports: CalendarViewPorts;

  constructor(entries: readonly CalendarEntry[], ports: Partial<CalendarViewPorts> = {}) {
    this.#entries = byId(entries);
    this.#ports = { ...real, ...ports };
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
    const told = new Map<string, Omit<MarginLine, 'id'>>();
    const gone = new Map(event.gone.map((one) => [one.id, one]));
    const replaced = new Set(event.upserted.flatMap(({ replaces }) => replaces ?? []));
    for (const id of event.removed) {
      const entry = entries.get(id);
      entries.delete(id);
      // A talk that was moved within the view is told of where it came to.
      if (entry && isTold(entry) && !replaced.has(talkOf(id))) this.#tellGone(told, entry, gone.get(id));
    }
    for (const entry of event.upserted) {
      const before = entries.get(entry.id);
      entries.set(entry.id, entry);
      if (entry.lastChange?.by === 'VIEWER') continue;
      this.#flash(entry.id);
      if (!isTold(entry) || (before && isTold(before) && before.startsAt === entry.startsAt)) continue;
      const moved = before ? isTold(before) : entry.replaces !== null;
      told.set(talkOf(entry.id), {
        at: entry.lastChange?.at ?? this.#ports.now(),
        what: moved ? 'moved' : 'added',
        entry,
        movedTo: moved ? entry.startsAt : null,
        by: entry.lastChange ?? null,
      });
    }
    this.#entries = entries;
    const lines = [...told.values()].map((line) => ({ ...line, id: ++this.#lines }));
    this.#margin = [...lines.reverse(), ...this.#margin].slice(0, MARGIN_MAX);
  }

  /** Takes the names of citizens out of memory, and what could be opened: for a page whose session has ended. */
  forget(): void {
    this.#entries = byId(
      this.entries.map((entry) => (entry.booking ? { ...entry, kind: 'BUSY', booking: null } : entry)),
    );
    this.#margin = [];
    this.#cursor = undefined;
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #tellGone(told: Map<string, Omit<MarginLine, 'id'>>, entry: CalendarEntry, gone: Gone | undefined): void {
    const by = gone?.lastChange ?? null;
    if (by?.by === 'VIEWER') return;
    const movedTo = gone?.movedTo ?? null;
    const at = by?.at ?? this.#ports.now();
    told.set(talkOf(entry.id), { at, what: movedTo ? 'moved' : 'removed', entry, movedTo, by });
  }

  #flash(id: string): void {
    this.#flashing = new Set(this.#flashing).add(id);
    this.#timers.get(id)?.();
    this.#timers.set(
      id,
      this.#ports.later(() => {
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

/** In a room's calendar a talk's id is followed by the room's; the same talk is told of once. */
const talkOf = (id: string) => id.split(':', 1)[0] as string;

/** A free time is no event, and a time that someone only holds is not booked yet. */
const isTold = ({ kind }: CalendarEntry) => kind !== 'FREE' && kind !== 'HELD';
