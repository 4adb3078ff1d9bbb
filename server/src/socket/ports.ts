import type { IncomingMessage } from 'node:http';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';

/** What the socket needs to know of a viewer; the rest passes through untouched. */
export interface SocketViewer {
  /** Null for someone not signed in. Sockets are counted and closed by it. */
  userId: string | null;
  /** What the upgrade brought; only 'none' may bring a bearer token with connection_init. */
  credential: 'cookie' | 'bearer' | 'none';
  /** The session's or token's id; the socket is closed when that ends. Null without a credential. */
  credentialId: string | null;
  /** Milliseconds, from when this was read, until the credential ends by itself; null: it doesn't. */
  lastsMs: number | null;
}

/** A document that was found and is within its limits. `kind` is that of the operation to run. */
export interface SocketOperation {
  key: string;
  kind: 'query' | 'mutation' | 'subscription';
}

/** Where a subscription's results go. */
export interface SocketSink {
  /** One result (data and errors) as JSON; pass the same string to all who share it. False: it was not sent. */
  next(payload: string): boolean;
  /** Ends the operation with errors. */
  error(errors: readonly GraphQLError[]): void;
  complete(): void;
}

/** A running subscription. */
export interface SocketSubscription {
  /** Frames were dropped: the next thing given to the sink must be a whole snapshot. */
  resync(): void;
  stop(): void;
}

export interface SocketPayload extends SubscribePayload {
  /** A trusted document's id, in place of `query` (which is then empty). */
  documentId?: string;
}

export interface SocketPorts<V extends SocketViewer, O extends SocketOperation> {
  /** Who opens the socket, by the upgrade's cookie or authorization header; or the HTTP status that refuses it. */
  authenticate(request: IncomingMessage): Promise<V | { refuse: 401 | 400 }>;
  /** Who it is by connection_init's payload; asked only when the upgrade had no credential. */
  authenticateInit(payload: { authorization: string }, before: V): Promise<V | { refuse: 401 | 400 }>;
  /** Whether a page of this origin may open the socket: with a cookie, only our own (quality § 1.4). */
  allowedOrigin(origin: string | undefined, viewer: V): boolean;
  /** The operation a payload names, or why it may not run. What it throws becomes an error for that id. */
  resolveDocument(
    payload: SocketPayload,
    viewer: V,
  ): O | readonly GraphQLError[] | Promise<O | readonly GraphQLError[]>;
  /** Starts an operation. It may write to the sink before it answers. */
  subscribe(operation: O, viewer: V, sink: SocketSink): Promise<SocketSubscription | readonly GraphQLError[]>;
  /** The present version of the viewer's rights, null once they have none (a constant for those not signed in). Asked before every frame, so from memory. */
  rightsVersion(viewer: V): string | number | null;
  /** How long the viewer's credential lasts from now; asked when `lastsMs` have passed, since it may have been put off. */
  lastsMs(viewer: V): Promise<number | null>;
  /** Logs an unexpected error and says what a client may see of it; GraphQLErrors without an original pass as they are. */
  maskError(error: unknown): GraphQLFormattedError;
  /** The client's address when a proxy stands in front; else the peer's. */
  addressOf?(request: IncomingMessage): string;
}

/** Limits; each has a default, tests shorten them. */
export interface SocketLimits {
  initMs: number;
  pingMs: number;
  /** How long a closing socket may take before it is cut. */
  closeMs: number;
  maxPayloadBytes: number;
  /** Unsent bytes from which on frames are dropped in favour of a later snapshot. */
  LIVE_BUFFER_MAX_BYTES: number;
  socketsPerUser: number;
  socketsPerAddress: number;
  operationsPerSocket: number;
}

export const DEFAULT_LIMITS: SocketLimits = {
  initMs: 3_000,
  pingMs: 12_000,
  closeMs: 2_000,
  maxPayloadBytes: 64 * 1024,
  LIVE_BUFFER_MAX_BYTES: 256 * 1024,
  socketsPerUser: 20,
  socketsPerAddress: 60,
  operationsPerSocket: 30,
};

export interface SocketStats {
  /** Open sockets, and those still signing in. */
  sockets: number;
  pending: number;
  operations: number;
  /** Operations that wait for their reader. */
  overflowed: number;
  framesSent: number;
  framesDropped: number;
  resyncs: number;
  /** Sockets cut because they didn't answer or wouldn't read. */
  terminated: number;
}
