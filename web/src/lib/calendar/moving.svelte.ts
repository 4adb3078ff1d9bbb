import type { CalendarEntry } from '../documents/calendar.ts';
import type { Later } from '../live/slots-view.svelte.ts';
import type { Track } from './tracks.ts';

/** How far, in minutes, a talk is drawn to a start that is allowed. */
export const SNAP = 20;
/** A pointer rests this long, in milliseconds, before it is asked why. */
export const ASK_AFTER_MS = 150;

export interface Target {
  track: number;
  minute: number;
  /** null: not known yet. */
  allowed: boolean | null;
  /** Why not, in words; null while that is asked. */
  reason: string | null;
}

/** A start a talk can be moved to: whose, on which day, at which wall minute. */
export interface Start {
  key: string;
  minute: number;
}

export interface MovingPorts {
  /** Where the talk can be moved to in what is shown. */
  starts: (entry: CalendarEntry) => Promise<readonly Start[]>;
  /** The first rule in the way there. */
  explain: (entry: CalendarEntry, track: Track, minute: number) => Promise<string | null>;
  later: Later;
}

/**
 * A talk on its way to another place, by pointer or by keyboard.
 *
 * resting → (start) → asking: where it can go is being read, all targets are "not known yet" → carried: targets
 * are allowed, or not with the reason → (drop or cancel) → resting. An answer that comes too late is forgotten.
 */
export class Moving {
  #entry = $state.raw<CalendarEntry | null>(null);
  #minutes = 0;
  #starts = $state.raw<ReadonlyMap<string, readonly number[]> | null>(null);
  #target = $state.raw<Target | null>(null);
  #reasons = new Map<string, string | null>();
  /** Where it was carried last, to be judged again once it is known where it can go. */
  #last: Parameters<Moving['over']> | null = null;
  #stopAsking = () => {};
  #ports: MovingPorts;

  constructor(ports: MovingPorts) {
    this.#ports = ports;
  }

  get entry(): CalendarEntry | null {
    return this.#entry;
  }
  get target(): Target | null {
    return this.#target;
  }
  /** Length of the talk, in minutes. */
  get minutes(): number {
    return this.#minutes;
  }

  /** The stretches of a track in which it can lie, neighbours joined; none before that is known. */
  stretches(key: string): [from: number, to: number][] {
    const joined: [number, number][] = [];
    for (const start of this.#starts?.get(key) ?? []) {
      const last = joined.at(-1);
      if (last && start <= last[1]) last[1] = start + this.#minutes;
      else joined.push([start, start + this.#minutes]);
    }
    return joined;
  }

  async start(entry: CalendarEntry): Promise<void> {
    this.cancel();
    this.#entry = entry;
    this.#minutes = Math.round((Date.parse(entry.endsAt) - Date.parse(entry.startsAt)) / 60_000);
    const starts = await this.#ports.starts(entry);
    if (this.#entry !== entry) return;
    const byKey = new Map<string, number[]>();
    for (const { key, minute } of starts) byKey.set(key, [...(byKey.get(key) ?? []), minute]);
    for (const minutes of byKey.values()) minutes.sort((a, b) => a - b);
    this.#starts = byKey;
    if (this.#last) this.over(...this.#last);
  }

  /** Carries it over a place; `snap` draws it to an allowed start nearby, as a pointer needs it. */
  over(index: number, track: Track, minute: number, snap: boolean): void {
    const entry = this.#entry;
    if (!entry) return;
    this.#last = [index, track, minute, snap];
    const starts = this.#starts?.get(track.key) ?? [];
    const near = starts.reduce<number | null>(
      (best, start) => (best === null || Math.abs(start - minute) < Math.abs(best - minute) ? start : best),
      null,
    );
    const hit = near !== null && Math.abs(near - minute) <= (snap ? SNAP : 0) ? near : null;
    const at = hit ?? minute;
    const before = this.#target;
    const allowed = this.#starts ? hit !== null : null;
    if (before?.track === index && before.minute === at && before.allowed === allowed) return;
    this.#stopAsking();
    const key = `${track.key} ${at}`;
    const known = this.#reasons.get(key) ?? null;
    this.#target = { track: index, minute: at, allowed, reason: allowed ? null : known };
    if (allowed !== false || known) return;
    this.#stopAsking = this.#ports.later(() => {
      void this.#ports.explain(entry, track, at).then((reason) => {
        this.#reasons.set(key, reason);
        const now = this.#target;
        if (this.#entry === entry && now?.track === index && now.minute === at) {
          this.#target = { ...now, reason };
        }
      });
    }, ASK_AFTER_MS);
  }

  /** The next allowed start in a track, or the one before. */
  nextAllowed(key: string, minute: number, direction: 1 | -1): number | null {
    const starts = this.#starts?.get(key) ?? [];
    const found =
      direction > 0 ? starts.find((start) => start > minute) : starts.findLast((start) => start < minute);
    return found ?? null;
  }

  cancel(): void {
    this.#stopAsking();
    this.#entry = null;
    this.#starts = null;
    this.#target = null;
    this.#last = null;
    this.#reasons.clear();
  }
}
