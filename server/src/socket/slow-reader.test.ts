import { describe, expect, it } from 'vitest';
import type { SocketOperation, SocketSink, SocketViewer } from './ports.ts';
import { TestClient } from './test-client.ts';
import { asUser, named, startTestServer } from './test-server.ts';

describe('a slow reader', () => {
  const event = JSON.stringify({ data: 'x'.repeat(1_000) });

  it('that stops reading for 20,000 events costs a bounded buffer, and gets a fresh snapshot', async () => {
    const { url, sink, sockets } = await startTestServer();
    const slow = await TestClient.ready(url);
    const quick = await TestClient.ready(url);
    slow.subscribe('a', named('one'));
    slow.subscribe('b', named('two'));
    quick.subscribe('a', named('three'));
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
    const { url, sink, sockets } = await startTestServer({ LIVE_BUFFER_MAX_BYTES: 50_000 });
    const client = await TestClient.ready(url);
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) client.subscribe(name, named(name));
    await client.settled();
    client.socket.pause();
    for (const name of names) {
      while (sink(name).resyncs === 0 && sockets.stats().overflowed <= names.indexOf(name)) {
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
    expect(sockets.stats()).toMatchObject({ overflowed: 0, resyncs: 4 });
  });

  it('that overflowed and caught up before its subscription was there still gets a snapshot', async () => {
    const entered = Promise.withResolvers<SocketSink>();
    const late = Promise.withResolvers<{ stop(): void; resync(): void }>();
    const subscribe = (_operation: SocketOperation, _viewer: SocketViewer, sink: SocketSink) => {
      entered.resolve(sink);
      return late.promise;
    };
    const { url, sockets } = await startTestServer({}, { subscribe });
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
    const { url, sink, sockets } = await startTestServer({ LIVE_BUFFER_MAX_BYTES: 10_000 });
    const client = await TestClient.ready(url);
    client.subscribe('a', named('one'));
    await client.settled();
    client.socket.pause();
    while (sockets.stats().overflowed === 0) sink('one').next(event);
    const ping = JSON.stringify({ type: 'ping' });
    for (let n = 0; n < 10_000; n++) client.send(ping);
    await expect.poll(() => sockets.stats().terminated, { timeout: 10_000 }).toBe(1);
    expect(sink('one').stopped).toBe(true);
  });

  it('that loses its rights is cut though it does not read the close frame', async () => {
    const { url, sink, sockets } = await startTestServer({ closeMs: 20 });
    const client = await TestClient.ready(url, asUser('anna'));
    client.subscribe('a', named('one'));
    await client.settled();
    client.socket.pause();
    while (sockets.stats().overflowed === 0) sink('one').next(event);
    sockets.closeUser('anna', 4403);
    await expect.poll(() => sockets.stats().sockets).toBe(0);
  });
});
