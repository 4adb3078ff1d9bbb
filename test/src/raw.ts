import WebSocket from 'ws';
import { key } from './documents.ts';
import type { Planner } from './planner.ts';

export type Errors = { message: string; extensions?: Record<string, unknown> }[];

export const json = { 'content-type': 'application/json' };

/** What a client may put on the wire, right or wrong, with anna's bearer token unless it says otherwise. */
export function raw(planner: Planner) {
  const bearer = (who: string) => ({ authorization: `Bearer ${planner.tokens[who]}` });

  /** Sends a body as it is. */
  async function post(body: string, headers: Record<string, string> = { ...json, ...bearer('anna') }) {
    const answer = await fetch(`${planner.url}/graphql`, { method: 'POST', headers, body });
    const text = await answer.text();
    return { status: answer.status, text, errors: (JSON.parse(text) as { errors?: Errors }).errors ?? [] };
  }
  const send = (query: string, variables: object = {}) => post(JSON.stringify({ query, variables }));

  /** Says a few things on one socket as anna and returns all it answered, until it closed or answered the last. */
  function say(...messages: (object | string)[]): Promise<{ frames: string[]; code: number | null }> {
    return new Promise((done, failed) => {
      const socket = new WebSocket(`${planner.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      const frames: string[] = [];
      socket.on('error', failed);
      socket.on('open', () =>
        socket.send(JSON.stringify({ type: 'connection_init', payload: bearer('anna') })),
      );
      socket.on('message', (data) => {
        const frame = data.toString();
        if (frame.includes('connection_ack')) {
          for (const message of messages)
            socket.send(typeof message === 'string' ? message : JSON.stringify(message));
          return;
        }
        frames.push(frame);
        if (frames.length === messages.length) socket.close(1000);
      });
      socket.on('close', (code) => done({ frames, code: code === 1000 ? null : code }));
    });
  }
  /** The variables of a hold that is in order, or not quite. */
  const holding = (more: object = {}) => ({
    input: {
      offer: planner.gid('Offer', 'offer'),
      startsAt: planner.at(7),
      form: 'PHONE',
      idempotencyKey: key(),
      ...more,
    },
  });

  return { bearer, post, send, say, holding };
}

export type Raw = ReturnType<typeof raw>;

export const subscribe = (query: string, variables: object = {}) => ({
  id: '1',
  type: 'subscribe',
  payload: { query, variables },
});
