import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Config } from './config.ts';
import type { Route } from './route.ts';

/** Each check resolves when its part works and rejects when it doesn't. */
export interface HealthChecks {
  database: () => Promise<unknown>;
  feed: () => Promise<unknown>;
}

export interface Health {
  /** GET /health/live, /health/ready and, in demo mode and from this machine, /metrics. */
  route: Route;
  /** From now on not ready, so that a load balancer sends nobody here while the process stops. */
  drain(): void;
}

export interface Metrics {
  registry: Registry;
  /** One observation an answered request, in seconds, by part and status class. */
  answered: (answered: { part: string; status: number; seconds: number }) => void;
}

/** A check that takes longer than this counts as failing (milliseconds). */
const checkTimeoutMs = 2000;

/** See {@link Health}. Says which part fails, never why: the reason is in the log. */
export function createHealth(parts: { config: Config; checks: HealthChecks; metrics: Metrics }): Health {
  const { config, checks, metrics } = parts;
  let draining = false;
  return {
    drain() {
      draining = true;
    },
    async route(req, res) {
      const path = (req.url ?? '').split('?', 1)[0];
      const known = path === '/health/live' || path === '/health/ready' || path === '/metrics';
      if (!known || (req.method !== 'GET' && req.method !== 'HEAD')) return false;
      if (path === '/health/live') answerJson(res, 200, { status: 'ok' });
      else if (path === '/health/ready') {
        const [database, feed] = await Promise.all([works(checks.database), works(checks.feed)]);
        const ready = database && feed && !draining;
        answerJson(res, ready ? 200 : 503, {
          status: draining ? 'stopping' : ready ? 'ok' : 'failing',
          database: database ? 'ok' : 'failing',
          feed: feed ? 'ok' : 'failing',
        });
      } else {
        const local = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(req.socket.remoteAddress ?? '');
        if (!config.demo || !local) return false;
        await answerMetrics(res, metrics.registry);
      }
      return true;
    },
  };
}

/** The process's own figures and the duration of requests. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'planner_http_request_seconds',
    help: 'Time from the request’s head to the end of its answer.',
    labelNames: ['part', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return {
    registry,
    answered: (a) => seconds.observe({ part: a.part, status: `${Math.floor(a.status / 100)}xx` }, a.seconds),
  };
}

/** Serves /metrics on a port of its own, for a scraper inside the network. Returns how to stop it. */
export function listenForMetrics(metrics: Metrics, host: string, port: number): Promise<() => Promise<void>> {
  const server = createServer((req, res) => {
    if (req.url !== '/metrics') res.writeHead(404).end();
    else answerMetrics(res, metrics.registry).catch(() => res.destroy());
  });
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, host, () =>
      done(async () => {
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
      }),
    );
  });
}

async function answerMetrics(res: ServerResponse, registry: Registry): Promise<void> {
  const text = await registry.metrics();
  res.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' });
  res.end(text);
}

function answerJson(res: ServerResponse, status: number, body: Record<string, string>): void {
  res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  res.end(`${JSON.stringify(body)}\n`);
}

async function works(check: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((done) => {
    timer = setTimeout(() => done(false), checkTimeoutMs);
  });
  const checked = (async () => check())().then(
    () => true,
    () => false,
  );
  return Promise.race([checked, tooLate]).finally(() => clearTimeout(timer));
}
