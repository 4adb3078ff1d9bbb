import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { Planner } from './planner.ts';

/** Keeps every event of one live view, as one of the fixture's people. */
export function watchLive<Event>(
  planner: Planner,
  who: string,
  query: string,
  variables: Record<string, unknown>,
) {
  const events: Event[] = [];
  const client = createClient({
    url: `${planner.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${planner.tokens[who]}` },
    retryAttempts: 0,
  });
  const state = { errors: [] as unknown[], closed: null as number | null };
  client.on('closed', (event) => {
    state.closed = (event as { code: number }).code;
  });
  client.subscribe<Record<string, Event>>(
    { query, variables },
    {
      next: (result) => {
        if (result.data) events.push(Object.values(result.data)[0] as Event);
        if (result.errors) state.errors.push(...result.errors);
      },
      error: (error) => state.errors.push(error),
      complete: () => {},
    },
  );
  return { events, state, stop: () => client.dispose() };
}
