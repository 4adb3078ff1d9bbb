import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Config } from './config.ts';
import { cprLike } from './errors.ts';
import type { Log } from './log.ts';
import type { Route } from './route.ts';

export interface HttpParts {
  config: Config;
  log: Log;
  /** Answers /graphql over HTTP. */
  graphql: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
  /** Takes over a WebSocket upgrade of /graphql. */
  upgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** The pages; null while they are not built. */
  web: WebHandler | null;
  signIn: Route;
  health: Route;
  /** Asked in turn after the fixed addresses and before the pages. */
  routes?: readonly Route[];
  /** Told of each answered request: the part that answered, the status and how long it took. */
  onAnswered?: (answered: { part: Part; status: number; seconds: number }) => void;
}

/** SvelteKit's handler: calls `next` when it has no such page. */
export type WebHandler = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;

export interface HttpServer {
  server: Server;
  /** The port in use, once it listens. Rejects with EADDRINUSE when it is taken. */
  listen(): Promise<number>;
  /** Stops accepting, lets running requests end for `graceMs`, then cuts them. Upgraded sockets are not touched. */
  close(graceMs?: number): Promise<void>;
}

export type Part = 'health' | 'sign-in' | 'graphql' | 'other' | 'web';

/** The one HTTP server: routes by path, with the same headers, request id and log line for every answer. */
export function createHttpServer(parts: HttpParts): HttpServer {
  const { config, log } = parts;
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 });

  let closing = false;

  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    const startedAt = performance.now();
    const path = pathOf(req);
    const part = partOf(path);
    const requestId = randomUUID();
    if (closing) res.setHeader('connection', 'close');
    res.once('close', () => {
      // A kept-alive connection whose last request ended after close() began would hold it until the grace is over.
      if (closing) setImmediate(() => server.closeIdleConnections());
      const seconds = (performance.now() - startedAt) / 1000;
      const status = res.writableFinished ? res.statusCode : 499;
      parts.onAnswered?.({ part, status, seconds });
      const line = {
        requestId,
        method: req.method,
        path: loggablePath(path),
        status,
        ms: Math.round(seconds * 1000),
      };
      if (part === 'health') log.debug(line, 'answered');
      else log.info(line, 'answered');
    });
    ownHeaders(req, config.publicUrl, requestId);
    securityHeaders(res, config.publicUrl, requestId);
    answer(part, req, res).catch((error: unknown) => {
      log.error({ requestId, error: described(error) }, 'A request failed unexpectedly.');
      fail(res, requestId);
    });
  });

  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Without a listener a reset before the socket is taken over would end the process.
    socket.on('error', () => socket.destroy());
    // Vite's reload socket, while developing: Vite listens for it itself.
    if (req.headers['sec-websocket-protocol'] === 'vite-hmr' && config.demo) return;
    if (pathOf(req) !== '/graphql') {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    ownHeaders(req, config.publicUrl, randomUUID());
    parts.upgrade(req, socket, head);
  });

  async function answer(part: Part, req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (part === 'graphql') return parts.graphql(req, res);
    if (part === 'health' && (await parts.health(req, res))) return;
    if (part === 'sign-in' && (await parts.signIn(req, res))) return;
    if (part === 'other' || part === 'web')
      for (const route of parts.routes ?? []) if (await route(req, res)) return;
    const { web } = parts;
    if (!web) return notFound(res, 'The pages are not built yet; run "pnpm build".');
    await new Promise<void>((done, failed) => {
      res.once('close', done);
      web(req, res, (error) =>
        error ? failed(error as Error) : done(notFound(res, 'There is nothing here.')),
      );
    });
  }

  return {
    server,
    listen: () =>
      new Promise((done, failed) => {
        server.once('error', failed);
        server.listen(config.port, config.host, () => {
          server.off('error', failed);
          done((server.address() as AddressInfo).port);
        });
      }),
    close: (graceMs = 10_000) =>
      new Promise((done) => {
        closing = true;
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(cut);
          done();
        });
        server.closeIdleConnections();
      }),
  };
}

function partOf(path: string): Part {
  if (path === '/graphql') return 'graphql';
  if (path.startsWith('/health/') || path === '/metrics') return 'health';
  if (/^\/(sign-in|sign-out|demo-id)(\/|$)/.test(path)) return 'sign-in';
  return /^\/(calendar|graphql)\//.test(path) ? 'other' : 'web';
}

const pathOf = (req: IncomingMessage): string => (req.url ?? '/').split('?', 1)[0] ?? '/';

/** The path as it may be logged: never a query string, no secret that is part of an address, no CPR number. */
const loggablePath = (path: string): string =>
  path
    .replace(/^\/(calendar|demo-id)\/.*/, '/$1/…')
    .replace(cprLike, '…')
    .slice(0, 200);

/**
 * What the parts behind us may trust: the browser's address of the site comes from PUBLIC_URL alone, so a client
 * can't choose the origin that SvelteKit's and the provider's checks compare with.
 */
function ownHeaders(req: IncomingMessage, publicUrl: URL, requestId: string): void {
  for (const name of Object.keys(req.headers))
    if (name === 'forwarded' || (name.startsWith('x-forwarded-') && name !== 'x-forwarded-for'))
      delete req.headers[name];
  req.headers['x-forwarded-proto'] = publicUrl.protocol.slice(0, -1);
  req.headers['x-forwarded-host'] = publicUrl.host;
  req.headers['x-request-id'] = requestId;
}

function securityHeaders(res: ServerResponse, publicUrl: URL, requestId: string): void {
  res.setHeader('x-request-id', requestId);
  res.setHeader('x-content-type-options', 'nosniff');
  // Not no-referrer: browsers then send "Origin: null" with our own forms and every one of them would be refused.
  res.setHeader('referrer-policy', 'same-origin');
  res.setHeader('content-security-policy', "frame-ancestors 'none'");
  res.setHeader('x-frame-options', 'DENY');
  if (publicUrl.protocol === 'https:') res.setHeader('strict-transport-security', 'max-age=31536000');
}

function notFound(res: ServerResponse, sentence: string): void {
  res.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
  res.end(`${sentence}\n`);
}

function fail(res: ServerResponse, requestId: string): void {
  if (res.headersSent) return void res.destroy();
  res.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
  res.end(
    `Der skete en fejl hos os. Nævn nummeret ${requestId}, hvis du kontakter os.\nSomething went wrong on our side. Mention ${requestId} if you contact us.\n`,
  );
}

/** An error for the log. A driver's error may carry statement and parameters, so only these three are taken. */
function described(error: unknown): { name: string; message: string; stack?: string } {
  if (!(error instanceof Error))
    return { name: typeof error, message: 'Something that is no Error was thrown.' };
  return { name: error.name, message: error.message, ...(error.stack ? { stack: error.stack } : {}) };
}
