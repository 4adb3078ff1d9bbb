import type { IncomingMessage } from 'node:http';
import type { Viewer } from '@planner/db';
import type { LiveEvent, LiveHub } from '@planner/schema/availability/live/index.ts';
import { contextFor, type Operation, openSource, type Ports, run } from '@planner/schema/execute.ts';
import type { LiveSource } from '@planner/schema/live-source.ts';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Askers } from './askers.ts';
import type { GraphQLServer, Payload } from './graphql.ts';
import type { Credential, LastsMs } from './sign-in/credential.ts';
import { CredentialError } from './sign-in/credential.ts';
import type { SocketOperation, SocketPorts, SocketViewer } from './socket/ports.ts';
import type { Witness } from './witness.ts';

type LiveViewer = SocketViewer & {
  viewer: Viewer;
  kind: Credential['kind'];
  language: Credential['language'];
};
type LiveOperation = SocketOperation & { operation: Operation | null; variables: Record<string, unknown> };

/** Joins the socket loop to the schema: one shared window for each document and source. */
export function createLivePorts(options: {
  hub: LiveHub;
  ports: Ports;
  graphql: GraphQLServer;
  askers: Askers;
  lastsMs: LastsMs;
  origin: string;
  rights: { versionOf(userId: string): number | null; learn(viewer: Viewer): void };
  position: () => string;
  witness: Witness;
  mask: (error: unknown) => GraphQLFormattedError;
}): SocketPorts<LiveViewer, LiveOperation> {
  const { hub, ports, graphql, mask, witness } = options;

  /** The socket sends a GraphQLError as it is, so what it may not repeat is cut out before. */
  const told = (error: GraphQLError) => {
    const { message, extensions } = mask(error);
    return new GraphQLError(message, { extensions: extensions ?? {} });
  };

  async function signIn(request: IncomingMessage): Promise<LiveViewer | { refuse: 401 | 400 }> {
    try {
      const { credential, viewer } = await options.askers.find(request, null);
      options.rights.learn(viewer);
      const by = { session: 'cookie', token: 'bearer', none: 'none' } as const;
      const { kind, language } = credential;
      const { id: credentialId, lastsMs } = kind === 'none' ? { id: null, lastsMs: null } : credential;
      const { userId } = viewer;
      return { userId, credential: by[kind], credentialId, lastsMs, viewer, kind, language };
    } catch (error) {
      if (error instanceof CredentialError) return { refuse: error.status };
      throw error;
    }
  }

  return {
    authenticate: signIn,
    authenticateInit: async ({ authorization }, { language }) =>
      signIn({ headers: { authorization, 'accept-language': language ?? '' } } as IncomingMessage),
    // Browsers always send Origin: only our own pages may open a socket. Programs send none and bring a token.
    allowedOrigin: (origin, viewer) =>
      origin === undefined ? viewer.credential !== 'cookie' : origin === options.origin,
    resolveDocument(payload, viewer) {
      const operation = graphql.resolve(payload as Payload, viewer.kind);
      if (!('kind' in operation)) return operation.map(told);
      return { key: operation.key, kind: operation.kind, operation, variables: payload.variables ?? {} };
    },
    async subscribe({ operation, variables }, { viewer }, sink) {
      if (!operation) return [new GraphQLError('This document is not known.')];
      const source = await openSource(ports, { operation, variables, viewer });
      if (!('key' in source)) return source.map(told);
      const { since: _, ...rest } = variables;
      const key = JSON.stringify([operation.key, rest, source.key]);
      const watchId = witness.watchIdOf(key);
      const look = source.proof && witness.lookOf(watchId, viewer.userId, source.proof.citizenId);
      const watch = hub.watch(
        key,
        () => windowFor(watchId, operation, variables, viewer, source),
        {
          event(payload) {
            if (sink.next(payload)) look?.sent();
            else look?.ended();
          },
          failed(error) {
            look?.ended();
            sink.error([new GraphQLError(mask(error).message)]);
          },
        },
        source.since,
      );
      return {
        resync: () => watch.resync(),
        stop() {
          look?.ended();
          watch.stop();
        },
      };
    },
    rightsVersion: (viewer) => (viewer.userId === null ? 0 : options.rights.versionOf(viewer.userId)),
    lastsMs: ({ kind, credentialId }) => options.lastsMs({ kind, id: credentialId }),
    maskError: mask,
  };

  /** Reads and executes as the viewer who opened the window; whoever shares its key would get the same. */
  function windowFor(
    watchId: string,
    operation: Operation,
    variables: Record<string, unknown>,
    viewer: Viewer,
    source: LiveSource,
  ) {
    const frames = witness.framesOf(watchId);
    return {
      touches: (change: Parameters<LiveSource['touches']>[0]) => source.touches(change),
      async compute() {
        const position = options.position();
        const { items, nextChange } = await ports.door.read(viewer, operation.name, (handle) =>
          source.read({ ...contextFor(ports, viewer, operation.name, handle), keepEvidence: frames.read }),
        );
        const state = new Map([...items].map(([key, item]) => [key, JSON.stringify(item)]));
        return { position, state, nextChangeAt: nextChange?.getTime() ?? null };
      },
      async render(event: LiveEvent) {
        const revive = (text: string) => source.revive(JSON.parse(text) as Record<string, unknown>);
        const value =
          event.kind === 'snapshot'
            ? { ...event, items: event.items.map(revive) }
            : { ...event, opened: event.opened.map(revive) };
        const result = await run(ports, {
          operation,
          variables,
          viewer,
          rootValue: { [source.field]: value },
        });
        frames.shown();
        return JSON.stringify(result.errors ? { ...result, errors: result.errors.map(mask) } : result);
      },
    };
  }
}

/** Versions of rights in memory, for those who hold sockets; raised by the database's notice. */
export function createRights() {
  const versions = new Map<string, number>();
  return {
    versionOf: (userId: string) => versions.get(userId) ?? null,
    learn: (viewer: Viewer) => viewer.userId && versions.set(viewer.userId, viewer.rightsVersion),
    forget: (userId: string) => versions.delete(userId),
  };
}
