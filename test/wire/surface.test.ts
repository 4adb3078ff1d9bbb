import { createLog } from '@planner/server/log.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { type Answer, confirm, holdSlot, key, slots } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

type Errors = { message: string; extensions?: Record<string, unknown> }[];

let planner: Planner;
const logged: string[] = [];
beforeAll(async () => {
  planner = await startPlanner({ log: createLog('trace', { write: (line) => void logged.push(line) }) });
});
afterAll(() => planner[Symbol.asyncDispose]());

const id = (text: string) => Buffer.from(text).toString('base64');
const uuid = (gid: string) => Buffer.from(gid, 'base64').toString().split(':')[1] as string;
const bearer = (who: string) => ({ authorization: `Bearer ${planner.tokens[who]}` });
const json = { 'content-type': 'application/json' };

/** Sends a body as it is. */
async function post(body: string, headers: Record<string, string> = { ...json, ...bearer('anna') }) {
  const answer = await fetch(`${planner.url}/graphql`, { method: 'POST', headers, body });
  const text = await answer.text();
  return { status: answer.status, text, errors: (JSON.parse(text) as { errors?: Errors }).errors ?? [] };
}
const send = (query: string, variables: object = {}) => post(JSON.stringify({ query, variables }));
const input = (more: object = {}) => ({
  input: {
    offer: planner.gid('Offer', 'offer'),
    startsAt: planner.at(7),
    form: 'PHONE',
    idempotencyKey: key(),
    ...more,
  },
});

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
const subscribe = (query: string, variables: object = {}) => ({
  id: '1',
  type: 'subscribe',
  payload: { query, variables },
});

describe('a request that is none', () => {
  it.each<[string, () => Promise<{ status: number; errors: Errors }>, number]>([
    ['no JSON', () => post('{'), 400],
    ['nothing', () => post(''), 400],
    ['null', () => post('null'), 400],
    ['a batch', () => post('[{"query":"{viewer{__typename}}"}]'), 400],
    ['a form', () => post('query={viewer}', { 'content-type': 'text/plain', ...bearer('anna') }), 415],
    ['10 MB', () => post(JSON.stringify({ query: ' '.repeat(10_000_000) })), 413],
    ['a token nobody has', () => post('{"query":"{x}"}', { ...json, authorization: 'Bearer pl_x' }), 401],
    [
      'a cookie and a token',
      () => post('{"query":"{x}"}', { ...json, ...bearer('anna'), cookie: 'planner_session=a' }),
      400,
    ],
  ])('%s is told by status and a sentence', async (_, ask, status) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.errors[0]?.message).toMatch(/\.$/);
  });

  it('GET is refused, so that nothing runs by a link', async () => {
    const answer = await fetch(`${planner.url}/graphql?query={viewer{__typename}}`, {
      headers: bearer('anna'),
    });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('without a token a document of one’s own does not run, introspection neither', async () => {
    for (const query of ['{ jobCentres { name } }', '{ __schema { types { name } } }']) {
      const answer = await post(JSON.stringify({ query }), json);
      expect(answer.errors[0]?.extensions?.['code']).toBe('TRUSTED_DOCUMENTS_ONLY');
      expect(answer.text).not.toContain('data');
    }
    const unknown = await post(JSON.stringify({ documentId: 'a'.repeat(64) }), json);
    expect(unknown.errors[0]?.extensions?.['code']).toBe('UNKNOWN_DOCUMENT');
  });
});

describe('a document that may not run', () => {
  const deep = `{ deadlines { ${'metBy { meetsDeadline { '.repeat(12)} id ${'} } '.repeat(12)} } }`;
  const aliases = (n: number) =>
    `{ ${Array.from({ length: n }, (_, i) => `a${i}: jobCentres { name }`).join(' ')} }`;
  const nested =
    '{ bookings(first: 100) { edges { node { citizen { name jobCentre { name } } meetsDeadline { citizen { name } } } } } }';
  it.each<[string, string]>([
    ['too deep', deep],
    ['300 aliases', aliases(300)],
    ['2,000 aliases', aliases(2_000)],
    ['60,000 characters', `{ viewer { __typename } } #${'x'.repeat(60_000)}`],
    ['a fragment within itself', '{ viewer { ...A } } fragment A on Viewer { ...A }'],
    ['two operations', 'query A { viewer { __typename } } query B { viewer { __typename } }'],
    ['an unknown field', '{ secret }'],
    ['a subscription over HTTP', 'subscription { __typename }'],
    ['no document', ''],
  ])('%s', async (_, query) => {
    const answer = await send(query);
    expect(answer.errors.length).toBeGreaterThan(0);
    expect(answer.errors.map((error) => error.extensions?.['code'])).not.toContain('UNEXPECTED');
    expect(answer.text).not.toContain('"data":{');
  });

  it('while an ordinary one of some depth does', async () => {
    expect((await send(nested)).errors).toEqual([]);
  });

  it('two commands in one mutation: neither runs', async () => {
    const two = `mutation ($input: HoldSlotInput!) { a: holdSlot(input: $input) { __typename } b: holdSlot(input: $input) { __typename } }`;
    expect((await send(two, input())).errors[0]?.message).toBe('A mutation has exactly one root field.');
    const spread = `mutation ($input: HoldSlotInput!) { ...F } fragment F on Mutation { a: holdSlot(input: $input) { __typename } b: holdSlot(input: $input) { __typename } }`;
    expect((await send(spread, input())).errors[0]?.message).toBe('A mutation has exactly one root field.');
    expect(await planner.owner`select 1 from booking`).toHaveLength(0);
  });
});

describe('a value that can’t be right is an answer, never an unexpected error', () => {
  const wrong: [string, object][] = [
    ['an id that is no base64', { offer: '%%%' }],
    ['an empty id', { offer: '' }],
    ['an id of another type', { offer: id('Citizen:00000000-0000-4000-8000-000000000000') }],
    ['an id without uuid', { offer: id('Offer:1; drop table booking') }],
    ['an id with a zero byte', { offer: id('Offer:\0') }],
    ['an id that is a number', { offer: 7 }],
    ['an id of 100,000 characters', { offer: id(`Offer:${'a'.repeat(100_000)}`) }],
    ['a citizen without uuid', { citizen: id('Citizen:x') }],
    ['a caseworker without uuid', { caseworker: id('Caseworker:x') }],
    ['a replaced booking without uuid', { replaces: id('Booking:x') }],
    ['a day that isn’t', { startsAt: '2026-02-31T25:00:00Z' }],
    ['an instant without offset', { startsAt: '2027-01-06T08:00:00' }],
    ['a number as instant', { startsAt: 1_767_686_400_000 }],
    ['the year 99999', { startsAt: '+099999-01-01T00:00:00Z' }],
    ['null', { startsAt: null }],
    ['an unknown form', { form: 'PIGEON' }],
    ['a key that is an object', { idempotencyKey: { $ne: '' } }],
    ['a key with a zero byte', { idempotencyKey: 'key\0key\0key' }],
    ['a key of half a surrogate pair', { idempotencyKey: 'key-key-\ud800' }],
    ['a key of 100,000 characters', { idempotencyKey: 'k'.repeat(100_000) }],
    ['a field nobody knows', { admin: true }],
  ];
  it.each(wrong)('%s', async (_, more) => {
    const answer = await send(holdSlot, input(more));
    const { data } = JSON.parse(answer.text) as { data?: { holdSlot?: Answer } };
    expect(answer.errors.map((error) => error.extensions?.['code'])).not.toContain('UNEXPECTED');
    expect(answer.errors.length > 0 || data?.holdSlot?.code).toBeTruthy();
    expect(answer.text.length).toBeLessThan(2_000);
    expect(await planner.owner`select 1 from booking`).toHaveLength(0);
  });

  it.each(['x', id('x'), id('Booking:x'), id('Nothing:1'), id('Booking:\0'), ''])(
    'node(%j) is null or an error that is told',
    async (nodeId) => {
      const answer = await send('query ($id: ID!) { node(id: $id) { id } }', { id: nodeId });
      expect(answer.errors.map((error) => error.extensions?.['code'])).not.toContain('UNEXPECTED');
      const booking = await send('query ($id: ID!) { booking(id: $id) { id } }', { id: nodeId });
      expect(booking.errors.map((error) => error.extensions?.['code'])).not.toContain('UNEXPECTED');
    },
  );

  it('a string of 1 MB is turned away unread', async () => {
    expect((await send(holdSlot, input({ idempotencyKey: 'k'.repeat(1_000_000) }))).status).toBe(413);
  });

  it('variables that are no object count as none', async () => {
    for (const variables of ['"x"', '7', '[1]', 'null'])
      expect(
        (await post(`{"query":${JSON.stringify(holdSlot)},"variables":${variables}}`)).errors,
      ).toHaveLength(1);
  });
});

describe('the socket', () => {
  it('runs no query and no mutation', async () => {
    for (const query of ['{ viewer { __typename } }', 'mutation { holdSlot(input: null) { __typename } }']) {
      const { frames, code } = await say(subscribe(query));
      expect(code).toBeNull();
      expect(JSON.parse(frames[0] ?? '{}')).toMatchObject({ id: '1', type: 'error' });
    }
  });

  it('closes on what is no message, and on one that is too long', async () => {
    expect((await say('hello')).code).toBe(4400);
    expect((await say({ type: 'subscribe' })).code).toBe(4400);
    expect((await say(subscribe(' '.repeat(1_000_000)))).code).toBe(1009);
  });

  it('answers a wrong id or window with an error for that id', async () => {
    const slots = `subscription ($offer: ID!, $from: DateTime!, $to: DateTime!) { slots(offer: $offer, from: $from, to: $to) { __typename } }`;
    const window = { from: planner.at(0), to: planner.at(24) };
    for (const variables of [
      { ...window, offer: '%%%' },
      { ...window, offer: id('Offer:x') },
      { ...window, offer: planner.gid('Offer', 'offer'), to: 'never' },
      {},
    ]) {
      const { frames } = await say(subscribe(slots, variables));
      expect(JSON.parse(frames[0] ?? '{}')).toMatchObject({ id: '1', type: 'error' });
      expect(frames[0]).not.toContain('UNEXPECTED');
      expect(frames[0]).not.toContain('Something went wrong');
    }
  });
});

/** Tables with the number in any column, those of the job queue and of the proof among them. */
async function tablesThatHold(cpr: string): Promise<string[]> {
  const sql = planner.owner;
  const [job] = await sql`select enqueue('purge') as id`;
  // Evidence is a second behind what it proves; this row is the last.
  const before = await sql`select coalesce(max(id), 0) as id from slot_evidence`;
  await send(slots, { offer: planner.gid('Offer', 'offer'), from: planner.at(0), to: planner.at(24) });
  await vi.waitFor(
    async () =>
      expect(await sql`select from slot_evidence where id > ${before[0]?.['id']}`).not.toHaveLength(0),
    5_000,
  );
  expect(await sql`select from job.job where id = ${job?.['id']}`).toHaveLength(job?.['id'] ? 1 : 0);
  const tables = await sql<{ name: string }[]>`
    select oid::regclass::text as name from pg_class where relkind = 'r' and relnamespace in ('public'::regnamespace, 'job'::regnamespace)`;
  expect(tables.length).toBeGreaterThan(40);
  const holding = [];
  for (const { name } of tables) {
    const rows = await sql.unsafe(`select from ${name} t where t::text ~ '010203-?1234' limit 1`);
    if (rows.length > 0) holding.push(`${name} holds ${cpr}`);
  }
  return holding;
}

describe.each(['0102031234', '010203-1234'])('a CPR number in a wrong place (%s)', (cpr) => {
  it('is neither repeated in an answer nor written to the log', async () => {
    const said: string[] = [];
    const tell = async (query: string, variables: object = {}) => {
      said.push((await send(query, variables)).text);
      for (const frame of (await say(subscribe(query, variables))).frames) said.push(frame);
    };
    const fields = ['offer', 'startsAt', 'form', 'citizen', 'caseworker', 'replaces', 'idempotencyKey'];
    for (const field of fields) {
      await tell(holdSlot, input({ [field]: cpr }));
      await tell(holdSlot, input({ [field]: [cpr] }));
      await tell(holdSlot, input({ [field]: { cpr } }));
      await tell(holdSlot, input({ [field]: id(`Citizen:${cpr}`) }));
    }
    await tell(holdSlot, { input: cpr });
    await tell(holdSlot, { input: Number(cpr.replace('-', '')) });
    await tell(holdSlot, input({ [`_${cpr}`]: 1 }));
    await tell(confirm, { input: { hold: cpr, message: cpr, idempotencyKey: key() } });
    await tell(confirm, { input: { hold: id(`Hold:${cpr}`), message: { cpr }, idempotencyKey: cpr } });
    const inline = [
      `{ node(id: "${cpr}") { id } }`,
      `{ node(id: ${cpr}) { id } }`,
      `{ node(id: "${id(`Citizen:${cpr}`)}") { id } }`,
      `{ booking(id: "${cpr}") { id } }`,
      `{ deadlines(citizen: "${cpr}") { id } }`,
      `{ bookings(status: [CPR_${cpr.replace('-', '')}]) { edges { node { id } } } }`,
      `{ bookings(status: "${cpr}") { edges { node { id } } } }`,
      `{ bookings(from: "${cpr}") { edges { node { id } } } }`,
      `{ bookings(after: "${cpr}", first: 1) { edges { node { id } } } }`,
      `{ bookings(first: "${cpr}") { edges { node { id } } } }`,
      `{ field_${cpr.replace('-', '')} }`,
      `{ viewer(x: "${cpr}") { __typename } }`,
      `{ viewer { ... on X${cpr.replace('-', '')} { id } } }`,
      `{ viewer { ...F${cpr.replace('-', '')} } }`,
      `query ($x: T${cpr.replace('-', '')}) { viewer { __typename } }`,
      `{ viewer @d${cpr.replace('-', '')} { __typename } }`,
      `${cpr}`,
      `{ viewer ${cpr} }`,
      `"${cpr}"`,
      `subscription { slots(offer: "${cpr}", from: "${cpr}", to: "${cpr}", since: "${cpr}") { __typename } }`,
      `subscription { slots(offer: ${cpr}) { __typename } }`,
      `subscription { calendar(from: "2027-01-01T00:00:00Z", to: "2027-01-02T00:00:00Z", since: "${cpr}") { __typename } }`,
    ];
    for (const query of inline) await tell(query);
    said.push((await post(JSON.stringify({ documentId: cpr }))).text);
    said.push((await post(cpr)).text);
    said.push((await post(`{"query": "${cpr}`)).text);
    said.push((await post('{}', { ...json, authorization: `Bearer ${cpr}` })).text);
    await fetch(`${planner.url}/graphql?cpr=${cpr}`);
    await fetch(`${planner.url}/citizens/${cpr}`);
    await fetch(`${planner.url}/sign-in?return=/${cpr}`, { redirect: 'manual' });

    expect(said.filter((text) => text.includes('UNEXPECTED'))).toEqual([]);
    expect(said.length).toBeGreaterThan(100);
    expect(said.filter((text) => text.includes(cpr) || text.includes(cpr.replace('-', '')))).toEqual([]);
    expect(logged.length).toBeGreaterThan(50);
    expect(logged.filter((line) => line.includes(cpr))).toEqual([]);
    expect(await tablesThatHold(cpr)).toEqual([]);
  });
});

describe('a field of the answer that fails', () => {
  it('neither undoes the booking nor makes one up', async () => {
    const withMessage = confirm.replace('id status', 'id status note: message');
    const held = await planner.ask<{ holdSlot: Answer }>(
      'frida',
      holdSlot,
      input({ startsAt: planner.at(8) }),
    );
    const hold = held.data?.holdSlot.id as string;
    const ask = { input: { hold, idempotencyKey: key() } };
    await planner.owner`revoke select on booking_message from planner_app`;
    const answer = await planner.ask<{ confirmBooking: (Answer & { message: null }) | null }>(
      'frida',
      withMessage,
      ask,
    );
    await planner.owner`grant select on booking_message to planner_app`;
    expect(answer.errors?.[0]?.extensions?.['code']).toBe('UNEXPECTED');

    const [row] = await planner.owner`select id, status from booking where id = ${uuid(hold)}`;
    expect(row?.['status']).toBe('booked');
    const again = await planner.ask<{ confirmBooking: Answer }>('frida', withMessage, ask);
    expect(again.errors).toBeUndefined();
    expect(uuid(again.data?.confirmBooking.id as string)).toBe(row?.['id']);
  });

  it('a command that fails unexpectedly answers with an error and leaves nothing', async () => {
    const before = await planner.owner`select id from booking`;
    await planner.owner`revoke insert on occupancy from planner_app`;
    const answer = await planner.ask('carla', holdSlot, input({ startsAt: planner.at(9) }));
    await planner.owner`grant insert on occupancy to planner_app`;
    expect(answer.errors?.[0]?.extensions?.['code']).toBe('UNEXPECTED');
    expect(await planner.owner`select id from booking`).toEqual(before);
  });
});
