import { type Client, createClient } from 'graphql-ws/client';
import { pageSession } from '../session/page-session.ts';

const PING_EVERY_MS = 12_000;
const PONG_WITHIN_MS = 5_000;
const LAZY_CLOSE_MS = 2_000;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 20_000;

/** The server's close code when the session, or a right, has ended. */
const FORBIDDEN = 4403;

/**
 * connecting  Until every view has had its first event over this connection: what it missed, or all anew.
 * live        Every view is up to date.
 * lost        Between tries: what is shown may be old.
 * signed-out  While the session has ended: it waits until somebody has signed in again in this browser.
 * stopped     The server won't have us. Nothing follows.
 */
export type ConnectionState = 'connecting' | 'live' | 'lost' | 'stopped' | 'signed-out';

/** What it needs to know of the reader's session. */
export type LiveSession = {
  readonly state: string;
  check(): Promise<void>;
  /** Resolves once somebody is signed in; at once when the session goes on. */
  signedIn(): Promise<void>;
};

export interface Subscription {
  documentId: string;
  /** Read at every (re)connection, so a view resumes from its latest cursor. */
  variables: () => Record<string, unknown>;
  onEvent: (event: never) => void;
}

/**
 * One socket for all live views of a page. It opens with the first subscription, pings so that a half-open
 * connection is noticed (the library alone never does), and comes back with a random pause so that a restarted
 * server isn't met by everyone at once.
 */
export class LiveClient {
  #state = $state<ConnectionState>('connecting');
  /** Not reactive: whoever subscribes in an effect may not come to depend on the state. */
  #stopped = false;
  #open = false;
  /** Views, and whether they have had an event since the connection was made. */
  #views = new Map<object, boolean>();
  #client: Client;

  constructor(url: string, session: LiveSession, create: typeof createClient = createClient) {
    let pongTimer: ReturnType<typeof setTimeout> | undefined;
    let forbidden = false;
    this.#client = create({
      url,
      lazy: true,
      // Another week is another subscription: the socket stays for it.
      lazyCloseTimeout: LAZY_CLOSE_MS,
      keepAlive: PING_EVERY_MS,
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
      retryWait: async (retries) => {
        await pause(jittered(retries));
        if (!forbidden) return;
        await session.check();
        if (session.state === 'ended') this.#state = 'signed-out';
        await session.signedIn();
      },
      on: {
        connected: () => {
          this.#open = true;
          for (const view of this.#views.keys()) this.#views.set(view, false);
          this.#settle();
        },
        closed: (event) => {
          clearTimeout(pongTimer);
          forbidden = (event as CloseEvent).code === FORBIDDEN;
          this.#open = false;
          if (!this.#stopped) this.#state = this.#views.size > 0 ? 'lost' : 'connecting';
        },
        ping: (received) => {
          if (received) return;
          clearTimeout(pongTimer);
          pongTimer = setTimeout(() => this.#client.terminate(), PONG_WITHIN_MS);
        },
        pong: (received) => {
          if (received) clearTimeout(pongTimer);
        },
      },
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Follows one subscription until the returned function is called. */
  subscribe({ documentId, variables, onEvent }: Subscription): () => void {
    const view = {};
    let ended = false;
    let stop = () => {};
    this.#views.set(view, false);
    this.#settle();
    const start = (tries: number) => {
      stop = this.#client.subscribe<Record<string, unknown>>(
        {
          query: '',
          extensions: { documentId },
          // A getter, because the library serialises the payload anew at every reconnection.
          get variables() {
            return variables();
          },
        },
        {
          next: ({ data }) => {
            const event = data && Object.values(data)[0];
            if (!event) return;
            onEvent(event as never);
            if (this.#views.has(view)) this.#views.set(view, true);
            this.#settle();
          },
          error: () => {
            this.#stopped = true;
            this.#state = 'stopped';
          },
          complete: () => {
            if (ended || this.#stopped) return;
            // The server ended it by itself (a restart, an overflow): ask again.
            void pause(jittered(tries)).then(() => ended || start(tries + 1));
          },
        },
      );
    };
    start(0);
    return () => {
      ended = true;
      this.#views.delete(view);
      stop();
      this.#settle();
    };
  }

  close(): void {
    void this.#client.dispose();
  }

  #settle(): void {
    if (!this.#open || this.#stopped) return;
    this.#state = [...this.#views.values()].every(Boolean) ? 'live' : 'connecting';
  }
}

/** A live client for the page's own origin. */
export function connect(): LiveClient {
  const url = new URL('/graphql', location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  return new LiveClient(url.href, pageSession());
}

/** Doubles from half a second to 20 s, then a random part of it, in milliseconds. */
export function jittered(retries: number, random: () => number = Math.random): number {
  const ceiling = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** retries);
  return ceiling / 2 + random() * (ceiling / 2);
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
