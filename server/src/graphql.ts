import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { anonymous, OutcomeUnknown, type Sql, type Viewer } from '@planner/db';
import { loadViewer } from '@planner/schema/access/load-viewer.ts';
import { type Operation, type Ports, prepare, run } from '@planner/schema/execute.ts';
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type Authenticate, type Credential, CredentialError } from './sign-in/credential.ts';

const bodyMaxBytes = 256 * 1024;

export type GraphQLServer = {
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** The same in process, for our pages: by document id and the request's cookie. */
  answer(ask: { documentId: string; variables: Record<string, unknown>; cookie: string }): Promise<object>;
  /** The operation a request names under this credential; errors as data. */
  resolve(payload: Payload, credential: Credential['kind']): Operation | readonly GraphQLError[];
  viewerOf(credential: Credential): Promise<Viewer>;
};

export type Payload = {
  query?: unknown;
  documentId?: unknown;
  variables?: unknown;
  extensions?: { documentId?: unknown } | null;
};

/** sha256 → text of the documents our own pages send; append-only. */
export function readTrustedDocuments(file: URL): Map<string, string> {
  const documents = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
  for (const [id, text] of documents) {
    if (createHash('sha256').update(text).digest('hex') !== id)
      throw new Error(`Trusted document ${id} is not what its id says.`);
  }
  return new Map(documents);
}

/** Answers /graphql over HTTP. A cookie or none sends trusted documents by id; a bearer token any document. */
export function createGraphQL(options: {
  ports: Ports;
  system: Sql;
  authenticate: Authenticate;
  trusted: Map<string, string>;
  mask: (error: unknown) => GraphQLFormattedError;
}): GraphQLServer {
  const { ports, trusted, mask } = options;

  const server: GraphQLServer = {
    async viewerOf(credential) {
      const viewer =
        credential.kind === 'none' ? anonymous : await loadViewer(options.system, credential.userId);
      return credential.language ? { ...viewer, language: credential.language } : viewer;
    },
    resolve(payload, credential) {
      const id = payload.documentId ?? payload.extensions?.documentId;
      if (typeof id === 'string') {
        const text = trusted.get(id);
        return text
          ? prepare(text)
          : [new GraphQLError('This document is not known.', { extensions: { code: 'UNKNOWN_DOCUMENT' } })];
      }
      if (credential !== 'token') {
        return [
          new GraphQLError('Without a bearer token only trusted documents run, by documentId.', {
            extensions: { code: 'TRUSTED_DOCUMENTS_ONLY' },
          }),
        ];
      }
      return typeof payload.query === 'string'
        ? prepare(payload.query)
        : [new GraphQLError('A request has a query or a documentId.')];
    },
    async answer(ask) {
      const req = { headers: { cookie: ask.cookie } } as IncomingMessage;
      return (await execute(await options.authenticate(req), ask)).body;
    },
    async handle(req, res) {
      try {
        if (req.method !== 'POST')
          return send(res, 405, refused('Send queries by POST.', 'METHOD_NOT_ALLOWED'), { allow: 'POST' });
        // Not a form's content type: a foreign page can't send it without asking first.
        if (!/^application\/json\b/i.test(req.headers['content-type'] ?? '')) {
          return send(res, 415, refused('The body is application/json.', 'UNSUPPORTED_MEDIA_TYPE'));
        }
        const body = await readBody(req);
        if (body === null)
          return send(
            res,
            413,
            refused(`A request has at most ${bodyMaxBytes} bytes of JSON.`, 'TOO_LARGE'),
            { connection: 'close' },
          );
        const payload = parseBody(body);
        if (!payload) return send(res, 400, refused('The body is one JSON object.', 'BAD_REQUEST'));
        const { status, body: answer } = await execute(await options.authenticate(req), payload);
        const modern = (req.headers.accept ?? '').includes('application/graphql-response+json');
        send(res, modern ? status : 200, answer, {
          'content-type': modern ? 'application/graphql-response+json' : 'application/json',
        });
      } catch (error) {
        if (error instanceof CredentialError)
          return send(res, error.status, refused(error.message, error.code));
        send(res, 500, { errors: [mask(error)] });
      }
    },
  };
  return server;

  async function execute(
    credential: Credential,
    payload: Payload,
  ): Promise<{ status: number; body: object }> {
    const operation = server.resolve(payload, credential.kind);
    if (!('kind' in operation)) return { status: 400, body: { errors: operation.map(mask) } };
    if (operation.kind === 'subscription')
      return { status: 400, body: refused('Subscriptions run over the socket.', 'SOCKET_ONLY') };
    const variables =
      typeof payload.variables === 'object' && payload.variables
        ? (payload.variables as Record<string, unknown>)
        : {};
    let result: ExecutionResult;
    try {
      result = await run(ports, { operation, variables, viewer: await server.viewerOf(credential) });
    } catch (error) {
      const outcome = error instanceof OutcomeUnknown ? 503 : 500;
      return { status: outcome, body: { errors: [mask(error)] } };
    }
    if (!result.errors) return { status: 200, body: { data: result.data } };
    const signedOut =
      credential.kind === 'none' && result.errors.some((error) => error.extensions['code'] === 'FORBIDDEN');
    const errors = result.errors
      .map(mask)
      .map((error) => (signedOut ? { ...error, extensions: { code: 'UNAUTHENTICATED' } } : error));
    return {
      status: result.data === undefined ? 400 : 200,
      body: { ...(result.data !== undefined && { data: result.data }), errors },
    };
  }
}

const refused = (message: string, code: string) => ({ errors: [{ message, extensions: { code } }] });

function send(res: ServerResponse, status: number, body: object, headers: Record<string, string> = {}) {
  const text = JSON.stringify(body);
  res.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...headers,
    'content-length': Buffer.byteLength(text),
  });
  res.end(text);
}

async function readBody(req: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyMaxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(text: string): Payload | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Payload) : null;
  } catch {
    return null;
  }
}
