import { untrack } from 'svelte';
import { pageSession } from '../session/page-session.ts';

const PROTOCOL = 'graphql-transport-ws';
const PING_EVERY_MS = 12_000;
const PONG_WITHIN_MS = 5_000;
/** Another week is another subscription: the socket stays for it. */
const LAZY_CLOSE_MS = 2_000;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 20_000;

/** The server's close code when the session, or a right, has ended. */
const FORBIDDEN = 4403;
/** Its codes for what a client has said wrongly, which it would only say again. */
const WRONG = [4400, 4401, 4406, 4409, 4429];

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

export type LiveSocket = Pick<WebSocket, 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose'>;

type Message = { type: string; id: string; payload: { data?: Record<string, unknown> | null } };

interface View extends Subscription {
  /** Whether the server has been asked over this connection, and has not ended it since. */
  asked: boolean;
  /** Whether it has had an event since the connection was made. */
  current: boolean;
  /** How often the server has ended it by itself. */
  ends: number;
}

/**
 * One socket for all live views of a page, speaking graphql-transport-ws. It opens with the first subscription, pings
 * so that a half-open connection is noticed, and comes back with a random pause so that a restarted server isn't met
 * by everyone at once.
 */
export class LiveClient {
  #state = $state<ConnectionState>('connecting');
  /** Not reactive: whoever subscribes in an effect may not come to depend on the state. */
  #stopped = false;
  #running = false;
  /** Null between tries. */
  #socket: LiveSocket | null = null;
  #acknowledged = false;
  #views = new Map<string, View>();
  #lastId = 0;
  #tries = 0;
  readonly #session: LiveSession;
  readonly #open: () => LiveSocket;

  constructor(session: LiveSession, open: () => LiveSocket) {
    this.#session = session;
    this.#open = open;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Follows one subscription until the returned function is called. */
  subscribe(subscription: Subscription): () => void {
    const id = String(++this.#lastId);
    this.#views.set(id, { ...subscription, asked: false, current: false, ends: 0 });
    this.#settle();
    // An effect that subscribes doesn't depend on what the view tells about itself.
    untrack(() => this.#ask(id));
    void this.#run();
    return () => {
      if (this.#views.get(id)?.asked) this.#send({ id, type: 'complete' });
      this.#views.delete(id);
      this.#settle();
      setTimeout(() => this.#views.size > 0 || this.#socket?.close(), LAZY_CLOSE_MS);
    };
  }

  close(): void {
    this.#views.clear();
    this.#socket?.close();
  }

  /** Keeps a connection for as long as there are views. */
  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.#views.size > 0 && !this.#stopped) {
      const code = await this.#connect();
      for (const view of this.#views.values()) view.asked = view.current = false;
      if (WRONG.includes(code)) this.#stop();
      if (this.#stopped) break;
      this.#state = this.#views.size > 0 ? 'lost' : 'connecting';
      await pause(jittered(this.#tries++));
      if (code !== FORBIDDEN) continue;
      await this.#session.check();
      if (this.#session.state === 'ended') this.#state = 'signed-out';
      await this.#session.signedIn();
    }
    this.#running = false;
  }

  /** Resolves with the code by which the connection was closed. */
  #connect(): Promise<number> {
    return new Promise((resolve) => {
      const socket = this.#open();
      this.#socket = socket;
      let timer: ReturnType<typeof setTimeout>;
      const end = (code: number) => {
        clearTimeout(timer);
        this.#socket = null;
        this.#acknowledged = false;
        resolve(code);
      };
      const giveUp = () => {
        // A dead line would let us wait for its close.
        socket.onclose = null;
        socket.close();
        end(0);
      };
      const beat = () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          this.#send({ type: 'ping' });
          timer = setTimeout(giveUp, PONG_WITHIN_MS);
        }, PING_EVERY_MS);
      };
      socket.onopen = () => {
        this.#send({ type: 'connection_init' });
        beat();
      };
      socket.onclose = ({ code }) => end(code);
      socket.onmessage = ({ data }) => {
        const message = JSON.parse(data) as Message;
        if (message.type === 'pong') beat();
        else this.#hear(message);
      };
    });
  }

  #hear({ type, id, payload }: Message): void {
    if (type === 'ping') this.#send({ type: 'pong' });
    else if (type === 'connection_ack') {
      this.#acknowledged = true;
      this.#tries = 0;
      for (const each of this.#views.keys()) this.#ask(each);
      this.#settle();
    }
    const view = this.#views.get(id);
    if (!view) return;
    if (type === 'error') this.#stop();
    else if (type === 'complete') {
      // The server ended it by itself (a restart, an overflow): ask again.
      view.asked = false;
      void pause(jittered(view.ends++)).then(() => this.#ask(id));
    } else {
      const event = payload.data && Object.values(payload.data)[0];
      if (!event) return;
      view.onEvent(event as never);
      view.current = true;
      this.#settle();
    }
  }

  #ask(id: string): void {
    const view = this.#views.get(id);
    if (!view || view.asked || !this.#acknowledged) return;
    view.asked = true;
    const { documentId, variables } = view;
    this.#send({ id, type: 'subscribe', payload: { documentId, variables: variables() } });
  }

  #send(message: object): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #stop(): void {
    this.#stopped = true;
    this.#state = 'stopped';
    this.#socket?.close();
  }

  #settle(): void {
    if (!this.#acknowledged || this.#stopped) return;
    this.#state = [...this.#views.values()].every(({ current }) => current) ? 'live' : 'connecting';
  }
}

/** A live client for the page's own origin. */
export function connect(): LiveClient {
  const url = new URL('/graphql', location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  return new LiveClient(pageSession(), () => new WebSocket(url, PROTOCOL));
}

/** Doubles from half a second to 20 s, then a random part of it, in milliseconds. */
export function jittered(retries: number, random: () => number = Math.random): number {
  const ceiling = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** retries);
  return ceiling / 2 + random() * (ceiling / 2);
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
