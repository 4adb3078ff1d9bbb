import { describe, expect, it } from 'vitest';
import { TestClient } from './test-client.ts';
import { named, startTestServer } from './test-server.ts';

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
    const { url } = await startTestServer();
    const client = await TestClient.ready(url);
    client.send(text);
    expect(await client.closed).toEqual({ code: 4400, reason: 'Invalid message received' });
  });

  it('closes with 4400 at a binary frame', async () => {
    const { url } = await startTestServer();
    const client = await TestClient.ready(url);
    client.socket.send(Buffer.from('{"type":"ping"}'));
    expect((await client.closed).code).toBe(4400);
  });

  it('answers ping, also before connection_init, and takes pong in silence', async () => {
    const { url } = await startTestServer();
    const client = await TestClient.open(url);
    client.send({ type: 'ping', payload: { a: 1 } });
    expect(await client.next()).toEqual({ type: 'pong' });
    client.send({ type: 'pong' });
    expect(await client.settled()).toEqual([]);
  });

  it('delivers to each id, whatever characters it has and however long the payload is', async () => {
    const { url, sink } = await startTestServer();
    const client = await TestClient.ready(url);
    const odd = 'æ"\\\n😀';
    client.subscribe(odd, named('one'));
    client.subscribe('b', named('two'));
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
    const { url, sink } = await startTestServer();
    const client = await TestClient.ready(url);
    client.subscribe('a', named('one'));
    await client.settled();
    client.send({ id: 'a', type: 'complete' });
    client.subscribe('a', named('two'));
    await client.settled();
    expect(sink('one').stopped).toBe(true);
    expect(sink('two').stopped).toBe(false);
    sink('one').next('{"data":1}');
    sink('two').next('{"data":2}');
    expect(await client.settled()).toMatchObject([{ id: 'a', payload: { data: 2 } }]);
    client.subscribe('a', named('three'));
    expect((await client.closed).code).toBe(4409);
    expect(sink('two').stopped).toBe(true);
  });

  it('tells a completion once and forgets the operation', async () => {
    const { url, sink, sockets } = await startTestServer();
    const client = await TestClient.ready(url);
    client.subscribe('a', named('one'));
    await client.settled();
    sink('one').complete();
    sink('one').complete();
    sink('one').next('{"data":1}');
    expect(await client.settled()).toEqual([{ id: 'a', type: 'complete' }]);
    expect(sockets.stats().operations).toBe(0);
  });

  it('takes a trusted document by its id, without a query', async () => {
    const seen: unknown[] = [];
    const { url } = await startTestServer(
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
    const { url, sink } = await startTestServer();
    const client = await TestClient.ready(url);
    client.subscribe('good', named('one'));
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
    const { url } = await startTestServer({}, { subscribe });
    const client = await TestClient.ready(url);
    client.subscribe('a');
    await entered.promise;
    client.send({ id: 'a', type: 'complete' });
    await client.settled();
    await new Promise<void>((resolve) => late.resolve({ stop: resolve, resync: () => {} }));
  });
});
