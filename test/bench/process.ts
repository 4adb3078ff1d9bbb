import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@planner/server/testing.ts';
import { WebSocket } from 'ws';
import { confirm, holdSlot } from '../src/documents.ts';
import type { Planner } from '../src/planner.ts';
import { startProcess } from '../src/process.ts';
import { absolute, type Figure, median } from './figure.ts';
import { expectOnly, type Load } from './load.ts';
import type { Population } from './population.ts';

const ROUNDS = 3;
const CASEWORKERS = 60;
const WATCHERS = 200;
const BOOKINGS = 100;

/** Row 10: the demo's first start fills it; from the next one's spawning until a first page has come (s). */
export async function benchSecondStart(): Promise<Figure> {
  const dataDir = await folder();
  try {
    const port = await freePort();
    await (await startProcess({ dataDir, port })).end('SIGTERM');
    const seconds: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const begin = performance.now();
      const planner = await startProcess({ dataDir, port });
      try {
        const page = await fetch(planner.url);
        const html = await page.text();
        if (!page.ok || !html.includes('<main')) throw new Error(`The first page was ${page.status}.`);
        seconds.push((performance.now() - begin) / 1000);
      } finally {
        await planner.end('SIGTERM');
      }
    }
    return absolute('10: second start to first page (s)', median(seconds), { atMost: 5 });
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/**
 * Row 13: resident memory of a server of its own while 60 caseworkers watch a week each, 200 citizens watch one offer's
 * four weeks, and citizens book; the most that was seen (MB).
 */
export async function benchMemory(planner: Planner, people: Population, load: Load): Promise<Figure> {
  const dataDir = await folder();
  const tokens = await addCaseworkers(planner);
  const server = await startProcess({
    dataDir,
    port: await freePort(),
    env: {
      DATABASE_URL: planner.database.url('app'),
      DATABASE_OWNER_URL: planner.database.url('superuser'),
      DATABASE_SYSTEM_URL: planner.database.url('system'),
      PLANNER_DEMO_DATABASE: 'yes',
    },
  });
  const sockets: WebSocket[] = [];
  try {
    const week = (n: number) => new Date(people.from.getTime() + n * 7 * 86_400_000);
    for (const [n, token] of tokens.entries()) {
      const caseworkers = [gid('Caseworker', people.caseworkers[n % people.caseworkers.length] as string)];
      const variables = { caseworkers, from: week(n % 2), to: week((n % 2) + 1) };
      sockets.push(await watch(server.url, token, sockets.length, { query: calendar, variables }));
    }
    const variables = { offer: people.offer, from: people.from, to: people.to };
    for (const { token } of people.citizens.slice(-WATCHERS)) {
      sockets.push(await watch(server.url, token, sockets.length, { query: slots, variables }));
    }
    let most = 0;
    const look = async () => {
      most = Math.max(most, await residentMb(server.pid));
    };
    const timer = setInterval(() => void look(), 100);
    const { answers } = await load.run({
      url: `${server.url}/graphql`,
      connections: 4,
      kind: '"__typename":"(Booking|SlotTaken)"',
      flows: await booking(planner, people),
    });
    clearInterval(timer);
    expectOnly(answers, '"__typename":"(Booking|SlotTaken)"');
    await look();
    const lost = sockets.filter((socket) => socket.readyState !== WebSocket.OPEN).length;
    if (lost > 0) throw new Error(`${lost} of ${sockets.length} sockets were closed.`);
    const name = `13: server with ${CASEWORKERS} caseworkers and ${WATCHERS} watchers, resident (MB)`;
    return absolute(name, most, { atMost: 250 });
  } finally {
    for (const socket of sockets) socket.terminate();
    await server.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  }
}

const slots = `subscription ($offer: ID!, $from: DateTime!, $to: DateTime!) { slots(offer: $offer, from: $from, to: $to) {
  ... on SlotsSnapshot { cursor slots { key startsAt endsAt seatsLeft } }
  ... on SlotsChange { cursor opened { key startsAt endsAt seatsLeft } closed } } }`;
const calendar = `subscription ($caseworkers: [ID!], $from: DateTime!, $to: DateTime!) {
  calendar(caseworkers: $caseworkers, from: $from, to: $to) {
    ... on CalendarSnapshot { cursor entries { id kind startsAt endsAt booking { id status citizen { name } } } }
    ... on CalendarChange { cursor upserted { id kind startsAt endsAt booking { id status citizen { name } } } removed } } }`;
const gid = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');

/** Resolves with the first event. Each comes from an address of its own, as people do: there is a limit for each. */
function watch(url: string, token: string, nr: number, payload: object): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const localAddress = `127.0.1.${(nr % 250) + 1}`;
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      localAddress,
    });
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`The socket was closed with ${code}.`)));
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })),
    );
    socket.on('message', (data) => {
      const { type, payload: told } = JSON.parse(String(data)) as { type: string; payload?: object };
      if (type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
      if (type === 'ping') socket.send('{"type":"pong"}');
      if (type === 'error' || (told && 'errors' in told)) reject(new Error(String(data)));
      if (type === 'next') resolve(socket);
    });
  });
}

/** Accounts of caseworkers in North who may look at their colleagues' calendars. */
async function addCaseworkers({ owner, ids, config }: Planner): Promise<string[]> {
  const tokens = Array.from({ length: CASEWORKERS }, () => `pl_${randomBytes(32).toString('base64url')}`);
  for (const [n, token] of tokens.entries()) {
    const user = crypto.randomUUID();
    await owner`insert into user_account (id, issuer, subject, name)
      values (${user}, ${config.oidc.issuer.href}, ${`bench-staff:${n}`}, 'bench')`;
    await owner`insert into role_grant (user_id, job_centre_id, role) values (${user}, ${ids['north'] as string}, 'caseworker')`;
    await owner`insert into api_token (token_hash, user_id, name)
      values (${createHash('sha256').update(token).digest()}, ${user}, 'bench')`;
  }
  return tokens;
}

/** Other citizens than those who watch book what is free; who comes too late is told so. */
async function booking({ owner }: Planner, { offer, citizens, from }: Population) {
  const starts = await owner<{ at: Date }[]>`
    select distinct starts_at as at from booking where starts_at >= ${from} order by 1 desc limit ${BOOKINGS}`;
  return citizens.slice(-WATCHERS - BOOKINGS, -WATCHERS).map(({ token }, n) => {
    const keyed = (input: object) => ({ input: { ...input, idempotencyKey: crypto.randomUUID() } });
    const wish = keyed({ offer, startsAt: starts[n % starts.length]?.at, form: 'PHONE' });
    return {
      token,
      bodies: [
        JSON.stringify({ query: holdSlot, variables: wish }),
        JSON.stringify({ query: confirm, variables: keyed({ hold: '$id' }) }),
      ],
    };
  });
}

async function residentMb(pid: number): Promise<number> {
  const kb = /VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}

async function folder(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'planner-bench-'));
  await chmod(dataDir, 0o711);
  return dataDir;
}
