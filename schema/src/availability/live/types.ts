import type { View } from './view.ts';

/** One row of the change feed, as the live parts need it. `from` and `to` are epoch milliseconds; null is unbounded. */
export interface FeedChange {
  id: string;
  entity: string;
  entityId: string;
  jobCentreId: string | null;
  resources: string[];
  from: number | null;
  to: number | null;
}

/** Where changes come from. What `compute` reads must already show a change when it is handed to the listener. */
export interface Feed {
  /** Returns the function that ends the subscription. */
  subscribe(listener: (change: FeedChange) => void): () => void;
}

/** What a window looks like at one instant. */
export interface Computed {
  /** The feed position that the state was read at. */
  position: bigint | string;
  state: View;
  /** Epoch milliseconds at which the state changes by itself (notice, horizon, a lapsing hold); null = never. */
  nextChangeAt: number | null;
}

/** What is watched: one per (document, variables, audience). */
export interface LiveWindow {
  compute(): Promise<Computed>;
  /** Whether the change may alter this window; when in doubt, true. */
  touches(change: FeedChange): boolean;
  /** The GraphQL result for an event as JSON, asked for once, before it is told to all. Without it the event as JSON. */
  render?(event: LiveEvent): string | Promise<string>;
}

/** Items are serialised JSON. A change is applied by taking away `closed` (keys), then setting `opened`. */
export type LiveEvent =
  | { kind: 'snapshot'; cursor: string; items: string[] }
  | { kind: 'change'; cursor: string; opened: string[]; closed: string[] };

export interface LiveListener {
  /** Told in order; the payload string is the same object for every listener of the window. */
  event(payload: string, event: LiveEvent): void;
  /** The window can't be read; nothing follows. */
  failed(error: unknown): void;
}

/** A listener's hold on its window. */
export interface Watch {
  /** Forget what was told: the next event is a snapshot. For a reader that had to drop something. */
  resync(): void;
  stop(): void;
}

/** Time, as an argument. */
export interface LiveClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once after `milliseconds`, without keeping the process alive; returns the cancellation. */
  after(milliseconds: number, callback: () => void): () => void;
}

export const systemClock: LiveClock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};
