import type { Duplex } from 'node:stream';
import { GraphQLError } from 'graphql';
import { CloseCode, MessageType, type SubscribeMessage } from 'graphql-ws';
import { type RawData, WebSocket } from 'ws';
import { CredentialEnd } from './credential-end.ts';
import { bodyOf, prefixOf, textFrame } from './frame.ts';
import { readMessage } from './message.ts';
import type {
  SocketLimits,
  SocketOperation,
  SocketPayload,
  SocketPorts,
  SocketSink,
  SocketStats,
  SocketSubscription,
  SocketViewer,
} from './ports.ts';

/** Answers a client makes us write without reading them; beyond this many times the live buffer it is cut. */
const REPLY_BUFFERS = 4;

interface Operation {
  readonly prefix: Buffer;
  /** Null until `subscribe` has answered. */
  subscription: SocketSubscription | null;
  /** Frames were dropped and no snapshot has been asked for yet. */
  overflowed: boolean;
}

export interface ConnectionContext<V extends SocketViewer, O extends SocketOperation> {
  ports: SocketPorts<V, O>;
  limits: SocketLimits;
  stats: SocketStats;
  /** The viewer that a bearer token stands for, or null; never rejects. */
  authoriseInit(authorization: string, before: V): Promise<V | null>;
  /** The viewer became another one by connection_init; false refuses it (too many sockets). */
  adopt(connection: Connection<V, O>, viewer: V): boolean;
}

/**
 * One socket speaking graphql-transport-ws.
 *
 * opened        Until connection_init: only that, ping and pong are taken; after 3 s 4408.
 * authorising   connection_init brought a bearer token that is being looked at. Subscribing is still 4401.
 * acknowledged  Operations run. Each is flowing or overflowed: when the reader is so slow that more than
 *               LIVE_BUFFER_MAX_BYTES are unsent, an operation's frames are dropped and it counts as overflowed
 *               until everything is sent; then its subscription is asked for a fresh snapshot.
 * closing       A close frame is on its way, or the peer is gone. Nothing is sent any more.
 */
export class Connection<V extends SocketViewer, O extends SocketOperation> {
  viewer: V;
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #context: ConnectionContext<V, O>;
  readonly #operations = new Map<string, Operation>();
  #phase: 'opened' | 'authorising' | 'acknowledged' = 'opened';
  #rights: string | number | null;
  #alive = true;
  readonly #credentialEnd: CredentialEnd;
  #initTimer: NodeJS.Timeout | null;

  constructor(socket: WebSocket, stream: Duplex, viewer: V, context: ConnectionContext<V, O>) {
    this.#socket = socket;
    this.#stream = stream;
    this.#context = context;
    this.viewer = viewer;
    this.#rights = this.#rightsVersion();
    this.#initTimer = setTimeout(
      () => this.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout'),
      context.limits.initMs,
    );
    this.#credentialEnd = new CredentialEnd({
      lastsMs: () => context.ports.lastsMs(this.viewer),
      over: () => this.close(CloseCode.Forbidden, 'Forbidden'),
      failed: (error) => context.ports.maskError(error),
    });
    this.#credentialEnd.waitFor(viewer.lastsMs);
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('pong', () => {
      this.#alive = true;
    });
    // A frame over maxPayload, bad UTF-8 or a reset: ws closes by itself, 'close' follows.
    socket.on('error', () => {});
    socket.on('close', () => this.#end());
    stream.on('drain', () => this.#drained());
  }

  /** Closes with a code; a peer that doesn't take the close frame is cut. */
  close(code: number, reason: string): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#end();
    this.#socket.close(code, reason);
    const cut = setTimeout(() => this.#socket.terminate(), this.#context.limits.closeMs).unref();
    this.#socket.once('close', () => clearTimeout(cut));
  }

  /** Called every ping interval: cuts a peer that has shown no life since the last one. */
  beat(): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (!this.#alive) {
      this.#cut();
      return;
    }
    this.#alive = false;
    this.#socket.ping();
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#alive = true;
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const message = isBinary ? null : readMessage(data.toString());
    if (!message) {
      this.close(CloseCode.BadRequest, 'Invalid message received');
      return;
    }
    switch (message.type) {
      case MessageType.ConnectionInit:
        void this.#init(message.payload);
        break;
      case MessageType.Ping:
        this.#reply({ type: MessageType.Pong });
        break;
      case MessageType.Subscribe:
        this.#subscribe(message);
        break;
      case MessageType.Complete:
        this.#stop(message.id);
        break;
    }
  }

  async #init(payload: Record<string, unknown> | undefined): Promise<void> {
    if (this.#phase !== 'opened') {
      this.close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
      return;
    }
    this.#phase = 'authorising';
    const authorization = payload?.authorization;
    if (authorization !== undefined) {
      if (typeof authorization !== 'string' || this.viewer.credential !== 'none') {
        this.close(CloseCode.BadRequest, 'One credential only: a cookie or a bearer token');
        return;
      }
      const viewer = await this.#context.authoriseInit(authorization, this.viewer);
      if (this.#socket.readyState !== WebSocket.OPEN) return;
      if (!viewer) {
        this.close(CloseCode.Forbidden, 'Forbidden');
        return;
      }
      if (!this.#context.adopt(this, viewer)) {
        this.close(1013, 'Too many sockets');
        return;
      }
      this.viewer = viewer;
      this.#rights = this.#rightsVersion();
      this.#credentialEnd.waitFor(viewer.lastsMs);
    }
    if (!this.#entitled()) return;
    if (this.#initTimer) clearTimeout(this.#initTimer);
    this.#initTimer = null;
    this.#phase = 'acknowledged';
    this.#reply({ type: MessageType.ConnectionAck });
  }

  #subscribe({ id, payload }: SubscribeMessage): void {
    if (this.#phase !== 'acknowledged') {
      this.close(CloseCode.Unauthorized, 'Unauthorized');
      return;
    }
    if (!this.#entitled()) return;
    if (this.#operations.has(id)) {
      this.close(CloseCode.SubscriberAlreadyExists, 'Subscriber with this id already exists');
      return;
    }
    const most = this.#context.limits.operationsPerSocket;
    if (this.#operations.size >= most) {
      this.#replyErrors(id, [new GraphQLError(`A socket carries at most ${most} operations.`)]);
      return;
    }
    const operation: Operation = { prefix: prefixOf(id), subscription: null, overflowed: false };
    this.#operations.set(id, operation);
    this.#context.stats.operations += 1;
    void this.#start(id, operation, payload as SocketPayload);
  }

  /** Whatever goes wrong here is told to this id only (quality § 1.2). */
  async #start(id: string, operation: Operation, payload: SocketPayload): Promise<void> {
    const { ports } = this.#context;
    const running = () => this.#operations.get(id) === operation;
    try {
      const resolved = await ports.resolveDocument(payload, this.viewer);
      if (!running()) return;
      if (!('kind' in resolved)) {
        this.#fail(id, operation, resolved);
        return;
      }
      if (resolved.kind !== 'subscription') {
        const error = new GraphQLError(
          'Only subscriptions run over the socket; send queries and mutations over HTTP.',
        );
        this.#fail(id, operation, [error]);
        return;
      }
      const subscription = await ports.subscribe(resolved, this.viewer, this.#sink(id, operation));
      if (!('stop' in subscription)) {
        this.#fail(id, operation, subscription);
        return;
      }
      if (!running()) {
        this.#quietly(() => subscription.stop());
        return;
      }
      operation.subscription = subscription;
      if (operation.overflowed && this.#stream.writableLength === 0) this.#drained();
    } catch (error) {
      this.#fail(id, operation, [error]);
    }
  }

  #sink(id: string, operation: Operation): SocketSink {
    return {
      next: (payload) => this.#next(id, operation, payload),
      error: (errors) => this.#fail(id, operation, errors),
      complete: () => {
        if (this.#forget(id, operation)) this.#reply({ id, type: MessageType.Complete });
      },
    };
  }

  /** Whether it was sent. */
  #next(id: string, operation: Operation, payload: string): boolean {
    if (this.#operations.get(id) !== operation || this.#socket.readyState !== WebSocket.OPEN) return false;
    if (!this.#entitled()) return false;
    const { stats, limits } = this.#context;
    if (!operation.overflowed && this.#stream.writableLength > limits.LIVE_BUFFER_MAX_BYTES) {
      operation.overflowed = true;
      stats.overflowed += 1;
    }
    if (operation.overflowed) {
      stats.framesDropped += 1;
      return false;
    }
    const [head, body] = textFrame(operation.prefix, bodyOf(payload)) as [Buffer, Buffer?];
    stats.framesSent += 1;
    if (!body) {
      this.#stream.write(head);
      return true;
    }
    this.#stream.cork();
    this.#stream.write(head);
    this.#stream.write(body);
    this.#stream.uncork();
    return true;
  }

  /** Everything unsent is out: overflowed operations start afresh, as far as there is room for their snapshots. */
  #drained(): void {
    this.#alive = true;
    for (const operation of this.#operations.values()) {
      if (!operation.overflowed || !operation.subscription) continue;
      // The next 'drain' goes on from here.
      if (this.#stream.writableLength > this.#context.limits.LIVE_BUFFER_MAX_BYTES) return;
      operation.overflowed = false;
      this.#context.stats.overflowed -= 1;
      this.#context.stats.resyncs += 1;
      const { subscription } = operation;
      this.#quietly(() => subscription.resync());
    }
  }

  /** Closes when the rights are no longer those the socket was opened with. */
  #entitled(): boolean {
    const now = this.#rightsVersion();
    if (now !== null && now === this.#rights) return true;
    this.close(CloseCode.Forbidden, 'Forbidden');
    return false;
  }

  #rightsVersion(): string | number | null {
    try {
      return this.#context.ports.rightsVersion(this.viewer);
    } catch (error) {
      this.#context.ports.maskError(error);
      return null;
    }
  }

  #fail(id: string, operation: Operation, errors: readonly unknown[]): void {
    if (this.#forget(id, operation)) this.#replyErrors(id, errors);
  }

  #stop(id: string): void {
    const operation = this.#operations.get(id);
    if (operation) this.#forget(id, operation);
  }

  /** Ends an operation on our side; false when it had ended before. */
  #forget(id: string, operation: Operation): boolean {
    if (this.#operations.get(id) !== operation) return false;
    this.#operations.delete(id);
    this.#context.stats.operations -= 1;
    if (operation.overflowed) this.#context.stats.overflowed -= 1;
    const { subscription } = operation;
    if (subscription) this.#quietly(() => subscription.stop());
    return true;
  }

  #end(): void {
    if (this.#initTimer) clearTimeout(this.#initTimer);
    this.#initTimer = null;
    this.#credentialEnd.stop();
    for (const [id, operation] of this.#operations) this.#forget(id, operation);
  }

  #replyErrors(id: string, errors: readonly unknown[]): void {
    const payload = errors.map((error) =>
      error instanceof GraphQLError && !error.originalError
        ? error.toJSON()
        : this.#context.ports.maskError(error),
    );
    this.#reply({ id, type: MessageType.Error, payload });
  }

  #reply(message: object): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#stream.writableLength > this.#context.limits.LIVE_BUFFER_MAX_BYTES * REPLY_BUFFERS) {
      this.#cut();
      return;
    }
    this.#socket.send(JSON.stringify(message));
  }

  #cut(): void {
    this.#context.stats.terminated += 1;
    this.#end();
    this.#socket.terminate();
  }

  /** A port that throws must not take the socket, or the process, with it. */
  #quietly(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#context.ports.maskError(error);
    }
  }
}
