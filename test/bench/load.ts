import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoadOrder {
  url: string;
  connections: number;
  /** One person's requests in turn; `$id` in a body is the first id of the answer before. */
  flows: { token: string; bodies: string[] }[];
  /** Go round the flows for so long; without it each runs once. */
  milliseconds?: number;
  /** A regular expression that tells the last answer of a flow from others. */
  kind: string;
}
export type LoadReport =
  | { kind: 'done'; answers: Record<string, number>; perSecond: number; p50Ms: number; p99Ms: number }
  | { kind: 'failed'; message: string };
export type Load = Awaited<ReturnType<typeof startLoad>>;

/** A process that sends requests over HTTP, connections kept alive; rates are flows a second. */
export async function startLoad() {
  const child = fork(new URL('./load-client.ts', import.meta.url));
  return {
    async run(order: LoadOrder) {
      const answer = once(child, 'message');
      child.send(order);
      const [report] = (await answer) as [LoadReport];
      if (report.kind === 'failed') throw new Error(report.message);
      return report;
    },
    stop: () => void child.kill(),
  };
}

/** All flows of a rate must have ended with this kind of answer, a regular expression. */
export function expectOnly(answers: Record<string, number>, kind: string): void {
  const others = Object.keys(answers).filter((answer) => !new RegExp(kind).test(answer));
  if (others.length > 0) throw new Error(`Expected ${kind} only, got ${JSON.stringify(answers)}.`);
}

/** A floor: bare HTTP on loopback, one function from the request's JSON to the answer's. */
export async function bareServer(answer: (body: Record<string, string>) => Promise<unknown>) {
  const http = createServer(async (req, res) => {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
      const text = JSON.stringify(await answer(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
      res.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
      res.end(text);
    } catch (error) {
      res.writeHead(500).end(String(error));
    }
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    stop() {
      http.close();
      http.closeAllConnections();
    },
  };
}
