import { randomBytes } from 'node:crypto';
import { SharedWindow } from './shared-window.ts';
import {
  type Feed,
  type LiveClock,
  type LiveListener,
  type LiveWindow,
  systemClock,
  type Watch,
} from './types.ts';

/** How long a window nobody looks at stays live: a page reload finds it again. */
const GRACE_MS = 5_000;

export interface LiveHubOptions {
  feed: Feed;
  clock?: LiveClock;
  /** The first part of cursors; random for each process unless given. */
  epoch?: string;
  /** Told of failed computations and of listeners that throw. */
  onError?: (error: unknown, key: string) => void;
}

/**
 * Everything that is being looked at in this process: one shared window for each (document, variables,
 * audience), so that a change is computed, executed and serialised once however many watch.
 *
 * A window is made for its first listener and goes through loading → live → stopped (see SharedWindow). When
 * the last listener leaves it stays for a grace of five seconds, still following the feed, and is then
 * stopped; one that failed is stopped at once, and the next listener gets a new one.
 */
export class LiveHub {
  readonly #options: LiveHubOptions;
  readonly #clock: LiveClock;
  readonly #windows = new Map<string, SharedWindow>();
  /** Cancellations of the graces that run. */
  readonly #graces = new Map<string, () => void>();
  readonly #unsubscribe: () => void;
  #epoch: string;

  constructor(options: LiveHubOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#epoch = options.epoch ?? newEpoch();
    this.#unsubscribe = options.feed.subscribe((change) => {
      for (const window of this.#windows.values()) window.consider(change);
    });
  }

  /**
   * Watches the window named `key`; `makeWindow` is called when nobody does yet. The first event is a snapshot,
   * or, when `since` is a cursor whose view is still known, one change with what was missed (perhaps nothing).
   */
  watch(key: string, makeWindow: () => LiveWindow, listener: LiveListener, since?: string | null): Watch {
    let window = this.#windows.get(key);
    if (!window) {
      window = this.#open(key, makeWindow());
      this.#windows.set(key, window);
    }
    this.#endGrace(key);
    return window.join(listener, since ?? null);
  }

  /** The feed began anew (a restore, another epoch): every watcher gets a snapshot. */
  reset(): void {
    this.#epoch = newEpoch();
    for (const window of this.#windows.values()) window.reset();
  }

  stats(): { windows: number; listeners: number } {
    let listeners = 0;
    for (const window of this.#windows.values()) listeners += window.listeners;
    return { windows: this.#windows.size, listeners };
  }

  /** Stops following the feed and drops every window; listeners are told nothing. */
  close(): void {
    this.#unsubscribe();
    for (const window of [...this.#windows.values()]) window.stop();
  }

  #open(key: string, source: LiveWindow): SharedWindow {
    const window: SharedWindow = new SharedWindow(source, {
      clock: this.#clock,
      epoch: () => this.#epoch,
      onError: (error) => this.#options.onError?.(error, key),
      onEmpty: () =>
        this.#graces.set(
          key,
          this.#clock.after(GRACE_MS, () => window.stop()),
        ),
      onStop: () => {
        this.#endGrace(key);
        if (this.#windows.get(key) === window) this.#windows.delete(key);
      },
    });
    return window;
  }

  #endGrace(key: string): void {
    this.#graces.get(key)?.();
    this.#graces.delete(key);
  }
}

function newEpoch(): string {
  return randomBytes(6).toString('base64url');
}
