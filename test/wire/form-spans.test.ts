import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Answer, confirm, holdSlot, key, reschedule } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { watchLive } from '../src/watch-live.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());
beforeEach(async () => {
  for (const table of ['form_span', 'occupancy', 'idempotency', 'booking_contact', 'booking'])
    await planner.owner.unsafe(`delete from ${table}`);
  await planner.owner`delete from working_hours where caseworker_id = ${planner.ids['lone'] as string}`;
});

type Entered = {
  code?: string;
  path?: string;
  formSpans?: { id: string; startsAt: string; forms: string[]; otherwise: { form: string }[] }[];
};
const enterDocument = `mutation ($input: EnterFormSpanInput!) { enterFormSpan(input: $input) {
  ... on EnteredFormSpans { formSpans { id startsAt forms otherwise { form } } }
  ... on Refusal { code } ... on InvalidInput { path } } }`;

async function enter(who: string, more: object = {}): Promise<Entered | unknown> {
  const input = {
    caseworker: planner.gid('Caseworker', 'mette'),
    forms: ['PHONE'],
    startsAt: planner.at(8),
    endsAt: planner.at(9),
    idempotencyKey: key(),
    ...more,
  };
  const { data, errors } = await planner.ask<{ enterFormSpan: Entered }>(who, enterDocument, { input });
  return data?.enterFormSpan ?? errors?.[0]?.extensions?.['code'];
}
const offer = () => planner.gid('Offer', 'offer');
/** The forms of the fixture's day by start, as "8.30". */
async function forms() {
  const { data } = await planner.ask<{ offer: { slots: { startsAt: string; forms: string[] }[] } }>(
    'frida',
    `query ($offer: ID!, $from: DateTime!, $to: DateTime!) { offer(id: $offer) {
      slots(from: $from, to: $to) { startsAt forms } } }`,
    { offer: offer(), from: planner.at(8), to: planner.at(10) },
  );
  return Object.fromEntries(
    (data?.offer.slots ?? []).map((slot) => {
      const minutes = (Date.parse(slot.startsAt) - planner.at(0).getTime()) / 60_000;
      return [`${Math.floor(minutes / 60)}.${String(minutes % 60).padStart(2, '0')}`, slot.forms.join(' ')];
    }),
  );
}
const hold = async (who: string, startsAt: Date, form: string, more: object = {}) => {
  const input = { offer: offer(), startsAt, form, idempotencyKey: key(), ...more };
  return (await planner.ask<{ holdSlot: Answer }>(who, holdSlot, { input })).data?.holdSlot as Answer;
};
const confirmed = async (who: string, held: Answer, more: object = {}) => {
  const input = { hold: held.id, idempotencyKey: key(), phone: '12345678', ...more };
  return (await planner.ask<{ confirmBooking: Answer }>(who, confirm, { input })).data
    ?.confirmBooking as Answer;
};
const both = 'IN_PERSON PHONE';

describe('a form span', () => {
  it('leaves its forms to the times in it, and takes away those that nobody can hold', async () => {
    const entered = (await enter('mette', { startsAt: planner.at(8, 45) })) as Entered;
    expect(entered.formSpans).toMatchObject([{ forms: ['PHONE'], otherwise: [] }]);
    expect(await forms()).toEqual({ '8.00': both, '8.30': 'PHONE', '9.00': both, '9.30': both });
    await planner.owner`update form_span set forms = '{DIGITAL}'`;
    expect(await forms()).toEqual({ '8.00': both, '9.00': both, '9.30': both });

    const [span] = entered.formSpans ?? [];
    const removed = await planner.ask(
      'lone',
      `mutation { removeFormSpan(input: { formSpan: "${span?.id}" }) { ... on RemovedFormSpans { count } } }`,
    );
    expect(removed.data).toEqual({ removeFormSpan: { count: 1 } });
    expect(await forms()).toEqual({ '8.00': both, '8.30': both, '9.00': both, '9.30': both });
  });

  it('refuses another form, in words, and gives it to a colleague who can hold it', async () => {
    await enter('mette');
    expect(await hold('frida', planner.at(8), 'IN_PERSON')).toMatchObject({
      __typename: 'NotAllowed',
      code: 'FORM_NOT_FREE',
      message: 'Ingen kan holde mødet på den måde på det tidspunkt.',
      whatNext: 'Vælg en anden måde eller en anden tid.',
    });
    await vi.waitFor(async () =>
      expect(
        await planner.owner`select outcome from slot_evidence where reason = 'FORM_NOT_FREE'`,
      ).toHaveLength(1),
    );
    await planner.owner`insert into working_hours (caseworker_id, job_centre_id, weekday, start_minute, end_minute, valid_from)
      values (${planner.ids['lone'] as string}, ${planner.ids['north'] as string}, 3, 480, 720, '2020-01-01')`;
    expect(await forms()).toMatchObject({ '8.00': both });
    expect(await hold('frida', planner.at(8), 'IN_PERSON')).toMatchObject({
      caseworker: { id: planner.gid('Caseworker', 'lone') },
    });
    // Who names no form gets the first that is free, with whom she names.
    const mette = { caseworker: planner.gid('Caseworker', 'mette'), form: undefined };
    expect(await hold('erik', planner.at(8), '', mette)).toMatchObject({
      caseworker: { id: mette.caseworker },
    });
    expect(await planner.owner`select form from booking where status = 'held' order by form`).toMatchObject([
      { form: 'IN_PERSON' },
      { form: 'PHONE' },
    ]);
    await planner.owner`delete from occupancy where resource_id = ${planner.ids['mette'] as string}`;
    expect(await hold('dina', planner.at(8), 'IN_PERSON')).toMatchObject({ code: 'FORM_NOT_FREE' });
    expect(await hold('dina', planner.at(8), 'PHONE')).toMatchObject({
      caseworker: { id: planner.gid('Caseworker', 'mette') },
    });
    expect(await hold('anna', planner.at(8), 'PHONE')).toMatchObject({ code: 'SLOT_TAKEN' });
  });

  it('leaves a hold the forms that remain: another is not confirmed, and none is a time that is gone', async () => {
    const held = await hold('frida', planner.at(8), 'IN_PERSON');
    await enter('mette');
    const ofHold = await planner.ask<{ node: { forms: string[] } }>(
      'frida',
      `{ node(id: "${held.id}") { ... on Hold { forms } } }`,
    );
    expect(ofHold.data?.node.forms).toEqual(['PHONE']);
    expect(await confirmed('frida', held)).toMatchObject({ code: 'FORM_NOT_FREE' });
    await planner.owner`update form_span set forms = '{DIGITAL}'`;
    expect(await confirmed('frida', held)).toMatchObject({ code: 'SLOT_TAKEN' });
    await planner.owner`update form_span set forms = '{PHONE}'`;
    expect(await confirmed('frida', held, { form: 'PHONE' })).toMatchObject({ status: 'BOOKED' });
  });

  it('leaves booked talks alone and names them; they change to a form that is left, or move to where theirs is', async () => {
    const booked = await confirmed('frida', await hold('frida', planner.at(10), 'IN_PERSON'));
    const entered = (await enter('mette', { endsAt: planner.at(11) })) as Entered;
    expect(entered.formSpans).toMatchObject([{ otherwise: [{ form: 'IN_PERSON' }] }]);
    expect(await planner.owner`select status, form from booking`).toMatchObject([
      { status: 'booked', form: 'IN_PERSON' },
    ]);
    const move = async (more: object) => {
      const input = { booking: booked.id, idempotencyKey: key(), ...more };
      const { data } = await planner.ask<{ rescheduleBooking: Answer }>('frida', reschedule, { input });
      return data?.rescheduleBooking;
    };
    expect(await move({ startsAt: planner.at(9) })).toMatchObject({ code: 'FORM_NOT_FREE' });
    const change = async (form: string) => {
      const { data } = await planner.ask<{ changeBooking: { form?: string; code?: string } }>(
        'mette',
        `mutation ($input: ChangeBookingInput!) { changeBooking(input: $input) {
          ... on Booking { form } ... on Refusal { code } } }`,
        { input: { booking: booked.id, form, idempotencyKey: key() } },
      );
      return data?.changeBooking;
    };
    const left = () =>
      planner.ask(
        'mette',
        `query ($booking: ID!, $offer: ID!, $at: DateTime!, $caseworker: ID!) {
          booking(id: $booking) { forms }
          offer(id: $offer) { explain(startsAt: $at, caseworker: $caseworker, forStaff: true) { forms } } }`,
        {
          booking: booked.id,
          offer: offer(),
          at: planner.at(8),
          caseworker: planner.gid('Caseworker', 'mette'),
        },
      );
    const offered = { offer: { explain: { forms: ['PHONE'] } } };
    expect((await left()).data).toEqual({ booking: { forms: ['IN_PERSON', 'PHONE'] }, ...offered });
    expect(await change('PHONE')).toEqual({ form: 'PHONE' });
    expect((await left()).data).toEqual({ booking: { forms: ['PHONE'] }, ...offered });
    expect(await change('IN_PERSON')).toEqual({ code: 'FORM_NOT_FREE' });
    const others = await planner.ask<{ node: { otherTimes: { startsAt: string }[] } }>(
      'mette',
      `query ($id: ID!, $from: DateTime!, $to: DateTime!) { node(id: $id) { ... on Booking {
        otherTimes(from: $from, to: $to) { startsAt } } } }`,
      { id: booked.id, from: planner.at(8), to: planner.at(11) },
    );
    expect(others.data?.node.otherTimes.length).toBeGreaterThan(3);
    expect(await move({ startsAt: planner.at(9) })).toMatchObject({ status: 'BOOKED' });
  });

  it('reaches those who are looking: a time that is closed, and one that has other forms', async () => {
    const ask = { offer: offer(), from: planner.at(8), to: planner.at(9) };
    type Frame = { slots?: object[]; opened?: object[]; closed?: string[] };
    const watched = watchLive<Frame>(
      planner,
      'dina',
      `subscription ($offer: ID!, $from: DateTime!, $to: DateTime!) { slots(offer: $offer, from: $from, to: $to) {
        ... on SlotsSnapshot { slots { forms } } ... on SlotsChange { opened { startsAt forms } closed } } }`,
      ask,
    );
    await vi.waitFor(() => expect(watched.events).toHaveLength(1), 5_000);
    await enter('mette', { endsAt: planner.at(8, 30) });
    await vi.waitFor(() => expect(watched.events).toHaveLength(2), 5_000);
    await planner.owner`update form_span set forms = '{DIGITAL}'`;
    await vi.waitFor(() => expect(watched.events).toHaveLength(3), 5_000);
    await watched.stop();
    expect(watched.events.slice(1)).toMatchObject([
      { opened: [{ startsAt: planner.at(8).toISOString(), forms: ['PHONE'] }], closed: [] },
      { opened: [], closed: [String(planner.at(8).getTime() / 60_000)] },
    ]);
  });

  it('comes as a series, once however often it is sent, and goes whole', async () => {
    const until = new Date(planner.at(0).getTime() + 14 * 86_400_000).toISOString().slice(0, 10);
    const idempotencyKey = key();
    const ask = () =>
      enter('lone', { repeat: { every: 'WEEK', until }, idempotencyKey, forms: ['PHONE', 'IN_PERSON'] });
    const once = (await ask()) as Entered;
    expect(await ask()).toEqual(once);
    expect(once.formSpans).toHaveLength(3);
    const listed = await planner.ask<{ formSpans: object[] }>(
      'mette',
      `{ formSpans(team: "${planner.gid('Team', 'north team')}", from: "${planner.at(8, 30).toISOString()}",
        to: "${planner.at(24).toISOString()}") { id } }`,
    );
    expect(listed.data?.formSpans).toEqual([{ id: once.formSpans?.[0]?.id }]);
    const removed = await planner.ask(
      'mette',
      `mutation { removeFormSpan(input: { formSpan: "${once.formSpans?.[0]?.id}", wholeSeries: true }) { ... on RemovedFormSpans { count } } }`,
    );
    expect(removed.data).toEqual({ removeFormSpan: { count: 3 } });
  });

  it('chooses among the forms of the job centre’s talks, which staff are told', async () => {
    const ask = '{ jobCentres { talkForms } }';
    const { data } = await planner.ask<{ jobCentres: { talkForms: string[] }[] }>('mette', ask);
    expect(data?.jobCentres.map(({ talkForms }) => talkForms.join(' '))).toContain(both);
    expect((await planner.ask('anna', ask)).errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });

  it('is refused for strangers, citizens, the past, forms that are not offered, and where forms are chosen already', async () => {
    expect(await enter('sven')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await enter('olav')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await enter('anna')).toBe('FORBIDDEN');
    expect(await enter('mette', { endsAt: planner.at(8) })).toMatchObject({ path: 'endsAt' });
    const past = { startsAt: '2021-01-01T08:00:00Z', endsAt: '2021-01-01T09:00:00Z' };
    expect(await enter('mette', past)).toMatchObject({ path: 'endsAt' });
    expect(await enter('mette', { forms: ['DIGITAL'] })).toMatchObject({ path: 'forms' });
    expect(await enter('mette', { forms: [] })).toMatchObject({ path: 'forms' });
    expect(await enter('mette', { repeat: { every: 'WORKDAY', until: '2099-01-01' } })).toMatchObject({
      code: 'TOO_MANY',
    });
    expect(await planner.owner`select from form_span`).toHaveLength(0);
    await enter('mette');
    expect(await enter('mette', { startsAt: planner.at(8, 30), endsAt: planner.at(10) })).toEqual({
      code: 'FORMS_CHOSEN',
    });
    expect(await planner.owner`select from form_span`).toHaveLength(1);
  });
});
