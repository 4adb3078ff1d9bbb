import type { createClient } from 'graphql-ws/client';
import { describe, expect, it } from 'vitest';
import { jittered, LiveClient } from './client.svelte.ts';

type Options = Parameters<typeof createClient>[0];
type Sink = { next(result: object): void; error(error: unknown): void; complete(): void };

/** A live client over a library that does only what the test says. */
function live() {
  let options = {} as Options;
  const asked: { sink: Sink; payload: { variables?: unknown } }[] = [];
  const create = ((given: Options) => {
    options = given;
    return {
      subscribe: (payload: object, sink: Sink) => {
        asked.push({ payload, sink });
        return () => {};
      },
      terminate: () => {},
      dispose: () => {},
    };
  }) as unknown as typeof createClient;
  let signIn = () => {};
  const session = {
    state: 'running',
    check: async () => {},
    signedIn: () => new Promise<void>((resolve) => (signIn = resolve)),
  };
  const client = new LiveClient('ws://planner.test/graphql', session, create);
  return {
    client,
    asked,
    opened: () => options.on?.connected?.({} as never, undefined as never, false),
    closed: (code: number) => options.on?.closed?.({ code } as never),
    session,
    signIn: () => signIn(),
    /** What the library waits for before it tries again. */
    retry: () => options.retryWait?.(0) as Promise<void>,
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
    const { client, asked, opened } = live();
    const events: unknown[] = [];
    follow(client, events);
    follow(client);
    expect(client.state).toBe('connecting');
    opened();
    asked[0]?.sink.next(event);
    expect(client.state).toBe('connecting');
    asked[1]?.sink.next(event);
    expect(client.state).toBe('live');
    expect(events).toEqual([{ cursor: 'c2' }]);
  });

  it('is lost between tries, and live again only when it has caught up', () => {
    const { client, asked, opened, closed } = live();
    let cursor = 'c1';
    follow(client, [], () => cursor);
    opened();
    asked[0]?.sink.next(event);
    closed(1006);
    expect(client.state).toBe('lost');
    opened();
    expect(client.state).toBe('connecting');
    cursor = 'c2';
    expect(asked[0]?.payload.variables).toEqual({ since: 'c2' });
    asked[0]?.sink.next(event);
    expect(client.state).toBe('live');
  });

  it('is signed out when the server closes with 4403 and the session has ended, until somebody signs in', async () => {
    const { client, asked, opened, closed, session, signIn, retry } = live();
    follow(client);
    opened();
    closed(4403);
    expect(client.state).toBe('lost');
    session.state = 'ended';
    const tried = retry();
    await expect.poll(() => client.state, { interval: 20 }).toBe('signed-out');
    signIn();
    await tried;
    opened();
    asked[0]?.sink.next(event);
    expect(client.state).toBe('live');
  });

  it('stops when the server refuses, and stays so', () => {
    const { client, asked, opened, closed } = live();
    follow(client);
    opened();
    asked[0]?.sink.error([{ message: 'This document is not known.' }]);
    closed(1000);
    expect(client.state).toBe('stopped');
  });

  it('forgets a view that is over: the others alone decide', () => {
    const { client, asked, opened } = live();
    const stop = follow(client);
    follow(client);
    opened();
    stop();
    asked[1]?.sink.next(event);
    expect(client.state).toBe('live');
  });
});

describe('jittered', () => {
  it('doubles up to twenty seconds, half of it by chance', () => {
    expect([0, 1, 2, 20].map((tries) => jittered(tries, () => 0))).toEqual([250, 500, 1000, 10_000]);
    expect([0, 20].map((tries) => jittered(tries, () => 1))).toEqual([500, 20_000]);
  });
});
