import { templates } from '@planner/schema/offers/templates.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());

type Saved = {
  __typename: string;
  id: string;
  version?: number;
  state?: string;
  code?: string;
  path?: string;
};
const [{ settings: ready }] = templates as [(typeof templates)[number]];
const { teamId: _, ...typed } = ready;
const settings = {
  ...typed,
  assignment: 'OWN_FIRST',
  gridFrom: 'PIECE',
  durationMinutes: 30,
  gridMinutes: 30,
};
const told =
  '__typename ... on Offer { id version state } ... on Refusal { code } ... on InvalidInput { path }';
const save = async (who: string, change: object, more: object = {}) => {
  const input = {
    jobCentre: planner.gid('JobCentre', 'north'),
    settings: { ...settings, ...change },
    idempotencyKey: key(),
    ...more,
  };
  const { data, errors } = await planner.ask<{ saveOffer: Saved }>(
    who,
    `mutation ($input: SaveOfferInput!) { saveOffer(input: $input) { ${told} } }`,
    { input },
  );
  return data?.saveOffer ?? ({ __typename: String(errors?.[0]?.extensions?.['code']) } as Saved);
};
const pause = async (who: string, offer: string, paused: boolean) => {
  const { data } = await planner.ask<{ pauseOffer: Saved }>(
    who,
    `mutation { pauseOffer(input: { offer: "${offer}", paused: ${paused} }) {
      __typename ... on Offer { version state } ... on Refusal { code } } }`,
  );
  return data?.pauseOffer;
};
const list = async (who: string, args: string) => {
  const { data } = await planner.ask<{
    jobCentre: { offers: { totalCount: number; edges: { node: { title: string; state: string } }[] } };
  }>(
    who,
    `{ jobCentre(id: "${planner.gid('JobCentre', 'north')}") { offers(${args}) { totalCount edges { node { title state } } } } }`,
  );
  return data?.jobCentre.offers;
};
const seenBy = async (who: string, offer: string) => {
  const { data } = await planner.ask<{
    offer: object | null;
    node: object | null;
    offers: { edges: object[] };
  }>(
    who,
    `{ offer(id: "${offer}") { title } node(id: "${offer}") { id } offers { edges { node { title } } } }`,
  );
  return [data?.offer !== null, data?.node !== null, JSON.stringify(data?.offers).includes('Kladde')];
};

it('makes a draft that citizens don’t see, changes it, and publishes it to them', async () => {
  const draft = await save('ida', { titleDa: 'Kladde', titleEn: 'Kladde' });
  expect(draft).toMatchObject({ version: 1, state: 'DRAFT' });
  expect(await seenBy('frida', draft.id)).toEqual([false, false, false]);
  const offer = { id: draft.id, version: 1 };
  const open = await save('ida', { titleDa: 'Kladde', titleEn: 'Kladde' }, { offer, publishNow: true });
  expect(open).toMatchObject({ id: draft.id, version: 2, state: 'PUBLISHED' });
  expect(await seenBy('frida', draft.id)).toEqual([true, true, true]);
  const change = { titleDa: 'Kladde', titleEn: 'Kladde', publishedFrom: null };
  expect(await save('ida', change, { offer: { ...offer, version: 2 } })).toMatchObject({
    path: 'publishedFrom',
  });
});

it('pauses at once and goes on: no times, and a hold is refused', async () => {
  const { id } = await save('ida', { titleDa: 'Pause', titleEn: 'Pause' }, { publishNow: true });
  const day = `from: "${planner.at(0).toISOString()}", to: "${planner.at(24).toISOString()}"`;
  const times = async () => {
    const { data } = await planner.ask<{ offer: { slots: { startsAt: string }[] }; offersNotOpen: object[] }>(
      'frida',
      `{ offer(id: "${id}") { slots(${day}) { startsAt } } offersNotOpen { code message } }`,
    );
    return data as NonNullable<typeof data>;
  };
  const [first] = (await times()).offer.slots;
  expect(first).toBeDefined();
  expect(await pause('ida', id, true)).toMatchObject({ state: 'PAUSED', version: 2 });
  expect(await times()).toMatchObject({
    offer: { slots: [] },
    offersNotOpen: expect.arrayContaining([
      { code: 'OFFER_PAUSED', message: 'Mødet kan ikke bookes lige nu.' },
    ]),
  });
  const held = await planner.ask<{ holdSlot: Saved }>(
    'frida',
    `mutation { holdSlot(input: { offer: "${id}", startsAt: "${first?.startsAt}", form: PHONE, idempotencyKey: "${key()}" }) {
      __typename ... on Refusal { code } } }`,
  );
  expect(held.data?.holdSlot).toMatchObject({ code: 'OFFER_PUBLISHED' });
  expect(await pause('ida', id, false)).toMatchObject({ state: 'PUBLISHED', version: 3 });
  expect((await times()).offer.slots[0]).toEqual(first);
});

it('tells the second of two editors, and overwrites nothing', async () => {
  const { id } = await save('ida', { titleDa: 'Begge', titleEn: 'Both' });
  const both = await Promise.all(
    ['En', 'To'].map((titleDa) => save('ida', { titleDa }, { offer: { id, version: 1 } })),
  );
  expect(both.map(({ __typename }) => __typename).sort()).toEqual(['Offer', 'Outdated']);
  const kept = both[0]?.__typename === 'Offer' ? 'En' : 'To';
  const rows =
    await planner.owner`select title_da, version from offer where title_da in ('En', 'To', 'Begge')`;
  expect(rows).toMatchObject([{ title_da: kept, version: 2 }]);
});

it('tells who changed what, for administrators only', async () => {
  const { id } = await save('ida', { titleDa: 'Historie', titleEn: 'History' });
  await save(
    'ida',
    { titleDa: 'Historie', noticeMinutes: 60, needsRoom: true },
    { offer: { id, version: 1 } },
  );
  const changes = async (who: string) => {
    const { data } = await planner.ask<{ offer: { changes: object[]; settings: object | null } }>(
      who,
      `{ offer(id: "${id}") { settings { noticeMinutes } changes { by made differences { field before after } } } }`,
    );
    return data?.offer;
  };
  expect(await changes('ida')).toEqual({
    settings: { noticeMinutes: 60 },
    changes: [
      {
        by: 'ida',
        made: false,
        differences: expect.arrayContaining([
          { field: 'noticeMinutes', before: '1440', after: '60' },
          { field: 'needsRoom', before: 'nej', after: 'ja' },
        ]),
      },
      { by: 'ida', made: true, differences: [] },
    ],
  });
  expect(await changes('mette')).toEqual({ settings: null, changes: [] });
});

it('gives first and last day back as they were written', async () => {
  const days = { publishedFrom: '2031-03-03', publishedTo: '2031-03-30' };
  const saved = await save('ida', { titleDa: 'Dage', ...days });
  expect(saved).toMatchObject({ state: 'UPCOMING' });
  const { data } = await planner.ask<{ offer: { settings: object } }>(
    'ida',
    `{ offer(id: "${saved.id}") { settings { publishedFrom publishedTo } } }`,
  );
  expect(data?.offer.settings).toEqual(days);
  const [row] = await planner.owner`select published_from, published_to from offer where title_da = 'Dage'`;
  expect(row).toEqual({
    published_from: new Date('2031-03-02T23:00:00Z'),
    // Summer time has begun that morning.
    published_to: new Date('2031-03-30T22:00:00Z'),
  });
});

it('refuses who doesn’t administer the job centre, other centres’ teams and unknown types', async () => {
  expect(await save('mette', {})).toMatchObject({ code: 'NOT_FOUND' });
  expect(await save('anna', {})).toMatchObject({ __typename: 'FORBIDDEN' });
  expect(await save('ida', {}, { jobCentre: planner.gid('JobCentre', 'south') })).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await save('ida', { team: planner.gid('Team', 'south team') })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await save('ida', { interviewType: 99 })).toMatchObject({ path: 'interviewType' });
  const south = planner.gid('Offer', 'south offer');
  expect(await save('ida', {}, { offer: { id: south, version: 1 } })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await pause('ida', south, true)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await pause('mette', planner.gid('Offer', 'offer'), true)).toMatchObject({ code: 'NOT_FOUND' });
});

it('lists offers by state and words, for administrators only', async () => {
  expect(await list('ida', 'first: 5, search: "hist"')).toMatchObject({
    totalCount: 1,
    edges: [{ node: { title: 'Historie', state: 'DRAFT' } }],
  });
  expect((await list('ida', 'first: 1, state: DRAFT'))?.totalCount).toBe(2);
  expect((await list('ida', 'first: 9, orderBy: TEAM, descending: true'))?.edges).toHaveLength(6);
  expect(await list('mette', 'first: 5')).toEqual({ totalCount: 0, edges: [] });
});

const preview = async (who: string, change: object, more: object = {}) => {
  const input = {
    jobCentre: planner.gid('JobCentre', 'north'),
    settings: { ...settings, ...change },
    ...more,
  };
  const { data, errors } = await planner.ask<{
    offerPreview: {
      code?: string;
      path?: string;
      times: number;
      cells: { weekday: number; hour: number; times: number }[];
      bestChange: { text: string; more: number } | null;
      why: { day: string; reasons: { rule: { text: string }; caseworkers: number | null }[] }[];
      fits: object;
    };
  }>(
    who,
    `query ($input: OfferPreviewInput!) { offerPreview(input: $input) {
      ... on Refusal { code } ... on InvalidInput { path }
      ... on OfferPreview { times caseworkers cells { weekday hour times } weeks { monday times }
        bestChange { text more } why(weekday: 3, hour: 13) { day times reasons { rule { text } caseworkers } }
        fits { citizens fit exempt group full } } } }`,
    { input },
  );
  return data?.offerPreview ?? { code: errors?.[0]?.extensions?.['code'] };
};

it('previews a draft with the engine: as many times as it then has, why others are closed, and whom it is for', async () => {
  const from = planner.at(0).toISOString().slice(0, 10);
  const draft = { titleDa: 'Set før', titleEn: 'Seen before', groups: ['2'] };
  const seen = (await preview('ida', draft, { from, weeks: 1 })) as Exclude<
    Awaited<ReturnType<typeof preview>>,
    { code: unknown }
  >;
  expect(seen).toMatchObject({ caseworkers: 2, fits: { citizens: 6, exempt: 1, group: 0 } });
  expect(seen.why).toMatchObject([{ day: from, times: 0, reasons: [{ caseworkers: 2 }] }]);
  const saved = await save('ida', draft, { publishNow: true });
  const monday = new Date(planner.at(0).getTime() - 2 * 86_400_000);
  const { data } = await planner.ask<{ offer: { slots: object[] } }>(
    'frida',
    `{ offer(id: "${saved.id}") { slots(from: "${monday.toISOString()}", to: "${new Date(monday.getTime() + 7 * 86_400_000).toISOString()}") { key } } }`,
  );
  expect(data?.offer.slots).toHaveLength(seen.times);
  expect(seen.times).toBeGreaterThan(0);
});

it('previews nothing that could not be saved, nor for others', async () => {
  expect(await preview('ida', { durationMinutes: 3 })).toEqual({
    code: 'INVALID_INPUT',
    path: 'durationMinutes',
  });
  expect(await preview('mette', {})).toEqual({ code: 'NOT_FOUND' });
  expect(await preview('anna', {})).toEqual({ code: 'FORBIDDEN' });
  const south = { offer: planner.gid('Offer', 'south offer') };
  expect(await preview('ida', {}, south)).toEqual({ code: 'NOT_FOUND' });
});

it('rehearses a change: tells which talks would no longer fit, and writes nothing', async () => {
  const { id } = await save('ida', { titleDa: 'Prøve', titleEn: 'Try' }, { publishNow: true });
  const starts = planner.at(8);
  const hold = await planner.ask<{ holdSlot: { id: string } }>(
    'frida',
    `mutation { holdSlot(input: { offer: "${id}", startsAt: "${starts.toISOString()}", form: PHONE, idempotencyKey: "${key()}" }) { ... on Hold { id } } }`,
  );
  const booked = await planner.ask<{ confirmBooking: { id: string } }>(
    'frida',
    `mutation { confirmBooking(input: { hold: "${hold.data?.holdSlot.id}", idempotencyKey: "${key()}" }) { ... on Booking { id } } }`,
  );
  const booking = booked.data?.confirmBooking.id;
  expect(booking).toBeDefined();
  const input = {
    jobCentre: planner.gid('JobCentre', 'north'),
    offer: { id, version: 1 },
    settings: { ...settings, titleDa: 'Prøve', ownHours: [{ weekday: 5, startMinute: 480, endMinute: 600 }] },
    publishNow: true,
    rehearse: true,
    idempotencyKey: key(),
  };
  const { data } = await planner.ask<{ saveOffer: { talks: object[] } }>(
    'ida',
    `mutation ($input: SaveOfferInput!) { saveOffer(input: $input) { __typename
      ... on Rehearsal { talkCount talks { booking { id } rules { rule } } } } }`,
    { input },
  );
  expect(data?.saveOffer).toEqual({
    __typename: 'Rehearsal',
    talkCount: 1,
    talks: [{ booking: { id: booking }, rules: [{ rule: 'offer-hours' }] }],
  });
  const [row] = await planner.owner`select own_hours, version from offer where title_da = 'Prøve'`;
  expect(row).toEqual({ own_hours: null, version: 1 });
});

it('sets one figure in several offers, or in none of them', async () => {
  const one = await save('ida', { titleDa: 'Fælles 1' });
  const two = await save('ida', { titleDa: 'Fælles 2', horizonDays: 2 });
  const reads = [one, two].map(({ id }) => ({ id, version: 1 }));
  const change = async (value: number | null, offers: object[] = reads, who = 'ida') => {
    const input = {
      jobCentre: planner.gid('JobCentre', 'north'),
      offers,
      figure: 'NOTICE_MINUTES',
      value,
      idempotencyKey: key(),
    };
    const { data } = await planner.ask<{ changeOffers: Saved & { message?: string } }>(
      who,
      `mutation ($input: ChangeOffersInput!) { changeOffers(input: $input) { __typename
        ... on ChangedOffers { offers { version } } ... on Refusal { code message } ... on InvalidInput { path } } }`,
      { input },
    );
    return data?.changeOffers;
  };
  const stored = () =>
    planner.owner`select notice_minutes from offer where title_da like 'Fælles%' order by title_da`;
  expect(await change(2 * 1440)).toMatchObject({
    path: 'value',
    message: expect.stringContaining('Fælles 2: Varslet'),
  });
  expect(await change(null)).toMatchObject({ path: 'value' });
  expect(await change(60, [])).toMatchObject({ path: 'offers' });
  const south = { id: planner.gid('Offer', 'south offer'), version: 1 };
  expect(await change(60, [...reads, south])).toMatchObject({ code: 'NOT_FOUND' });
  expect(await change(60, reads, 'mette')).toMatchObject({ code: 'NOT_FOUND' });
  expect(await stored()).toEqual([{ notice_minutes: 1440 }, { notice_minutes: 1440 }]);
  expect(await change(60)).toMatchObject({ offers: [{ version: 2 }, { version: 2 }] });
  expect(await change(90)).toMatchObject({ code: 'OUTDATED' });
  expect(await stored()).toEqual([{ notice_minutes: 60 }, { notice_minutes: 60 }]);
});
