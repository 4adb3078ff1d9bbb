import { describe, expect, it } from 'vitest';
import { TestClient } from './test-client.ts';
import { asUser, by, named, ORIGIN, slowSignIn, startTestServer } from './test-server.ts';

describe('rights', () => {
  it('closes with 4403 instead of telling an event when the rights version changed', async () => {
    const { url, sink, rights } = await startTestServer();
    const client = await TestClient.ready(url, asUser('anna'));
    client.subscribe('a', named('one'));
    await client.settled();
    rights.set('anna', 2);
    sink('one').next('{"data":"secret"}');
    expect((await client.closed).code).toBe(4403);
    await expect(client.next()).rejects.toThrow('closed before');
    expect(sink('one').stopped).toBe(true);
  });

  it('closes with 4403 at a new operation when there are no rights left', async () => {
    const { url, rights } = await startTestServer();
    const client = await TestClient.ready(url, asUser('anna'));
    rights.set('anna', null);
    client.subscribe('a');
    expect((await client.closed).code).toBe(4403);
  });

  it('closes all sockets of a user and nobody else', async () => {
    const { url, sockets } = await startTestServer();
    const anna = [await TestClient.ready(url, asUser('anna')), await TestClient.ready(url, asUser('anna'))];
    const bo = await TestClient.ready(url, asUser('bo'));
    sockets.closeUser('anna', 4403);
    for (const client of anna) expect((await client.closed).code).toBe(4403);
    expect(await bo.settled()).toEqual([]);
  });

  it('lets nobody in whose sockets were closed while the upgrade was being signed in', async () => {
    const { entered, viewer, authenticate } = slowSignIn();
    const { url, sockets } = await startTestServer({}, { authenticate });
    const opening = TestClient.open(url, { headers: { origin: ORIGIN } });
    await entered;
    sockets.closeUser('anna', 4403);
    viewer.resolve(by('anna', 'cookie'));
    await expect(opening).rejects.toThrow('HTTP 401');
  });
});

describe('a peer that shows no life', () => {
  it('is cut when it does not answer the ping, and one that does is kept', async () => {
    const { url, sockets } = await startTestServer({ pingMs: 30 });
    const dead = await TestClient.open(url, { autoPong: false });
    const alive = await TestClient.ready(url);
    dead.send({ type: 'connection_init' });
    expect((await dead.closed).code).toBe(1006);
    expect(await alive.settled()).toEqual([]);
    expect(sockets.stats()).toMatchObject({ sockets: 1, terminated: 1 });
  });
});

describe('draining', () => {
  it('closes all with 1012 and refuses newcomers', async () => {
    const { url, sockets } = await startTestServer();
    const client = await TestClient.ready(url);
    await sockets.drain();
    expect((await client.closed).code).toBe(1012);
    await expect(TestClient.open(url)).rejects.toThrow('HTTP 503');
    expect(sockets.stats().sockets).toBe(0);
  });
});
