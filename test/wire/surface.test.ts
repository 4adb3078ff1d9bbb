import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, confirm, holdSlot, key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { type Errors, json, type Raw, raw, subscribe } from '../src/raw.ts';

let planner: Planner;
let wire: Raw;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
  wire = raw(planner);
});
afterAll(() => planner[Symbol.asyncDispose]());

const uuid = (gid: string) => Buffer.from(gid, 'base64').toString().split(':')[1] as string;

describe('a request that is none', () => {
  it.each<[string, () => Promise<{ status: number; errors: Errors }>, number]>([
    ['no JSON', () => wire.post('{'), 400],
    ['nothing', () => wire.post(''), 400],
    ['null', () => wire.post('null'), 400],
    ['a batch', () => wire.post('[{"query":"{viewer{__typename}}"}]'), 400],
    [
      'a form',
      () => wire.post('query={viewer}', { 'content-type': 'text/plain', ...wire.bearer('anna') }),
      415,
    ],
    ['10 MB', () => wire.post(JSON.stringify({ query: ' '.repeat(10_000_000) })), 413],
    [
      'a token nobody has',
      () => wire.post('{"query":"{x}"}', { ...json, authorization: 'Bearer pl_x' }),
      401,
    ],
    [
      'a cookie and a token',
      () => wire.post('{"query":"{x}"}', { ...json, ...wire.bearer('anna'), cookie: 'planner_session=a' }),
      400,
    ],
  ])('%s is told by status and a sentence', async (_, ask, status) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.errors[0]?.message).toMatch(/\.$/);
  });

  it('GET is refused, so that nothing runs by a link', async () => {
    const answer = await fetch(`${planner.url}/graphql?query={viewer{__typename}}`, {
      headers: wire.bearer('anna'),
    });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('without a token a document of one’s own does not run, introspection neither', async () => {
    for (const query of ['{ jobCentres { name } }', '{ __schema { types { name } } }']) {
      const answer = await wire.post(JSON.stringify({ query }), json);
      expect(answer.errors[0]?.extensions?.['code']).toBe('TRUSTED_DOCUMENTS_ONLY');
      expect(answer.text).not.toContain('data');
    }
    const unknown = await wire.post(JSON.stringify({ documentId: 'a'.repeat(64) }), json);
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
    const answer = await wire.send(query);
    expect(answer.errors.length).toBeGreaterThan(0);
    expect(answer.errors.map((error) => error.extensions?.['code'])).not.toContain('UNEXPECTED');
    expect(answer.text).not.toContain('"data":{');
  });

  it('while an ordinary one of some depth does', async () => {
    expect((await wire.send(nested)).errors).toEqual([]);
  });

  it('two commands in one mutation: neither runs', async () => {
    const two = `mutation ($input: HoldSlotInput!) { a: holdSlot(input: $input) { __typename } b: holdSlot(input: $input) { __typename } }`;
    expect((await wire.send(two, wire.holding())).errors[0]?.message).toBe(
      'A mutation has exactly one root field.',
    );
    const spread = `mutation ($input: HoldSlotInput!) { ...F } fragment F on Mutation { a: holdSlot(input: $input) { __typename } b: holdSlot(input: $input) { __typename } }`;
    expect((await wire.send(spread, wire.holding())).errors[0]?.message).toBe(
      'A mutation has exactly one root field.',
    );
    expect(await planner.owner`select 1 from booking`).toHaveLength(0);
  });
});

describe('values', () => {
  it('a string of 1 MB is turned away unread', async () => {
    expect((await wire.send(holdSlot, wire.holding({ idempotencyKey: 'k'.repeat(1_000_000) }))).status).toBe(
      413,
    );
  });

  it('variables that are no object count as none', async () => {
    for (const variables of ['"x"', '7', '[1]', 'null'])
      expect(
        (await wire.post(`{"query":${JSON.stringify(holdSlot)},"variables":${variables}}`)).errors,
      ).toHaveLength(1);
  });
});

describe('the socket', () => {
  it('runs no query and no mutation', async () => {
    for (const query of ['{ viewer { __typename } }', 'mutation { holdSlot(input: null) { __typename } }']) {
      const { frames, code } = await wire.say(subscribe(query));
      expect(code).toBeNull();
      expect(JSON.parse(frames[0] ?? '{}')).toMatchObject({ id: '1', type: 'error' });
    }
  });

  it('closes on what is no message, and on one that is too long', async () => {
    expect((await wire.say('hello')).code).toBe(4400);
    expect((await wire.say({ type: 'subscribe' })).code).toBe(4400);
    expect((await wire.say(subscribe(' '.repeat(1_000_000)))).code).toBe(1009);
  });

  it('answers a wrong id or window with an error for that id', async () => {
    const slots = `subscription ($offer: ID!, $from: DateTime!, $to: DateTime!) { slots(offer: $offer, from: $from, to: $to) { __typename } }`;
    const window = { from: planner.at(0), to: planner.at(24) };
    for (const variables of [
      { ...window, offer: '%%%' },
      { ...window, offer: Buffer.from('Offer:x').toString('base64') },
      { ...window, offer: planner.gid('Offer', 'offer'), to: 'never' },
      {},
    ]) {
      const { frames } = await wire.say(subscribe(slots, variables));
      expect(JSON.parse(frames[0] ?? '{}')).toMatchObject({ id: '1', type: 'error' });
      expect(frames[0]).not.toContain('UNEXPECTED');
      expect(frames[0]).not.toContain('Something went wrong');
    }
  });
});

describe('a field of the answer that fails', () => {
  it('neither undoes the booking nor makes one up', async () => {
    const withMessage = confirm.replace('id status', 'id status note: message');
    const held = await planner.ask<{ holdSlot: Answer }>(
      'frida',
      holdSlot,
      wire.holding({ startsAt: planner.at(8) }),
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
    const answer = await planner.ask('carla', holdSlot, wire.holding({ startsAt: planner.at(9) }));
    await planner.owner`grant insert on occupancy to planner_app`;
    expect(answer.errors?.[0]?.extensions?.['code']).toBe('UNEXPECTED');
    expect(await planner.owner`select id from booking`).toEqual(before);
  });
});
