import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { SocketViewer } from './ports.ts';
import { TestClient } from './test-client.ts';
import { asUser, by, slowSignIn, startTestServer } from './test-server.ts';

describe('opening a socket', () => {
  it('acknowledges once, and closes with 4429 at a second connection_init', async () => {
    const { url } = await startTestServer();
    const client = await TestClient.ready(url);
    client.send({ type: 'connection_init' });
    expect((await client.closed).code).toBe(4429);
  });

  it('closes with 4408 when connection_init does not come', async () => {
    const { url } = await startTestServer({ initMs: 20 });
    expect((await (await TestClient.open(url)).closed).code).toBe(4408);
  });

  it('closes with 4408 when a bearer token is looked at for too long, and lets nobody in later', async () => {
    const slow = Promise.withResolvers<SocketViewer>();
    const { url, sockets } = await startTestServer({ initMs: 20 }, { authenticateInit: () => slow.promise });
    const client = await TestClient.open(url);
    client.send({ type: 'connection_init', payload: { authorization: 'Bearer late' } });
    expect((await client.closed).code).toBe(4408);
    slow.resolve(by('late', 'bearer'));
    await expect.poll(() => sockets.stats()).toMatchObject({ sockets: 0, pending: 0 });
  });

  it('closes with 4401 at a subscribe before the acknowledgement', async () => {
    const { url } = await startTestServer();
    const client = await TestClient.open(url);
    client.subscribe('a');
    expect((await client.closed).code).toBe(4401);
  });

  it('closes with 4406 when the subprotocol is not offered', async () => {
    const { url } = await startTestServer();
    expect((await new TestClient(url, { protocol: '' }).closed).code).toBe(4406);
    expect((await new TestClient(url, { protocol: 'graphql-ws' }).closed).code).toBe(1006);
  });

  it.each([
    ['a foreign origin with a cookie', asUser('anna', 'https://evil.test'), 403],
    ['no origin with a cookie', { headers: { cookie: 'session=anna' } }, 403],
    ['an expired session', asUser('expired'), 401],
  ])('refuses %s', async (_what, options, status) => {
    const { url } = await startTestServer();
    await expect(TestClient.open(url, options)).rejects.toThrow(`HTTP ${status}`);
  });

  it('takes a bearer token where there was no cookie, and refuses it beside one', async () => {
    const { url } = await startTestServer();
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
    const { url } = await startTestServer({ initMs: 20 }, { authenticate: () => new Promise(() => {}) });
    await expect(TestClient.open(url)).rejects.toThrow('HTTP 503');
  });

  it('answers 500 when signing in throws, and logs it', async () => {
    const { url, logged } = await startTestServer(
      {},
      { authenticate: () => Promise.reject(new Error('database gone')) },
    );
    await expect(TestClient.open(url)).rejects.toThrow('HTTP 500');
    expect(logged).toHaveLength(1);
  });

  it('survives a peer that resets while it is being signed in', async () => {
    const { entered, viewer, authenticate } = slowSignIn();
    const { url, sockets } = await startTestServer({}, { authenticate });
    const raw = connect(Number(new URL(url).port), '127.0.0.1');
    raw.write('GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await entered;
    raw.resetAndDestroy();
    await new Promise((resolve) => raw.once('close', resolve));
    viewer.resolve(by(null, 'none'));
    await viewer.promise;
    expect(sockets.stats()).toMatchObject({ sockets: 0, pending: 0 });
  });
});

describe('limits', () => {
  it('counts sockets by user, over cookies and bearer tokens, and frees them on close', async () => {
    const { url } = await startTestServer({ socketsPerUser: 2 });
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
    const { url, sockets } = await startTestServer(
      { socketsPerAddress: 1 },
      { authenticate: () => viewer.promise },
    );
    const raw = connect(Number(new URL(url).port), '127.0.0.1');
    raw.write('GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await expect.poll(() => sockets.stats().pending).toBe(1);
    await expect(TestClient.open(url)).rejects.toThrow('HTTP 429');
    viewer.resolve({ refuse: 401 });
    await new Promise((resolve) => raw.once('close', resolve).resume());
    await expect(TestClient.open(url)).rejects.toThrow('HTTP 401');
  });

  it('answers the operation beyond the limit with an error for its id only', async () => {
    const { url } = await startTestServer({ operationsPerSocket: 2 });
    const client = await TestClient.ready(url);
    for (const id of ['a', 'b', 'c']) client.subscribe(id);
    expect(await client.settled()).toMatchObject([{ id: 'c', type: 'error' }]);
    client.send({ id: 'a', type: 'complete' });
    client.subscribe('d');
    expect(await client.settled()).toEqual([]);
  });

  it('closes with 1009 at a message over the largest payload, before anyone signed in', async () => {
    const { url } = await startTestServer();
    const client = await TestClient.open(url);
    client.send('x'.repeat(64 * 1024 + 1));
    expect((await client.closed).code).toBe(1009);
  });
});
