import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GraphQLError } from 'graphql';
import { onTestFinished } from 'vitest';
import type { SocketLimits, SocketOperation, SocketPorts, SocketSink, SocketViewer } from './ports.ts';
import { createSocketServer } from './socket.ts';

export const ORIGIN = 'https://planner.test';
type Ports = SocketPorts<SocketViewer, SocketOperation>;

/** Whoever it is, by a credential that is named for the user and ends when told to. */
export const by = (userId: string | null, credential: SocketViewer['credential']): SocketViewer => ({
  userId,
  credential,
  credentialId: userId && `credential of ${userId}`,
  lastsMs: null,
});

/** How a browser opens a socket that is signed in as the user. */
export const asUser = (user: string, origin = ORIGIN) => ({
  headers: { cookie: `session=${user}`, origin },
});

/** A subscription that `sinks` knows by the name. */
export const named = (name: string) => `subscription { ticks(name: ${name}) }`;

/** Signing in that has begun once `entered` resolves, and ends when `viewer` is resolved. */
export function slowSignIn() {
  const entered = Promise.withResolvers<void>();
  const viewer = Promise.withResolvers<SocketViewer>();
  const authenticate = () => {
    entered.resolve();
    return viewer.promise;
  };
  return { entered: entered.promise, viewer, authenticate };
}

/** A socket server on a free port, until the test ends, whose subscriptions are driven by hand through `sinks`. */
export async function startTestServer(limits: Partial<SocketLimits> = {}, ports: Partial<Ports> = {}) {
  const sinks = new Map<string, SocketSink & { stopped: boolean; resyncs: number; snapshot: string }>();
  const rights = new Map<string | null, string | number | null>();
  const logged: unknown[] = [];
  let opened = 0;
  const sockets = createSocketServer<SocketViewer, SocketOperation>(
    {
      authenticate: async (request: IncomingMessage) => {
        const [, user] = /session=(\w+)/.exec(request.headers.cookie ?? '') ?? [];
        if (user === 'expired') return { refuse: 401 };
        return user ? by(user, 'cookie') : by(null, 'none');
      },
      authenticateInit: async ({ authorization }) => {
        const [, user] = /^Bearer (\w+)$/.exec(authorization) ?? [];
        return user ? by(user, 'bearer') : { refuse: 401 };
      },
      allowedOrigin: (origin, viewer) => viewer.credential !== 'cookie' || origin === ORIGIN,
      resolveDocument: ({ query }) => {
        if (query.includes('secret')) throw new Error('A detail nobody may see');
        if (query.includes('deep')) throw new GraphQLError('Too deep.');
        if (query.includes('syntax')) return [new GraphQLError('Syntax error.')];
        const kind = /^(query|mutation|subscription)/.exec(query)?.[1] as SocketOperation['kind'];
        return { key: query, kind };
      },
      subscribe: async ({ key }, _viewer, sink) => {
        const name = /name: (\w+)/.exec(key)?.[1] ?? String(++opened);
        const driven = Object.assign({ stopped: false, resyncs: 0, snapshot: '{"data":"snapshot"}' }, sink);
        sinks.set(name, driven);
        return {
          stop: () => {
            driven.stopped = true;
          },
          resync: () => {
            driven.resyncs += 1;
            sink.next(driven.snapshot);
          },
        };
      },
      rightsVersion: (viewer) => (rights.has(viewer.userId) ? (rights.get(viewer.userId) as null) : 1),
      lastsMs: async () => null,
      maskError: (error) => {
        logged.push(error);
        return { message: 'Something went wrong.' };
      },
      ...ports,
    },
    limits,
  );
  const http = createServer();
  http.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await sockets.drain();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/graphql`,
    sockets,
    sinks,
    rights,
    logged,
    sink: (name: string) => {
      const sink = sinks.get(name);
      if (!sink) throw new Error(`Nobody subscribed to ${name}.`);
      return sink;
    },
  };
}
