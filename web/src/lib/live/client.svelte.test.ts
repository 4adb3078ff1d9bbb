import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jittered, LiveClient, type LiveSocket } from './client.svelte.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Message = { type: string; id: string; payload: { variables: unknown } };

/** A live client and the sockets it opens; the test is the server. */
function live() {
  const sockets: (LiveSocket & { sent: Message[]; isClosed: boolean })[] = [];
  let signIn = () => {};
  const session = {
    state: 'running',
    check: async () => {},
    signedIn: () => new Promise<void>((resolve) => (signIn = resolve)),
  };
  const client = new LiveClient(session, () => {
    const socket = {
      sent: [] as Message[],
      isClosed: false,
      onopen: null,
      onmessage: null,
      onclose: null,
      send: (text: string) => void socket.sent.push(JSON.parse(text)),
      close: () => {
        socket.isClosed = true;
      },
    };
    sockets.push(socket);
    return socket;
  });
  const socket = () => sockets.at(-1) as (typeof sockets)[number];
  const self = () => socket() as unknown as WebSocket;
  const say = (message: object) =>
    socket().onmessage?.call(self(), { data: JSON.stringify(message) } as MessageEvent);
  const sent = (type: string) => socket().sent.filter((message) => message.type === type);
  return {
    client,
    session,
    signIn: () => signIn(),
    sockets,
    say,
    sent,
    /** The server takes the connection. */
    opened() {
      socket().onopen?.call(self(), {} as Event);
      say({ type: 'connection_ack' });
    },
    async closed(code: number) {
      socket().onclose?.call(self(), { code } as CloseEvent);
      await vi.advanceTimersByTimeAsync(0);
    },
    /** Tells the first, second … view of this connection. */
    tell: (view: number, payload: object = event) =>
      say({ type: 'next', id: sent('subscribe')[view]?.id, payload }),
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
}
const follow = (client: LiveClient, events: unknown[] = [], cursor = () => 'c1') =>
  client.subscribe({
    documentId: 'calendar',
    variables: () => ({ since: cursor() }),
    onEvent: (event) => events.push(event),
  });
const event = { data: { calendar: { cursor: 'c2' } } };

describe('LiveClient', () => {
  it('is live once every view has had its first event over the connection, and not before', () => {
    const { client, opened, tell } = live();
    const events: unknown[] = [];
    follow(client, events);
    follow(client);
    expect(client.state).toBe('connecting');
    opened();
    tell(0);
    expect(client.state).toBe('connecting');
    tell(1);
    expect(client.state).toBe('live');
    expect(events).toEqual([{ cursor: 'c2' }]);
  });

  it('is lost between tries, and live again only when it has caught up', async () => {
    const { client, sent, opened, closed, tell, pass } = live();
    let cursor = 'c1';
    follow(client, [], () => cursor);
    opened();
    tell(0);
    await closed(1006);
    expect(client.state).toBe('lost');
    cursor = 'c2';
    await pass(500);
    opened();
    expect(client.state).toBe('connecting');
    expect(sent('subscribe')[0]?.payload).toEqual({ documentId: 'calendar', variables: { since: 'c2' } });
    tell(0);
    expect(client.state).toBe('live');
  });

  it('is signed out when the server closes with 4403 and the session has ended, until somebody signs in', async () => {
    const { client, sockets, opened, closed, session, signIn, tell, pass } = live();
    follow(client);
    opened();
    await closed(4403);
    expect(client.state).toBe('lost');
    session.state = 'ended';
    await pass(60_000);
    expect([client.state, sockets.length]).toEqual(['signed-out', 1]);
    signIn();
    await pass(0);
    opened();
    tell(0);
    expect(client.state).toBe('live');
  });

  it.each([
    ['refuses what is asked for', 'error'],
    ['says that we speak wrongly', 4400],
  ])('stops when the server %s, and stays so', async (_, how) => {
    const { client, sockets, sent, opened, closed, say, pass } = live();
    follow(client);
    opened();
    const { id } = sent('subscribe')[0] as Message;
    if (how === 'error') say({ type: 'error', id, payload: [{ message: 'This document is not known.' }] });
    await closed(how === 'error' ? 1000 : (how as number));
    await pass(60_000);
    expect([client.state, sockets.length]).toEqual(['stopped', 1]);
  });

  it('forgets a view that is over: the others alone decide', () => {
    const { client, opened, tell, sent } = live();
    const stop = follow(client);
    follow(client);
    opened();
    stop();
    expect(sent('complete')).toHaveLength(1);
    tell(1);
    expect(client.state).toBe('live');
  });

  it('asks again for a view that the server has ended, once', async () => {
    const { client, opened, sent, say, pass } = live();
    follow(client);
    opened();
    say({ type: 'complete', id: sent('subscribe')[0]?.id });
    await pass(1_000);
    expect(sent('subscribe')).toHaveLength(2);
  });

  it('notices a line that is dead, and tries another', async () => {
    const { client, sockets, sent, opened, say, pass } = live();
    follow(client);
    opened();
    await pass(12_000);
    expect(sent('ping')).toHaveLength(1);
    say({ type: 'pong' });
    await pass(12_000 + 4_999);
    expect(client.state).not.toBe('lost');
    await pass(1);
    expect(client.state).toBe('lost');
    await pass(500);
    expect(sockets).toHaveLength(2);
  });

  it('keeps the socket for the next view, and closes it when none comes', async () => {
    const { client, sockets, sent, opened, pass } = live();
    const stop = follow(client);
    opened();
    stop();
    await pass(1_000);
    const stopNext = follow(client);
    await pass(5_000);
    expect([sockets.length, sockets[0]?.isClosed, sent('subscribe').length]).toEqual([1, false, 2]);
    stopNext();
    await pass(2_000);
    expect(sockets[0]?.isClosed).toBe(true);
  });

  it('closes what it was still opening, and does not come back', async () => {
    const { client, sockets, closed, pass } = live();
    follow(client);
    client.close();
    expect(sockets[0]?.isClosed).toBe(true);
    await closed(1006);
    await pass(60_000);
    expect(sockets).toHaveLength(1);
  });
});

describe('jittered', () => {
  it('doubles up to twenty seconds, half of it by chance', () => {
    expect([0, 1, 2, 20].map((tries) => jittered(tries, () => 0))).toEqual([250, 500, 1000, 10_000]);
    expect([0, 20].map((tries) => jittered(tries, () => 1))).toEqual([500, 20_000]);
  });
});
