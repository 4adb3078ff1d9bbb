import { WebSocket } from 'ws';

/** A protocol client that keeps every message until it is asked for, so that none is lost between two awaits. */
export class TestClient {
  readonly socket: WebSocket;
  /** Settles with the code and reason when the socket is closed, however that came. */
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #messages: string[] = [];
  #waiting: (() => void) | null = null;
  #gone = false;

  constructor(
    url: string,
    options: {
      headers?: Record<string, string>;
      protocol?: string;
      localAddress?: string;
      autoPong?: boolean;
    } = {},
  ) {
    const { protocol = 'graphql-transport-ws', ...rest } = options;
    this.socket = new WebSocket(url, protocol === '' ? [] : protocol, rest);
    this.socket.on('message', (data) => {
      this.#messages.push(data.toString());
      this.#waiting?.();
    });
    this.socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => {
        this.#gone = true;
        this.#waiting?.();
        resolve({ code, reason: reason.toString() });
      });
    });
  }

  /** Opens and waits for the acknowledgement. */
  static async ready(
    url: string,
    options: ConstructorParameters<typeof TestClient>[1] = {},
  ): Promise<TestClient> {
    const client = await TestClient.open(url, options);
    client.send({ type: 'connection_init' });
    const ack = await client.next();
    if (ack.type !== 'connection_ack')
      throw new Error(`Expected connection_ack, got ${JSON.stringify(ack)}.`);
    return client;
  }

  static async open(
    url: string,
    options: ConstructorParameters<typeof TestClient>[1] = {},
  ): Promise<TestClient> {
    const client = new TestClient(url, options);
    await new Promise<void>((resolve, reject) => {
      client.socket.once('open', resolve);
      client.socket.once('unexpected-response', (_request, response) =>
        reject(new Error(`HTTP ${response.statusCode}`)),
      );
      client.socket.once('close', (code) => reject(new Error(`Closed ${code}`)));
    });
    return client;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  subscribe(id: string, query = 'subscription { ticks }', rest: object = {}): void {
    this.send({ id, type: 'subscribe', payload: { query, ...rest } });
  }

  /** The next message, read; rejects when the socket closes before there is one. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into messages of every shape
  async next(): Promise<any> {
    while (this.#messages.length === 0) {
      if (this.#gone) throw new Error('The socket closed before another message came.');
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
    return JSON.parse(this.#messages.shift() as string);
  }

  /** A round trip: everything the server sent before it has arrived; returns those messages. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  async settled(): Promise<any[]> {
    this.send({ type: 'ping' });
    const before = [];
    for (let message = await this.next(); message.type !== 'pong'; message = await this.next())
      before.push(message);
    return before;
  }
}
