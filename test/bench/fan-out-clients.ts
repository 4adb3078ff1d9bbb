// The watching side of fan-out.ts, in a process of its own so that its CPU is not counted as the server's.
import { WebSocket } from 'ws';
import type { ClientOrder, ClientReport } from './fan-out.ts';

/** Microseconds on the clock that all processes of a machine share. */
const now = () => Number(process.hrtime.bigint() / 1000n);
const MARK = 'sentAt\\":\\"';
let delays: number[] = [];

process.on('message', async (order: ClientOrder) => {
  if (order.do === 'open') {
    // By the hundred: the listening socket's backlog is 511.
    for (let opened = 0; opened < order.sockets; opened += 100) {
      const count = Math.min(100, order.sockets - opened);
      await Promise.all(Array.from({ length: count }, () => open(order.url, order.subscribe)));
    }
    delays = [];
    report({ kind: 'opened' });
  } else {
    delays.sort((a, b) => a - b);
    const at = (share: number) => (delays[Math.floor(delays.length * share)] ?? Number.NaN) / 1000;
    report({ kind: 'heard', messages: delays.length, p50Ms: at(0.5), p99Ms: at(0.99) });
    delays = [];
  }
});

/** Resolves when the socket hears its first event, a snapshot or the like. */
function open(url: string, subscribe: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'graphql-transport-ws');
    socket.on('error', reject);
    socket.on('open', () => {
      if (subscribe) socket.send('{"type":"connection_init"}');
    });
    socket.on('message', (data) => {
      const text = (data as Buffer).toString('latin1');
      if (text.includes('connection_ack')) {
        const payload = { documentId: 'slots' };
        socket.send(JSON.stringify({ id: crypto.randomUUID(), type: 'subscribe', payload }));
        return;
      }
      const mark = text.indexOf(MARK);
      if (mark >= 0) delays.push(now() - Number.parseInt(text.slice(mark + MARK.length), 10));
      else resolve();
    });
  });
}

function report(message: ClientReport): void {
  process.send?.(message);
}
