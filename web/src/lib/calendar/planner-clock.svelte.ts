import { wallOf } from '../dates.ts';

/** How often the line of now moves on, in milliseconds. */
const TICK_MS = 20_000;

/**
 * What time it is by the planner's clock, whatever the reader's says: the server's instant at loading, and how long
 * ago that was. Before the page runs it is the instant of loading.
 */
export class PlannerClock {
  #server: number;
  #loaded: number | null = null;
  #here = $state<number | null>(null);
  readonly #zone: string;

  constructor(serverNow: string, zone: string) {
    this.#server = Date.parse(serverNow);
    this.#zone = zone;
  }

  /** Lets it run; returns what stops it. */
  start(): () => void {
    this.#loaded ??= Date.now();
    this.#here = Date.now();
    const ticking = setInterval(() => {
      this.#here = Date.now();
    }, TICK_MS);
    return () => clearInterval(ticking);
  }

  /** Local date and minutes from midnight. */
  get now(): { day: string; minute: number } {
    const passed = this.#here === null || this.#loaded === null ? 0 : this.#here - this.#loaded;
    const wall = wallOf(new Date(this.#server + passed), this.#zone);
    return { day: wall.slice(0, 10), minute: Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16)) };
  }
}
