import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { SocketLimits, SocketOperation, SocketPorts, SocketSink, SocketViewer } from './ports.ts';
import { TestClient } from './test-client.ts';
import { by, ORIGIN, startTestServer } from './test-server.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
afterEach(() => server.stop());

async function start(
  limits: Partial<SocketLimits> = {},
  ports: Partial<SocketPorts<SocketViewer, SocketOperation>> = {},
) {
  server = await startTestServer(limits, ports);
  return server;
}
const asUser = (user: string, origin = ORIGIN) => ({ headers: { cookie: `session=${user}`, origin } });
const NAMED = (name: string) => `subscription { ticks(name: ${name}) }`;

describe('opening a socket', () => {
  it('acknowledges once, and closes with 4429 at a second connection_init', async () => {
    const { url } = await start();
    const client = await TestClient.ready(url);
    client.send({ type: 'connection_init' });
    expect((await client.closed).code).toBe(4429);
  });

  it('closes with 4408 when connection_init does not come', async () => {
    const { url } = await start({ initMs: 20 });
    expect((await (await TestClient.open(url)).closed).code).toBe(4408);
  });

  it('closes with 4408 when a bearer token is looked at for too long, and lets nobody in later', async () => {
    const slow = Promise.withResolvers<SocketViewer>();
    const { url } = await start({ initMs: 20 }, { authenticateInit: () => slow.promise });
    const client = await TestClient.open(url);
    client.send({ type: 'connection_init', payload: { authorization: 'Bearer late' } });
    expect((await client.closed).code).toBe(4408);
    slow.resolve(by('late', 'bearer'));
    await expect.poll(() => server.sockets.stats()).toMatchObject({ sockets: 0, pending: 0 });
  });

  it('closes with 4401 at a subscribe before the acknowledgement', async () => {
    const { url } = await start();
    const client = await TestClient.open(url);
    client.subscribe('a');
    expect((await client.closed).code).toBe(4401);
  });

  it('closes with 4406 when the subprotocol is not offered', async () => {
    const { url } = await start();
    expect((await new TestClient(url, { protocol: '' }).closed).code).toBe(4406);
    expect((await new TestClient(url, { protocol: 'graphql-ws' }).closed).code).toBe(1006);
  });

  it.each([
    ['a foreign origin with a cookie', asUser('anna', 'https://evil.test'), 403],
    ['no origin with a cookie', { headers: { cookie: 'session=anna' } }, 403],
    ['an expired session', asUser('expired'), 401],
  ])('refuses %s', async (_what, options, status) => {
    const { url } = await start();
    await expect(TestClient.open(url, options)).rejects.toThrow(`HTTP ${status}`);
  });

  it('takes a bearer token where there was no cookie, and refuses it beside one', async () => {
    const { url } = await start();
    const init = (authorization: string) => ({ type: 'connection_init', payload: { authorization } });
    const bearer = await TestClient.open(url);
    bearer.send(init('Bearer anna'));
    expect(await bearer.next()).toEqual({ type: 'connection_ack' });
    const both = await TestClient.open(url, asUser('anna'));
    both.send(init('Bearer anna'));
    expect((await both.closed).code).toBe(4400);
    const wrong = await TestClient.open(url);
    wrong.send(init('Basic anna'));
    expect((await wrong.closed).code).toBe(4403);
  });

  it('answers 503 when signing in takes too long', async () => {
    const { url } = await start({ initMs: 20 }, { authenticate: () => new Promise(() => {}) });
    await expect(TestClient.open(url)).rejects.toThrow('HTTP 503');
  });

  it('answers 500 when signing in throws, and logs it', async () => {
    const { url, logged } = await start(
      {},
      { authenticate: () => Promise.reject(new Error('database gone')) },
    );
    await expect(TestClient.open(url)).rejects.toThrow('HTTP 500');
    expect(logged).toHaveLength(1);
  });

  it('survives a peer that resets while it is being signed in', async () => {
    const entered = Promise.withResolvers<void>();
    const viewer = Promise.withResolvers<SocketViewer>();
    const { url } = await start(
      {},
      {
        authenticate: () => {
          entered.resolve();
          return viewer.promise;
        },
      },
    );
    const raw = connect(Number(new URL(url).port), '127.0.0.1');
    raw.write('GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await entered.promise;
    raw.resetAndDestroy();
    await new Promise((resolve) => raw.once('close', resolve));
    viewer.resolve(by(null, 'none'));
    await viewer.promise;
    expect(server.sockets.stats()).toMatchObject({ sockets: 0, pending: 0 });
  });
});

describe('limits', () => {
  it('counts sockets by user, over cookies and bearer tokens, and frees them on close', async () => {
    const { url } = await start({ socketsPerUser: 2 });
    const first = await TestClient.ready(url, asUser('anna'));
    await TestClient.ready(url, asUser('anna'));
    await TestClient.ready(url, asUser('bo'));
    await expect(TestClient.open(url, asUser('anna'))).rejects.toThrow('HTTP 429');
    const bearer = await TestClient.open(url);
    bearer.send({ type: 'connection_init', payload: { authorization: 'Bearer anna' } });
    expect((await bearer.closed).code).toBe(1013);
    first.socket.close();
    await first.closed;
    await TestClient.ready(url, asUser('anna'));
  });

  it('counts sockets by address, those signing in included', async () => {
    const viewer = Promise.withResolvers<{ refuse: 401 }>();
    const { url } = await start({ socketsPerAddress: 1 }, { authenticate: () => viewer.promise });
    const raw = connect(Number(new URL(url).port), '127.0.0.1');
    raw.write('GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await expect.poll(() => server.sockets.stats().pending).toBe(1);
    await expect(TestClient.open(url)).rejects.toThrow('HTTP 429');
    viewer.resolve({ refuse: 401 });
    await new Promise((resolve) => raw.once('close', resolve).resume());
    await expect(TestClient.open(url)).rejects.toThrow('HTTP 401');
  });

  it('answers the operation beyond the limit with an error for its id only', async () => {
    const { url } = await start({ operationsPerSocket: 2 });
    const client = await TestClient.ready(url);
    for (const id of ['a', 'b', 'c']) client.subscribe(id);
    expect(await client.settled()).toMatchObject([{ id: 'c', type: 'error' }]);
    client.send({ id: 'a', type: 'complete' });
    client.subscribe('d');
    expect(await client.settled()).toEqual([]);
  });

  it('closes with 1009 at a message over the largest payload, before anyone signed in', async () => {
    const { url } = await start();
    const client = await TestClient.open(url);
    client.send('x'.repeat(64 * 1024 + 1));
    expect((await client.closed).code).toBe(1009);
  });
});

describe('messages', () => {
  it.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['an array', '[]'],
    ['an unknown type', '{"type":"start"}'],
    ['a message that only servers send', '{"type":"next","id":"a","payload":{}}'],
    ['a subscribe without id', '{"type":"subscribe","payload":{"query":"subscription { ticks }"}}'],
    [
      'a subscribe with a number as id',
      '{"id":1,"type":"subscribe","payload":{"query":"subscription { ticks }"}}',
    ],
    ['a subscribe with neither query nor document', '{"id":"a","type":"subscribe","payload":{}}'],
    ['variables that are a list', '{"id":"a","type":"subscribe","payload":{"query":"x","variables":[]}}'],
    ['an endless id', JSON.stringify({ id: 'x'.repeat(257), type: 'complete' })],
  ])('closes with 4400 at %s, repeating nothing of it', async (_what, text) => {
    const { url } = await start();
    const client = await TestClient.ready(url);
    client.send(text);
    expect(await client.closed).toEqual({ code: 4400, reason: 'Invalid message received' });
  });

  it('closes with 4400 at a binary frame', async () => {
    const { url } = await start();
    const client = await TestClient.ready(url);
    client.socket.send(Buffer.from('{"type":"ping"}'));
    expect((await client.closed).code).toBe(4400);
  });

  it('answers ping, also before connection_init, and takes pong in silence', async () => {
    const { url } = await start();
    const client = await TestClient.open(url);
    client.send({ type: 'ping', payload: { a: 1 } });
    expect(await client.next()).toEqual({ type: 'pong' });
    client.send({ type: 'pong' });
    expect(await client.settled()).toEqual([]);
  });

  it('delivers to each id, whatever characters it has and however long the payload is', async () => {
    const { url, sink } = await start();
    const client = await TestClient.ready(url);
    const odd = 'æ"\\\n😀';
    client.subscribe(odd, NAMED('one'));
    client.subscribe('b', NAMED('two'));
    await client.settled();
    for (const length of [0, 10, 80, 125, 126, 16_000, 17_000, 65_000, 66_000, 200_000]) {
      const payload = { data: `ø${'x'.repeat(length)}` };
      sink('one').next(JSON.stringify(payload));
      sink('two').next(JSON.stringify(payload));
      expect(await client.next()).toEqual({ id: odd, type: 'next', payload });
      expect(await client.next()).toEqual({ id: 'b', type: 'next', payload });
    }
  });

  it('closes with 4409 at an id in use; an id is free again after complete', async () => {
    const { url, sink } = await start();
    const client = await TestClient.ready(url);
    client.subscribe('a', NAMED('one'));
    await client.settled();
    client.send({ id: 'a', type: 'complete' });
    client.subscribe('a', NAMED('two'));
    await client.settled();
    expect(sink('one').stopped).toBe(true);
    expect(sink('two').stopped).toBe(false);
    sink('one').next('{"data":1}');
    sink('two').next('{"data":2}');
    expect(await client.settled()).toMatchObject([{ id: 'a', payload: { data: 2 } }]);
    client.subscribe('a', NAMED('three'));
    expect((await client.closed).code).toBe(4409);
    expect(sink('two').stopped).toBe(true);
  });

  it('tells a completion once and forgets the operation', async () => {
    const { url, sink, sockets } = await start();
    const client = await TestClient.ready(url);
    client.subscribe('a', NAMED('one'));
    await client.settled();
    sink('one').complete();
    sink('one').complete();
    sink('one').next('{"data":1}');
    expect(await client.settled()).toEqual([{ id: 'a', type: 'complete' }]);
    expect(sockets.stats().operations).toBe(0);
  });

  it('takes a trusted document by its id, without a query', async () => {
    const seen: unknown[] = [];
    const { url } = await start(
      {},
      {
        resolveDocument: (payload) => {
          seen.push(payload);
          return [];
        },
      },
    );
    const client = await TestClient.ready(url);
    client.send({ id: 'a', type: 'subscribe', payload: { documentId: 'abc' } });
    expect(await client.next()).toEqual({ id: 'a', type: 'error', payload: [] });
    expect(seen).toEqual([{ documentId: 'abc', query: '' }]);
  });
});

describe('documents that may not run', () => {
  it.each([
    ['a syntax error', 'subscription { syntax', 'Syntax error.'],
    ['a limit that throws', 'subscription { deep }', 'Too deep.'],
    ['an unexpected exception, masked', 'subscription { secret }', 'Something went wrong.'],
    [
      'a query',
      'query { viewer }',
      'Only subscriptions run over the socket; send queries and mutations over HTTP.',
    ],
    [
      'a mutation',
      'mutation { x }',
      'Only subscriptions run over the socket; send queries and mutations over HTTP.',
    ],
  ])('answer %s with an error for that id, and others go on', async (_what, query, message) => {
    const { url, sink } = await start();
    const client = await TestClient.ready(url);
    client.subscribe('good', NAMED('one'));
    client.subscribe('bad', query);
    expect(await client.next()).toMatchObject({ id: 'bad', type: 'error', payload: [{ message }] });
    sink('one').next('{"data":1}');
    expect(await client.next()).toMatchObject({ id: 'good', type: 'next' });
  });

  it('stops a subscription that comes to be after its client took it back', async () => {
    const late = Promise.withResolvers<{ stop(): void; resync(): void }>();
    const entered = Promise.withResolvers<void>();
    const subscribe = () => {
      entered.resolve();
      return late.promise;
    };
    const { url } = await start({}, { subscribe });
    const client = await TestClient.ready(url);
    client.subscribe('a');
    await entered.promise;
    client.send({ id: 'a', type: 'complete' });
    await client.settled();
    await new Promise<void>((resolve) => late.resolve({ stop: resolve, resync: () => {} }));
  });
});

describe('rights', () => {
  it('closes with 4403 instead of telling an event when the rights version changed', async () => {
    const { url, sink, rights } = await start();
    const client = await TestClient.ready(url, asUser('anna'));
    client.subscribe('a', NAMED('one'));
    await client.settled();
    rights.set('anna', 2);
    sink('one').next('{"data":"secret"}');
    expect((await client.closed).code).toBe(4403);
    await expect(client.next()).rejects.toThrow('closed before');
    expect(sink('one').stopped).toBe(true);
  });

  it('closes with 4403 at a new operation when there are no rights left', async () => {
    const { url, rights } = await start();
    const client = await TestClient.ready(url, asUser('anna'));
    rights.set('anna', null);
    client.subscribe('a');
    expect((await client.closed).code).toBe(4403);
  });

  it('closes all sockets of a user and nobody else', async () => {
    const { url, sockets } = await start();
    const anna = [await TestClient.ready(url, asUser('anna')), await TestClient.ready(url, asUser('anna'))];
    const bo = await TestClient.ready(url, asUser('bo'));
    sockets.closeUser('anna', 4403);
    for (const client of anna) expect((await client.closed).code).toBe(4403);
    expect(await bo.settled()).toEqual([]);
  });

  it('lets nobody in whose sockets were closed while the upgrade was being signed in', async () => {
    const entered = Promise.withResolvers<void>();
    const viewer = Promise.withResolvers<SocketViewer>();
    const { url, sockets } = await start(
      {},
      {
        authenticate: () => {
          entered.resolve();
          return viewer.promise;
        },
      },
    );
    const opening = TestClient.open(url, { headers: { origin: ORIGIN } });
    await entered.promise;
    sockets.closeUser('anna', 4403);
    viewer.resolve(by('anna', 'cookie'));
    await expect(opening).rejects.toThrow('HTTP 401');
  });
});

describe('a peer that shows no life', () => {
  it('is cut when it does not answer the ping, and one that does is kept', async () => {
    const { url, sockets } = await start({ pingMs: 30 });
    const dead = await TestClient.open(url, { autoPong: false });
    const alive = await TestClient.ready(url);
    dead.send({ type: 'connection_init' });
    expect((await dead.closed).code).toBe(1006);
    expect(await alive.settled()).toEqual([]);
    expect(sockets.stats()).toMatchObject({ sockets: 1, terminated: 1 });
  });
});

describe('a slow reader', () => {
  const event = JSON.stringify({ data: 'x'.repeat(1_000) });

  it('that stops reading for 20,000 events costs a bounded buffer, and gets a fresh snapshot', async () => {
    const { url, sink, sockets } = await start();
    const slow = await TestClient.ready(url);
    const quick = await TestClient.ready(url);
    slow.subscribe('a', NAMED('one'));
    slow.subscribe('b', NAMED('two'));
    quick.subscribe('a', NAMED('three'));
    await Promise.all([slow.settled(), quick.settled()]);
    slow.socket.pause();
    const before = process.memoryUsage().arrayBuffers;
    const heard: unknown[] = [];
    for (let n = 1; n <= 20_000; n++) {
      sink('one').next(event);
      sink('two').next(event);
      sink('three').next(`{"data":${n}}`);
      if (n % 100 === 0) heard.push(...(await quick.settled()));
    }
    expect(heard.map((message) => (message as { payload: { data: number } }).payload.data)).toEqual(
      Array.from({ length: 20_000 }, (_, index) => index + 1),
    );
    expect(sockets.stats().overflowed).toBe(2);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000);
    sink('one').snapshot = '{"data":"now"}';
    slow.socket.resume();
    const told: string[] = [];
    while (told.filter((data) => data !== 'x').length < 2) {
      const { id, payload } = await slow.next();
      told.push(payload.data.startsWith('x') ? 'x' : `${id}:${payload.data}`);
    }
    expect(told.slice(-2)).toEqual(['a:now', 'b:snapshot']);
    expect(sockets.stats()).toMatchObject({ overflowed: 0, resyncs: 2 });
    sink('one').next('{"data":"after"}');
    expect(await slow.settled()).toMatchObject([{ id: 'a', payload: { data: 'after' } }]);
  });

  it('whose snapshots alone overflow gets them one by one', async () => {
    const { url, sink } = await start({ LIVE_BUFFER_MAX_BYTES: 50_000 });
    const client = await TestClient.ready(url);
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) client.subscribe(name, NAMED(name));
    await client.settled();
    client.socket.pause();
    for (const name of names) {
      while (sink(name).resyncs === 0 && server.sockets.stats().overflowed <= names.indexOf(name)) {
        sink(name).next(JSON.stringify({ data: 'x'.repeat(100_000) }));
      }
      sink(name).snapshot = JSON.stringify({ data: `${name}${'y'.repeat(3_000_000)}` });
    }
    client.socket.resume();
    const snapshots = new Set<string>();
    while (snapshots.size < 4) {
      const { payload } = await client.next();
      if (payload.data[1] === 'y') snapshots.add(payload.data[0]);
    }
    expect(server.sockets.stats()).toMatchObject({ overflowed: 0, resyncs: 4 });
  });

  it('that overflowed and caught up before its subscription was there still gets a snapshot', async () => {
    const entered = Promise.withResolvers<SocketSink>();
    const late = Promise.withResolvers<{ stop(): void; resync(): void }>();
    const subscribe = (_operation: SocketOperation, _viewer: SocketViewer, sink: SocketSink) => {
      entered.resolve(sink);
      return late.promise;
    };
    const { url, sockets } = await start({}, { subscribe });
    const client = await TestClient.ready(url);
    client.subscribe('a');
    const sink = await entered.promise;
    client.socket.pause();
    while (sockets.stats().overflowed === 0) sink.next(event);
    client.socket.resume();
    await client.settled();
    late.resolve({ stop: () => {}, resync: () => sink.next('{"data":"now"}') });
    expect(await client.next()).toEqual({ id: 'a', type: 'next', payload: { data: 'now' } });
  });

  it('that makes us answer without reading is cut', async () => {
    const { url, sink, sockets } = await start({ LIVE_BUFFER_MAX_BYTES: 10_000 });
    const client = await TestClient.ready(url);
    client.subscribe('a', NAMED('one'));
    await client.settled();
    client.socket.pause();
    while (sockets.stats().overflowed === 0) sink('one').next(event);
    const ping = JSON.stringify({ type: 'ping' });
    for (let n = 0; n < 10_000; n++) client.send(ping);
    await expect.poll(() => sockets.stats().terminated, { timeout: 10_000 }).toBe(1);
    expect(sink('one').stopped).toBe(true);
  });

  it('that loses its rights is cut though it does not read the close frame', async () => {
    const { url, sink, sockets } = await start({ closeMs: 20 });
    const client = await TestClient.ready(url, asUser('anna'));
    client.subscribe('a', NAMED('one'));
    await client.settled();
    client.socket.pause();
    while (sockets.stats().overflowed === 0) sink('one').next(event);
    sockets.closeUser('anna', 4403);
    await expect.poll(() => sockets.stats().sockets).toBe(0);
  });
});

describe('draining', () => {
  it('closes all with 1012 and refuses newcomers', async () => {
    const { url, sockets } = await start();
    const client = await TestClient.ready(url);
    await sockets.drain();
    expect((await client.closed).code).toBe(1012);
    await expect(TestClient.open(url)).rejects.toThrow('HTTP 503');
    expect(sockets.stats().sockets).toBe(0);
  });
});
