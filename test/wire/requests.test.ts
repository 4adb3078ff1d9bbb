import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());

const fields = `__typename ... on Request { id number kind state createdAt words: message phone answer answeredAt answeredBy { name }
  wishes { forms otherPlaces partsOfDay } onOffer { from to slots } deadline { id state waitsForAnswer } offer { id } }
  ... on Refusal { code message whatNext }`;
type Answer = Record<string, unknown> & {
  id: string;
  number: string;
  code?: string;
  message: string;
  createdAt: string;
  onOffer: { from: string; to: string; slots: number };
};
const command = async (who: string, name: string, input: object) => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const text = `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`;
  const answer = await planner.ask<Record<string, Answer>>(who, text, { input });
  return answer.data?.[name] as Answer;
};
const make = (who: string, more: object = {}) =>
  command(who, 'makeRequest', {
    kind: 'TIME',
    offer: planner.gid('Offer', 'offer'),
    idempotencyKey: key(),
    ...more,
  });
const deadlines = async (who: string) =>
  (
    await planner.ask<{ deadlines: object[] }>(
      who,
      `{ deadlines(citizen: "${planner.gid('Citizen', 'anna')}") { state waitsForAnswer } }`,
    )
  ).data?.deadlines;

describe('a citizen with a deadline who finds no fitting time', () => {
  let asked: Answer;

  it('asks for one and gets a number, and what was on offer until her deadline is kept', async () => {
    asked = await make('anna', {
      wishes: { forms: ['PHONE', 'PHONE'], otherPlaces: true, partsOfDay: ['EARLY'] },
      message: ' Jeg henter børn kl. 15. ',
      phone: '89 40 00 00',
    });
    expect(asked).toMatchObject({
      __typename: 'Request',
      kind: 'TIME',
      state: 'OPEN',
      words: 'Jeg henter børn kl. 15.',
      phone: '89 40 00 00',
      wishes: { forms: ['PHONE'], otherPlaces: true, partsOfDay: ['EARLY'] },
      deadline: { id: planner.gid('Deadline', 'deadline'), state: 'OPEN', waitsForAnswer: true },
      answer: null,
    });
    expect(asked.number).toMatch(/^A-\d{4}-\d{6}$/);
    // To the end of the deadline's last day, by the job centre's clock.
    expect(Date.parse(asked.onOffer.to)).toBeLessThanOrEqual(planner.at(24).getTime());
    expect(Date.parse(asked.onOffer.to)).toBeGreaterThan(planner.at(21).getTime());
    const list = await planner.ask<{ offer: { slots: { startsAt: string }[] } }>(
      'anna',
      `query ($from: DateTime!, $to: DateTime!) {
        offer(id: "${planner.gid('Offer', 'offer')}") { slots(from: $from, to: $to) { startsAt } } }`,
      { from: asked.onOffer.from, to: asked.onOffer.to },
    );
    const starts = list.data?.offer.slots.map((slot) => Date.parse(slot.startsAt) / 60_000) ?? [];
    expect(starts.length).toBeGreaterThan(0);
    expect(asked.onOffer.slots).toBe(starts.length);
    const [evidence] = await planner.owner`select position, answer, audience from request_evidence`;
    expect(evidence?.['answer']).toEqual(createHash('sha256').update(starts.join(',')).digest());
    expect(evidence?.['audience']).toMatchObject({ group: '2', rights: 'citizen' });
  });

  it('asks once: the second time she is told the number of the first', async () => {
    const again = await make('anna');
    expect(again).toMatchObject({ __typename: 'LimitReached', code: 'ALREADY_ASKED' });
    expect(again.message).toContain(asked.number);
    expect(await make('anna', { kind: 'CALL', offer: null, phone: '12345678' })).toMatchObject({
      state: 'OPEN',
      onOffer: null,
    });
  });

  it('does not miss her deadline before a person has looked', async () => {
    await planner.owner`update deadline set state = 'missed'`;
    const waiting = { state: 'WAITING', waitsForAnswer: true };
    expect(await deadlines('anna')).toEqual([waiting]);
    expect(await deadlines('mette')).toEqual([waiting]);

    const answer = await command('mette', 'answerRequest', {
      request: asked.id,
      answer: 'Vi ringer i morgen.',
    });
    expect(answer).toMatchObject({
      state: 'ANSWERED',
      answer: 'Vi ringer i morgen.',
      answeredBy: { name: 'mette caseworker' },
    });
    // She still waits to be called.
    expect(await deadlines('anna')).toEqual([waiting]);
    const open = await planner.ask<{ requests: { edges: { node: { id: string } }[] } }>(
      'anna',
      '{ requests(state: [OPEN]) { edges { node { id } } } }',
    );
    const [call] = open.data?.requests.edges ?? [];
    expect(await command('anna', 'withdrawRequest', { request: call?.node.id })).toMatchObject({
      state: 'WITHDRAWN',
    });
    expect(await deadlines('anna')).toEqual([{ state: 'MISSED', waitsForAnswer: false }]);
    await planner.owner`update deadline set state = 'open'`;
    expect(await deadlines('anna')).toEqual([{ state: 'OPEN', waitsForAnswer: false }]);
  });

  it('is answered once, and may then ask again', async () => {
    const late = { request: asked.id, answer: 'Igen' };
    expect(await command('mette', 'answerRequest', late)).toMatchObject({ code: 'NOT_OPEN' });
    expect(await command('anna', 'withdrawRequest', { request: asked.id })).toMatchObject({
      code: 'NOT_OPEN',
    });
    const next = await make('anna');
    expect(next.number > asked.number).toBe(true);
    expect(await command('anna', 'withdrawRequest', { request: next.id })).toMatchObject({
      state: 'WITHDRAWN',
    });
    expect(await command('anna', 'withdrawRequest', { request: next.id })).toMatchObject({
      state: 'WITHDRAWN',
    });
  });

  it('leaves staff’s look at her words in the access log', async () => {
    const seen =
      await planner.owner`select operation from access_log where citizen_id = ${planner.ids['anna'] as string}`;
    expect(seen.length).toBeGreaterThan(0);
  });
});

describe('a repeated request', () => {
  it('is made once under its key, and another input under it is refused', async () => {
    const idempotencyKey = key();
    const one = await make('frida', { idempotencyKey });
    expect((await make('frida', { idempotencyKey })).id).toBe(one.id);
    expect(await make('frida', { idempotencyKey, message: 'Andet' })).toMatchObject({ code: 'KEY_REUSED' });
    const [count] = await planner.owner`select count(*)::int as n from request
      where citizen_id = ${planner.ids['frida'] as string}`;
    expect(count?.['n']).toBe(1);
  });

  it('is made once, too, when twins come at the same time', async () => {
    const twins = await Promise.all(Array.from({ length: 8 }, () => make('carla')));
    expect(twins.map((twin) => twin.code ?? 'made').sort()).toEqual([
      ...Array.from({ length: 7 }, () => 'ALREADY_ASKED'),
      'made',
    ]);
  });
});

describe('who may ask and answer', () => {
  it('is the citizen, or who has her power of attorney', async () => {
    const erik = planner.gid('Citizen', 'erik');
    const forErik = await make('dina', { citizen: erik });
    expect(forErik).toMatchObject({ state: 'OPEN' });
    expect(await make('frida', { citizen: erik, kind: 'CALL', offer: null })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await make('mette', { citizen: erik, kind: 'CALL', offer: null })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await command('erik', 'withdrawRequest', { request: forErik.id })).toMatchObject({
      state: 'WITHDRAWN',
    });
  });

  it('is never somebody else: her request is as unknown as none', async () => {
    const hers = await make('dina');
    const none = Buffer.from(`Request:${crypto.randomUUID()}`).toString('base64');
    for (const who of ['frida', 'sven', 'olav']) {
      const look = async (id: string) =>
        (await planner.ask<object>(who, `{ node(id: "${id}") { ... on Request { number message } } }`)).data;
      expect(await look(hers.id)).toEqual(await look(none));
    }
    for (const who of ['sven', 'olav'])
      expect(await command(who, 'answerRequest', { request: hers.id, answer: 'x' })).toEqual(
        await command(who, 'answerRequest', { request: none, answer: 'x' }),
      );
    expect(await command('mette', 'withdrawRequest', { request: hers.id })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('bad input is told, and nothing is asked', () => {
  it.each<[string, object, string]>([
    ['a time for no offer', { offer: null }, 'INVALID_INPUT'],
    ['a later deadline without one', { kind: 'DEADLINE' }, 'INVALID_INPUT'],
    ['what cannot be called', { phone: 'ring bare' }, 'INVALID_INPUT'],
    ['too many words', { message: 'x'.repeat(2001) }, 'INVALID_INPUT'],
    ['a zero byte', { message: 'a\0b' }, 'INVALID_INPUT'],
    ['an offer of another job centre', { offer: 'south offer' }, 'NOT_FOUND'],
    ['somebody else’s deadline', { kind: 'DEADLINE', deadline: 'deadline' }, 'NOT_FOUND'],
  ])('%s', async (_, more, code) => {
    const { offer, deadline } = more as { offer?: string | null; deadline?: string };
    const named = {
      ...more,
      ...(offer && { offer: planner.gid('Offer', offer) }),
      ...(deadline && { deadline: planner.gid('Deadline', deadline) }),
    };
    const [before] = await planner.owner`select count(*)::int as n from request`;
    expect((await make('bo', named)).code).toBe(code);
    expect((await planner.owner`select count(*)::int as n from request`)[0]).toEqual(before);
  });
});

it('lists requests from the oldest on, page by page, without losing any', async () => {
  const page = async (after: string | null) =>
    (
      await planner.ask<{
        requests: { edges: { node: { number: string } }[]; pageInfo: { endCursor: string | null } };
      }>(
        'mette',
        'query ($after: String) { requests(first: 2, after: $after) { edges { node { number } } pageInfo { endCursor } } }',
        { after },
      )
    ).data?.requests;
  const numbers: string[] = [];
  for (let at = await page(null); at && at.edges.length > 0; at = await page(at.pageInfo.endCursor))
    numbers.push(...at.edges.map((edge) => edge.node.number));
  const all = await planner.owner`select number from request order by created_at, id`;
  expect(numbers).toEqual(all.map((row) => row['number']));
});
