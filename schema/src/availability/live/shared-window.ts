import type { FeedChange, LiveClock, LiveEvent, LiveListener, LiveWindow, Watch } from './types.ts';
import { type Delta, difference, Fingerprint, merge, type View } from './view.ts';

/** Deltas kept for those who come back with `since`. */
const LOG_LENGTH = 64;
/** The longest delay that setTimeout takes. */
const TIMER_MAX_MS = 2 ** 31 - 1;
/** The database's clock may lag ours: without a floor a timer that fires too early would spin. */
const TIMER_MIN_MS = 50;
const RETRY_FIRST_MS = 1_000;
const RETRIES_MAX = 5;

interface Seat {
  listener: LiveListener;
  /** True until it is told a snapshot or what it missed; it gets no changes before that. */
  waiting: boolean;
  /** The fingerprint of the view it came back with, or null for a snapshot. */
  since: string | null;
}

export interface SharedWindowOptions {
  clock: LiveClock;
  epoch: () => string;
  onError: (error: unknown) => void;
  /** The last listener left. */
  onEmpty: () => void;
  onStop: () => void;
}

/**
 * One watched window, computed once for all who look at it.
 *
 * loading  From the first listener until the first computation is there. Listeners wait. A failure is told to
 *          all of them and stops the window: nobody is shown a view that was never read.
 * live     A change that touches the window, or the instant at which it changes by itself, makes it stale.
 *          Staleness that comes while computing is gathered into one more computation. A failed computation is
 *          tried again (1 s, doubling, five times) with the last view standing, then it is told and the window
 *          stops. Listeners who joined or asked for a fresh start wait for their snapshot and are told no
 *          changes before it; if it can't be rendered they, and only they, are told so.
 * stopped  For good: nothing is told, results of computations still under way are dropped.
 *
 * Everything that computes, renders and tells runs in one loop (#run), so the view can't change between
 * rendering an event and telling it, and every listener sees events in order.
 */
export class SharedWindow {
  readonly #source: LiveWindow;
  readonly #options: SharedWindowOptions;
  readonly #seats = new Set<Seat>();
  #state: 'loading' | 'live' | 'stopped' = 'loading';
  #running = false;
  #stale = true;
  #failures = 0;
  #cancelTimer: (() => void) | null = null;
  #cancelRetry: (() => void) | null = null;
  #view: View = new Map();
  #print = new Fingerprint();
  #position = '0';
  #log: { from: string; delta: Delta }[] = [];
  /** Rendered greetings of the present view, by `since`; '' is the snapshot. */
  readonly #greetings = new Map<string, { payload: string; event: LiveEvent }>();

  constructor(source: LiveWindow, options: SharedWindowOptions) {
    this.#source = source;
    this.#options = options;
  }

  get listeners(): number {
    return this.#seats.size;
  }

  get stopped(): boolean {
    return this.#state === 'stopped';
  }

  join(listener: LiveListener, since: string | null): Watch {
    const seat: Seat = { listener, waiting: true, since: since && printOf(since) };
    this.#seats.add(seat);
    void this.#run();
    return {
      resync: () => {
        seat.waiting = true;
        seat.since = null;
        void this.#run();
      },
      stop: () => this.#leave(seat),
    };
  }

  consider(change: FeedChange): void {
    let touched = true;
    try {
      touched = this.#source.touches(change);
    } catch (error) {
      this.#options.onError(error);
    }
    if (touched) this.#invalidate();
  }

  /** The feed began anew: positions and what was missed mean nothing any more, so everybody gets a snapshot. */
  reset(): void {
    this.#log = [];
    this.#greetings.clear();
    for (const seat of this.#seats) {
      seat.waiting = true;
      seat.since = null;
    }
    this.#invalidate();
  }

  stop(): void {
    if (this.stopped) return;
    this.#state = 'stopped';
    this.#cancelTimer?.();
    this.#cancelRetry?.();
    this.#seats.clear();
    this.#greetings.clear();
    this.#log = [];
    this.#options.onStop();
  }

  #leave(seat: Seat): void {
    if (this.#seats.delete(seat) && this.#seats.size === 0 && !this.stopped) this.#options.onEmpty();
  }

  #invalidate(): void {
    this.#stale = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    // After a failure the retry's timer, not the next listener or change, starts the next attempt.
    while (!this.stopped && !this.#cancelRetry && (this.#stale || this.#someoneWaits())) {
      try {
        if (this.#stale) await this.#recompute();
        await this.#greet();
        this.#failures = 0;
      } catch (error) {
        this.#fail(error);
      }
    }
    this.#running = false;
  }

  #someoneWaits(): boolean {
    if (this.#state !== 'live') return false;
    for (const seat of this.#seats) if (seat.waiting) return true;
    return false;
  }

  async #recompute(): Promise<void> {
    this.#stale = false;
    const { position, state, nextChangeAt } = await this.#source.compute();
    if (this.stopped) return;
    if (this.#state === 'loading') {
      this.#print = Fingerprint.of(state);
      this.#state = 'live';
    } else {
      const delta = difference(this.#view, state);
      if (delta) {
        const print = this.#print.after(this.#view, delta);
        const event = changeEvent(this.#cursor(position, print), delta);
        const payload = await this.#render(event);
        if (this.stopped) return;
        this.#log.push({ from: this.#print.toString(), delta });
        if (this.#log.length > LOG_LENGTH) this.#log.shift();
        this.#print = print;
        for (const seat of this.#seats) if (!seat.waiting) this.#tell(seat, payload, event);
      }
    }
    this.#view = state;
    this.#position = String(position);
    this.#greetings.clear();
    this.#wakeAt(nextChangeAt);
  }

  async #greet(): Promise<void> {
    for (const since of new Set([...this.#seats].filter((seat) => seat.waiting).map((seat) => seat.since))) {
      const waiting = (seat: Seat) => seat.waiting && seat.since === since;
      try {
        const { payload, event } = await this.#greeting(since);
        for (const seat of [...this.#seats].filter(waiting)) this.#tell(seat, payload, event);
      } catch (error) {
        this.#options.onError(error);
        for (const seat of [...this.#seats].filter(waiting)) this.#drop(seat, error);
      }
    }
  }

  async #greeting(since: string | null): Promise<{ payload: string; event: LiveEvent }> {
    const missed = since === null ? null : this.#missedSince(since);
    const key = missed ? (since as string) : '';
    const ready = this.#greetings.get(key);
    if (ready) return ready;
    const cursor = this.#cursor(this.#position, this.#print);
    const event: LiveEvent = missed
      ? changeEvent(cursor, missed)
      : { kind: 'snapshot', cursor, items: [...this.#view.values()] };
    const greeting = { payload: await this.#render(event), event };
    if (!this.stopped) this.#greetings.set(key, greeting);
    return greeting;
  }

  /** Found by fingerprint, not by position: it names the very view, in this process or another, before or after a restore. */
  #missedSince(print: string): Delta | null {
    if (print === this.#print.toString()) return { opened: new Map(), closed: new Set() };
    const from = this.#log.findLastIndex((entry) => entry.from === print);
    if (from < 0) return null;
    const missed = merge(this.#log.slice(from).map((entry) => entry.delta));
    return missed.opened.size + missed.closed.size > this.#view.size ? null : missed;
  }

  #tell(seat: Seat, payload: string, event: LiveEvent): void {
    seat.waiting = false;
    seat.since = null;
    try {
      seat.listener.event(payload, event);
    } catch (error) {
      // One listener's fault is not the others', and it may not go on with a hole in its view.
      this.#options.onError(error);
      this.#drop(seat, error);
    }
  }

  #drop(seat: Seat, error: unknown): void {
    this.#leave(seat);
    try {
      seat.listener.failed(error);
    } catch (second) {
      this.#options.onError(second);
    }
  }

  async #render(event: LiveEvent): Promise<string> {
    return this.#source.render ? this.#source.render(event) : JSON.stringify(event);
  }

  #cursor(position: bigint | string, print: Fingerprint): string {
    return `${this.#options.epoch()}.${position}.${print}`;
  }

  #wakeAt(instant: number | null): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (instant === null) return;
    const delay = Math.min(Math.max(instant - this.#options.clock.now(), TIMER_MIN_MS), TIMER_MAX_MS);
    this.#cancelTimer = this.#options.clock.after(delay, () => {
      if (this.#options.clock.now() < instant) this.#wakeAt(instant);
      else this.#invalidate();
    });
  }

  #fail(error: unknown): void {
    if (this.stopped) return;
    this.#options.onError(error);
    this.#failures += 1;
    this.#stale = true;
    if (this.#state === 'loading' || this.#failures > RETRIES_MAX) {
      const seats = [...this.#seats];
      this.stop();
      for (const seat of seats) this.#drop(seat, error);
      return;
    }
    this.#cancelRetry = this.#options.clock.after(RETRY_FIRST_MS * 2 ** (this.#failures - 1), () => {
      this.#cancelRetry = null;
      this.#invalidate();
    });
  }
}

function changeEvent(cursor: string, delta: Delta): LiveEvent {
  return { kind: 'change', cursor, opened: [...delta.opened.values()], closed: [...delta.closed] };
}

/** The fingerprint in a cursor; whatever else a client sends finds nothing and ends in a snapshot. */
function printOf(cursor: string): string {
  return cursor.slice(cursor.lastIndexOf('.') + 1);
}
