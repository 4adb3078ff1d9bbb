/** What the server says of the session; null when there is none. Distances in milliseconds, not instants. */
export type SessionAnswer = { userId: string; lastsMs: number; atMostMs: number; idleMs: number } | null;

/** A session that is about to end is told of this long before, or for half of a short idle limit. */
export const WARN_MS = 5 * 60_000;
const TICK_MS = 1_000;
const RETRY_MS = 5_000;
/** What a timer can wait at most. */
const TIMER_MAX_MS = 2 ** 31 - 1;

export interface SessionPorts {
  /** Asks the server, and prolongs the session if wished; rejects when it doesn't answer. */
  ask: (prolong: boolean) => Promise<SessionAnswer>;
  /** Tells the other tabs what the server said. */
  tell: (answer: SessionAnswer) => void;
  /** Any clock in milliseconds: only distances count, so it may be wrong by hours. */
  now: () => number;
  /** Runs work after some milliseconds and returns what calls it off. */
  later: (work: () => void, ms: number) => () => void;
}

/**
 * The reader's session as one page knows it.
 *
 * running  Sleeps until it should be told of, then asks: other pages and tabs may have put the end off.
 * ending   Counts down; `prolong` makes it running again, unless its longest life is over (`fixed`).
 * ended    It is over here, or the browser is now signed in as somebody else. An answer for the same person, as after
 *          signing in again in another tab, makes it running.
 */
export class SessionView {
  #state = $state<'running' | 'ending' | 'ended'>('running');
  #fixed = $state(false);
  #leftMs = $state(0);
  #endsAt = 0;
  #userId: string | undefined;
  #stopTimer = () => {};
  #whenSignedIn = new Set<() => void>();
  readonly #ports: SessionPorts;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
  }

  get state(): 'running' | 'ending' | 'ended' {
    return this.#state;
  }
  /** Whether its longest life ends it, which can't be put off. */
  get fixed(): boolean {
    return this.#fixed;
  }
  /** Milliseconds until the end; counted down only while ending. */
  get leftMs(): number {
    return this.#leftMs;
  }

  /** Asks the server how things are; without an answer it goes by what it knew. */
  async check(prolong = false): Promise<void> {
    try {
      const answer = await this.#ports.ask(prolong);
      this.hear(answer);
      this.#ports.tell(answer);
    } catch {
      if (this.#userId !== undefined) this.#wait(RETRY_MS);
    }
  }

  prolong(): Promise<void> {
    return this.check(true);
  }

  /** Takes in what the server said, here or to another tab. */
  hear(answer: SessionAnswer): void {
    this.#stopTimer();
    this.#userId ??= answer?.userId;
    if (!answer || answer.userId !== this.#userId) {
      this.#state = 'ended';
      return;
    }
    const { lastsMs, atMostMs, idleMs } = answer;
    this.#endsAt = this.#ports.now() + lastsMs;
    this.#fixed = lastsMs >= atMostMs;
    const warnMs = Math.min(WARN_MS, idleMs / 2);
    if (lastsMs > warnMs) {
      this.#state = 'running';
      this.#wait(lastsMs - warnMs);
    } else {
      this.#state = 'ending';
      this.#tick();
    }
    for (const resume of this.#whenSignedIn) resume();
    this.#whenSignedIn.clear();
  }

  /** Resolves once somebody is signed in here; at once unless it has ended. */
  signedIn(): Promise<void> {
    if (this.#state !== 'ended') return Promise.resolve();
    return new Promise((resolve) => this.#whenSignedIn.add(resolve));
  }

  stop(): void {
    this.#stopTimer();
  }

  #wait(ms: number): void {
    this.#stopTimer();
    this.#stopTimer = this.#ports.later(() => void this.check(), Math.min(ms, TIMER_MAX_MS));
  }

  #tick(): void {
    this.#leftMs = Math.max(0, this.#endsAt - this.#ports.now());
    // The server has the last word on whether it is over.
    if (this.#leftMs === 0) this.#wait(0);
    else this.#stopTimer = this.#ports.later(() => this.#tick(), TICK_MS);
  }
}
