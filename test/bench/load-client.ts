// The asking side of load.ts, in a process of its own so that its CPU is not the server's. Asks for gzip, as browsers do.
import { Agent, request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { LoadOrder, LoadReport } from './load.ts';

process.on('message', async (order: LoadOrder) => {
  process.send?.(await run(order).catch((error): LoadReport => ({ kind: 'failed', message: String(error) })));
});

async function run(order: LoadOrder): Promise<LoadReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.connections });
  const answers: Record<string, number> = {};
  const delays: number[] = [];
  const begin = performance.now();
  const { flows, milliseconds } = order;
  let next = 0;
  const more = () => (milliseconds ? performance.now() - begin < milliseconds : next < flows.length);
  const lane = async () => {
    while (more()) {
      const { token, bodies } = flows[next++ % flows.length] as LoadOrder['flows'][number];
      const started = performance.now();
      let answer = '';
      for (const body of bodies) {
        const id = /"id":"([^"]+)"/.exec(answer)?.[1];
        // The step before has failed: its answer is what is told.
        if (body.includes('$id') && !id) break;
        answer = await post(order.url, agent, token, body.replace('$id', id ?? ''));
      }
      delays.push(performance.now() - started);
      const kind = new RegExp(order.kind).exec(answer)?.[0] ?? answer.slice(0, 300);
      answers[kind] = (answers[kind] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: order.connections }, lane));
  const seconds = (performance.now() - begin) / 1000;
  agent.destroy();
  delays.sort((a, b) => a - b);
  const at = (share: number) => delays[Math.floor(delays.length * share)] ?? Number.NaN;
  return { kind: 'done', answers, perSecond: delays.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** The last compressed answer and its text: the same bytes are not unpacked again, the cost of that is the asker's. */
let unpacked: { bytes: Buffer; text: string } | undefined;

function textOf(bytes: Buffer, encoding: string | undefined): string {
  if (encoding !== 'gzip') return bytes.toString('utf8');
  if (!unpacked?.bytes.equals(bytes)) unpacked = { bytes, text: gunzipSync(bytes).toString('utf8') };
  return unpacked.text;
}

function post(url: string, agent: Agent, token: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${token}`,
      'accept-encoding': 'gzip',
    };
    const asked = request(url, { method: 'POST', agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve(textOf(Buffer.concat(chunks), answer.headers['content-encoding'])));
      answer.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
