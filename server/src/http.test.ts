import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createHealth, createMetrics, type HealthChecks } from './health.ts';
import { createHttpServer, type HttpParts } from './http.ts';
import { createLog } from './log.ts';
import { demoConfig, freePort } from './testing.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const works = async () => {};
const fails = async () => {
  throw new Error('down');
};

async function serve(over: Partial<HttpParts> = {}, checks: HealthChecks = { database: works, feed: works }) {
  const dataDir = mkdtempSync(join(tmpdir(), 'planner-http-'));
  const config = demoConfig(await freePort(), dataDir);
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const metrics = createMetrics();
  const health = createHealth({ config, checks, metrics });
  const http = createHttpServer({
    config,
    log,
    graphql: async (_req, res) => void res.end('graphql'),
    upgrade: (_req, socket) => socket.destroy(),
    web: (req, res) => void res.end(JSON.stringify(req.headers)),
    signIn: async () => false,
    health: health.route,
    onAnswered: metrics.answered,
    ...over,
  });
  await http.listen();
  stops.push(async () => {
    await http.close(0);
    rmSync(dataDir, { recursive: true });
  });
  return { base: config.publicUrl.origin, config, http, lines, health };
}

describe('the HTTP server', () => {
  it('tells the pages the address of PUBLIC_URL, whatever the client claims', async () => {
    const { base, config } = await serve();
    const answer = await fetch(`${base}/x`, {
      headers: {
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'https',
        'x-forwarded-port': '1',
        forwarded: 'host=evil',
      },
    });
    const seen = (await answer.json()) as Record<string, string>;
    expect(seen).toMatchObject({ 'x-forwarded-host': config.publicUrl.host, 'x-forwarded-proto': 'http' });
    expect(JSON.stringify(seen)).not.toMatch(/evil/);
    expect(seen['x-forwarded-port']).toBeUndefined();
    expect(seen['x-request-id']).toBe(answer.headers.get('x-request-id'));
  });

  it('sends the security headers with every answer', async () => {
    const { base } = await serve();
    for (const path of ['/', '/graphql', '/health/live']) {
      const { headers } = await fetch(base + path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
    }
  });

  it('answers an unexpected error with the id that the log has, and nothing of the error', async () => {
    const graphql = async () => {
      throw new Error('secret detail');
    };
    const { base, lines } = await serve({ graphql });
    const answer = await fetch(`${base}/graphql`);
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).toContain(answer.headers.get('x-request-id') ?? 'missing');
    expect(text).not.toContain('secret detail');
    expect(lines.join('')).toContain('secret detail');
  });

  it('logs neither query strings nor a calendar’s secret', async () => {
    const route = async (req: { url?: string }, res: { end(): void }) => {
      if (!req.url?.startsWith('/calendar/')) return false;
      res.end();
      return true;
    };
    const { base, lines } = await serve({ routes: [route as never] });
    await fetch(`${base}/calendar/s3cret.ics`);
    await fetch(`${base}/x?cpr=0101011234`);
    await fetch(`${base}/y`);
    expect(lines.join('')).toContain('/calendar/…');
    expect(lines.join('')).not.toMatch(/s3cret|0101011234/);
  });

  it('refuses an upgrade anywhere but at /graphql', async () => {
    const { config } = await serve();
    const status = await new Promise((done, failed) => {
      const headers = { connection: 'Upgrade', upgrade: 'websocket' };
      const req = request({ host: config.host, port: config.port, path: '/other', headers });
      req
        .on('response', (res) => done(res.statusCode))
        .on('error', failed)
        .end();
    });
    expect(status).toBe(404);
  });

  it('rejects with EADDRINUSE when the port is taken', async () => {
    const { config } = await serve();
    const second = createHttpServer({ config, log: createLog('silent') } as HttpParts);
    await expect(second.listen()).rejects.toMatchObject({ code: 'EADDRINUSE', port: config.port });
  });

  it('lets a running request end before it closes, and then does not wait for the rest of its grace', async () => {
    let release = () => {};
    const released = new Promise<void>((done) => {
      release = done;
    });
    let begun = () => {};
    const running = new Promise<void>((done) => {
      begun = done;
    });
    const graphql: HttpParts['graphql'] = async (_req, res) => {
      begun();
      await released;
      res.end('done');
    };
    const { base, http } = await serve({ graphql });
    const answer = fetch(`${base}/graphql`).then((res) => res.text());
    await running;
    const closed = http.close(600_000);
    await expect(fetch(base)).rejects.toThrow();
    release();
    expect(await answer).toBe('done');
    await closed;
  });
});

describe('health', () => {
  it('is live while a part fails, but not ready, and names the part', async () => {
    const { base } = await serve({}, { database: works, feed: fails });
    expect((await fetch(`${base}/health/live`)).status).toBe(200);
    const ready = await fetch(`${base}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ status: 'failing', database: 'ok', feed: 'failing' });
  });

  it('is ready when all works, until it is drained', async () => {
    const { base, health } = await serve();
    expect((await fetch(`${base}/health/ready`)).status).toBe(200);
    health.drain();
    expect((await fetch(`${base}/health/ready`)).status).toBe(503);
  });

  it('counts requests by part and status class on /metrics', async () => {
    const { base } = await serve();
    await (await fetch(`${base}/graphql`)).text();
    const text = await (await fetch(`${base}/metrics`)).text();
    expect(text).toContain('planner_http_request_seconds_count{part="graphql",status="2xx"} 1');
    expect(text).toContain('process_cpu_seconds_total');
  });
});
