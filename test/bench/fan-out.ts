import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { type FeedChange, LiveHub } from '@planner/schema/availability/live/index.ts';
import { createSocketServer } from '@planner/server/socket/socket.ts';
import * as ws from 'ws';
import { type Figure, figure, median } from './figure.ts';

export type ClientOrder =
  | { do: 'open'; url: string; sockets: number; subscribe: boolean }
  | { do: 'collect' };
export type ClientReport =
  | { kind: 'opened' }
  | { kind: 'heard'; messages: number; p50Ms: number; p99Ms: number };

interface Round {
  cpu: number;
  p99: number;
}

interface Side {
  url: string;
  subscribe: boolean;
  publish(event: string): void;
  close(): void;
}

/** Part of ws, but not of its types. */
const { Sender } = ws as unknown as {
  Sender: { frame(data: Buffer, options: object): Buffer[] };
};
const ROUNDS = 4;
const EVENTS = 40;
/** Long enough for all to have heard one event before the next. */
const BETWEEN_MS = 40;

/**
 * A change to all watchers of one window: hub, execution shared, our socket loop, against one frame made
 * beforehand and written to every socket of `ws` (performance.md, row 7). Rounds alternate in the same run; the
 * watchers are processes of their own. Medians of server CPU a message (µs) and of the 99th percentile (ms).
 */
export async function benchFanOut(sockets = 1000): Promise<Figure[]> {
  const sides = [await ourSide(), await floorSide()] as const;
  const watchers = sides.map(() => fork(new URL('./fan-out-clients.ts', import.meta.url)));
  try {
    for (const [index, { url, subscribe }] of sides.entries()) {
      await ask(watchers[index] as ChildProcess, { do: 'open', url, sockets, subscribe });
    }
    const results = sides.map(() => [] as Round[]);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [index, side] of sides.entries()) {
        const result = await measure(side, watchers[index] as ChildProcess, sockets);
        // The first round warms up.
        if (round > 0) results[index]?.push(result);
      }
    }
    const [ours = [], floor = []] = results;
    return [
      compare(`a change to ${sockets} watchers, server CPU a message (µs)`, ours, floor, 'cpu'),
      compare(`a change to ${sockets} watchers, p99 (ms)`, ours, floor, 'p99'),
    ];
  } finally {
    for (const watcher of watchers) watcher.kill();
    for (const side of sides) side.close();
  }
}

async function measure(side: Side, watcher: ChildProcess, sockets: number) {
  const before = process.cpuUsage();
  for (let n = 0; n < EVENTS; n++) {
    side.publish(changeOfSlots());
    await pause(BETWEEN_MS);
  }
  const { user, system } = process.cpuUsage(before);
  await pause(500);
  const report = await ask(watcher, { do: 'collect' });
  if (report.kind !== 'heard' || report.messages !== EVENTS * sockets) {
    throw new Error(`Expected ${EVENTS * sockets} messages, got ${JSON.stringify(report)}.`);
  }
  return { cpu: (user + system) / report.messages, p99: report.p99Ms };
}

/** Some 1 kB: ten slots, and when it was sent in microseconds of the machine's monotonic clock. */
function changeOfSlots(): string {
  const slots = Array.from({ length: 10 }, (_, n) => ({
    key: `offer:2026-11-27T08:${10 + n}:00.000Z`,
    startsAt: `2026-11-27T08:${10 + n}:00.000Z`,
    seatsLeft: 1,
  }));
  return JSON.stringify({ sentAt: String(process.hrtime.bigint() / 1000n), slots });
}

async function ourSide(): Promise<Side> {
  const listeners = new Set<(change: FeedChange) => void>();
  const subscribe = (listener: (change: FeedChange) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const hub = new LiveHub({ feed: { subscribe } });
  let item = '"nothing yet"';
  let position = 0;
  const window = {
    compute: async () => ({
      position: String(position),
      state: new Map([['slots', item]]),
      nextChangeAt: null,
    }),
    touches: () => true,
    render: (event: object) => JSON.stringify({ data: { slots: event } }),
  };
  const live = createSocketServer(
    {
      authenticate: async () => ({ userId: null, credential: 'none', credentialId: null, lastsMs: null }),
      authenticateInit: async () => ({ refuse: 401 }),
      allowedOrigin: () => true,
      resolveDocument: () => ({ key: 'slots', kind: 'subscription' }),
      subscribe: async ({ key }, _viewer, sink) =>
        hub.watch(key, () => window, {
          event: (payload) => sink.next(payload),
          failed: () => sink.complete(),
        }),
      rightsVersion: () => 1,
      lastsMs: async () => null,
      maskError: () => ({ message: 'Something went wrong.' }),
    },
    { socketsPerAddress: Number.POSITIVE_INFINITY },
  );
  const http = createServer();
  http.on('upgrade', (request, socket, head) => live.handleUpgrade(request, socket, head));
  return {
    url: await listen(http),
    subscribe: true,
    publish(event) {
      position += 1;
      item = event;
      const id = String(position);
      for (const listener of listeners) {
        listener({
          id,
          entity: 'occupancy',
          entityId: id,
          jobCentreId: null,
          resources: [],
          from: null,
          to: null,
        });
      }
    },
    close() {
      hub.close();
      void live.drain();
      http.close();
    },
  };
}

async function floorSide(): Promise<Side> {
  const streams = new Set<Duplex>();
  const wss = new ws.WebSocketServer({ noServer: true, perMessageDeflate: false });
  const http = createServer();
  http.on('upgrade', (request, stream, head) => {
    wss.handleUpgrade(request, stream, head, (socket) => {
      streams.add(stream);
      socket.on('close', () => streams.delete(stream));
      socket.send('{"hello":true}');
    });
  });
  return {
    url: await listen(http),
    subscribe: false,
    publish(event) {
      const opened = {
        kind: 'change',
        cursor: 'epoch.1.fingerprintfingerprint',
        opened: [event],
        closed: [],
      };
      const message = { id: crypto.randomUUID(), type: 'next', payload: { data: { slots: opened } } };
      const data = Buffer.from(JSON.stringify(message));
      const frame = Buffer.concat(
        Sender.frame(data, { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: true }),
      );
      for (const stream of streams) stream.write(frame);
    },
    close() {
      for (const stream of streams) stream.destroy();
      http.close();
    },
  };
}

async function listen(http: ReturnType<typeof createServer>): Promise<string> {
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return `ws://127.0.0.1:${(http.address() as AddressInfo).port}/graphql`;
}

async function ask(watcher: ChildProcess, order: ClientOrder): Promise<ClientReport> {
  const answer = once(watcher, 'message');
  watcher.send(order);
  const gone = once(watcher, 'exit').then(([code]) => {
    throw new Error(`The watchers' process ended with ${code}.`);
  });
  const [report] = (await Promise.race([answer, gone])) as [ClientReport];
  gone.catch(() => {});
  return report;
}

function compare(name: string, ours: Round[], floor: Round[], of: keyof Round): Figure {
  return figure(name, median(ours.map((one) => one[of])), median(floor.map((one) => one[of])), { atMost: 3 });
}
