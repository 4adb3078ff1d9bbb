import type { FeedChange, LiveClock, LiveEvent, LiveListener } from './types.ts';

/** A clock that stands still until it is moved. */
export class FakeClock implements LiveClock {
  #now = Date.UTC(2026, 10, 27, 8);
  readonly #timers = new Set<{ at: number; callback: () => void }>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = { at: this.#now + milliseconds, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get timers(): number {
    return this.#timers.size;
  }

  /** Moves on by so many milliseconds, calling back what falls due on the way, in order. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = end;
  }
}

/** A feed that says what it is told to say. */
export class FakeFeed {
  readonly #listeners = new Set<(change: FeedChange) => void>();

  subscribe(listener: (change: FeedChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  say(entityId: string): void {
    const change = {
      id: '1',
      entity: 'occupancy',
      entityId,
      jobCentreId: null,
      resources: [],
      from: null,
      to: null,
    };
    for (const listener of this.#listeners) listener(change);
  }
}

/** A client that applies what it is told to a view of its own. Items are JSON of [key, value]. */
export class Applier implements LiveListener {
  readonly view = new Map<string, string>();
  readonly events: LiveEvent[] = [];
  readonly payloads: string[] = [];
  failure: unknown = null;
  cursor: string | undefined;

  event(payload: string, event: LiveEvent): void {
    this.payloads.push(payload);
    this.events.push(event);
    this.cursor = event.cursor;
    if (event.kind === 'snapshot') this.view.clear();
    else for (const key of event.closed) this.view.delete(key);
    for (const item of event.kind === 'snapshot' ? event.items : event.opened) {
      const [key, value] = JSON.parse(item);
      this.view.set(key, value);
    }
  }

  failed(error: unknown): void {
    this.failure = error;
  }
}

/** Items as `Applier` reads them. */
export function itemsOf(values: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...values].map(([key, value]) => [key, JSON.stringify([key, value])]));
}
