/** When the end can't be looked up, it is tried again after this. */
const LOOK_AGAIN_MS = 5_000;
/** What a timer can wait at most. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/** Waits for the end of the session or token behind a socket, which may be put off while it waits. */
export class CredentialEnd {
  #timer: NodeJS.Timeout | null = null;
  readonly #lastsMs: () => Promise<number | null>;
  readonly #over: () => void;
  readonly #failed: (error: unknown) => void;

  constructor(ports: {
    /** Asked each time it should be over: milliseconds that are left after all, 0 for none, null for no end. */
    lastsMs: () => Promise<number | null>;
    over: () => void;
    failed: (error: unknown) => void;
  }) {
    this.#lastsMs = ports.lastsMs;
    this.#over = ports.over;
    this.#failed = ports.failed;
  }

  /** Takes the place of what it waited for; null: there is no end to wait for. */
  waitFor(ms: number | null): void {
    this.stop();
    if (ms !== null) this.#timer = setTimeout(() => void this.#look(), Math.min(ms, TIMER_MAX_MS));
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #look(): Promise<void> {
    const timer = this.#timer;
    const ms = await this.#lastsMs().catch((error: unknown) => {
      this.#failed(error);
      return LOOK_AGAIN_MS;
    });
    // Stopped, or given another end, while it was looked up.
    if (timer !== this.#timer) return;
    if (ms === 0) this.#over();
    else this.waitFor(ms);
  }
}
