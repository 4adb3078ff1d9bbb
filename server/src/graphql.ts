import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { OutcomeUnknown } from '@planner/db';
import { type Operation, prepare } from '@planner/schema/execute.ts';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Asker, Askers } from './askers.ts';
import type { Present } from './feed/reader.ts';
import type { createSharedAnswers, SharedAnswer } from './shared-answers.ts';
import { type Credential, CredentialError } from './sign-in/credential.ts';

const bodyMaxBytes = 256 * 1024;

export type GraphQLServer = {
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** The same in process, for our pages: by document id and the request's cookie. */
  answer(ask: { documentId: string; variables: Record<string, unknown>; cookie: string }): Promise<object>;
  /** The operation a request names under this credential; errors as data. */
  resolve(payload: Payload, credential: Credential['kind']): Operation | readonly GraphQLError[];
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
  askers: Askers;
  answers: ReturnType<typeof createSharedAnswers>;
  /** The database's clocks once everything committed before the call has been considered; null: it can't be told. */
  present(): Promise<Present | null>;
  trusted: Map<string, string>;
  mask: (error: unknown) => GraphQLFormattedError;
}): GraphQLServer {
  const { askers, trusted, mask } = options;

  const server: GraphQLServer = {
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
      const { body } = await execute({ headers: { cookie: ask.cookie } } as IncomingMessage, ask);
      return 'json' in body ? body.value() : body;
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
        const { status, body: answer } = await execute(req, payload);
        const modern = (req.headers.accept ?? '').includes('application/graphql-response+json');
        const zipped = 'json' in answer && /\bgzip\b/.test(String(req.headers['accept-encoding']));
        send(res, modern ? status : 200, zipped ? answer.gzip() : 'json' in answer ? answer.json : answer, {
          'content-type': modern ? 'application/graphql-response+json' : 'application/json',
          ...(zipped && { 'content-encoding': 'gzip' }),
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
    req: IncomingMessage,
    payload: Payload,
  ): Promise<{ status: number; body: object | SharedAnswer }> {
    const at = await options.present();
    const { credential, viewer }: Asker = await askers.find(req, at);
    const operation = server.resolve(payload, credential.kind);
    if (!('kind' in operation)) return { status: 400, body: { errors: operation.map(mask) } };
    if (operation.kind === 'subscription')
      return { status: 400, body: refused('Subscriptions run over the socket.', 'SOCKET_ONLY') };
    const variables =
      typeof payload.variables === 'object' && payload.variables
        ? (payload.variables as Record<string, unknown>)
        : {};
    let result: Awaited<ReturnType<typeof options.answers.answer>>;
    try {
      result = await options.answers.answer({ operation, variables, viewer }, at);
    } catch (error) {
      const outcome = error instanceof OutcomeUnknown ? 503 : 500;
      return { status: outcome, body: { errors: [mask(error)] } };
    }
    if ('json' in result) return { status: 200, body: result };
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
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  res.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...headers,
    'content-length': bytes.length,
  });
  res.end(bytes);
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
