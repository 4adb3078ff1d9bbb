import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, holdSlot, key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
  await planner.owner`update citizen_identity set email = 'frida@borger.example', phone = '20 00 00 05'
    where citizen_id = ${planner.ids['frida'] as string}`;
  await planner.owner`update offer set max_open = 9`;
});
afterAll(() => planner[Symbol.asyncDispose]());

let hour = 7;
/** Holds the next free time of the day; half an hour each. */
async function hold(who: string, form = 'PHONE') {
  hour += 0.5;
  const input = {
    offer: planner.gid('Offer', 'offer'),
    startsAt: planner.at(0, hour * 60),
    form,
    idempotencyKey: key(),
  };
  return (await planner.ask<{ holdSlot: Answer }>(who, holdSlot, { input })).data?.holdSlot.id as string;
}
type Booked = { __typename: string; id: string; code?: string; path?: string };
const confirm = async (who: string, holdId: string, more: object = {}) =>
  (
    await planner.ask<{ confirmBooking: Booked }>(
      who,
      `mutation ($input: ConfirmBookingInput!) { confirmBooking(input: $input) { __typename
        ... on Booking { id form phone email words: message } ... on Refusal { code } ... on InvalidInput { path } } }`,
      { input: { hold: holdId, idempotencyKey: key(), ...more } },
    )
  ).data?.confirmBooking as Booked;

it('keeps how the citizen can be reached for this talk, beside what is known of her', async () => {
  const own = await confirm('frida', await hold('frida'));
  expect(own).toMatchObject({ phone: '20 00 00 05', email: 'frida@borger.example' });
  const given = await confirm('frida', await hold('frida'), {
    phone: '+45 30-40-50-60',
    email: ' arbejde@firma.example ',
    message: 'Ring til min vagttelefon.',
  });
  expect(given).toMatchObject({
    phone: '30 40 50 60',
    email: 'arbejde@firma.example',
    words: 'Ring til min vagttelefon.',
  });
  const seen = await planner.ask<object>('mette', `query Look { booking(id: "${given.id}") { phone } }`);
  expect(seen.data).toEqual({ booking: { phone: '30 40 50 60' } });
  const [look] = await planner.owner`select count(*)::int as n from access_log where operation = 'Look'`;
  expect(look?.['n']).toBe(1);
});

it('takes another of the offer’s forms at the last moment, and no other', async () => {
  const holdId = await hold('anna', 'IN_PERSON');
  expect(await confirm('anna', holdId, { form: 'DIGITAL' })).toMatchObject({
    code: 'INVALID_INPUT',
    path: 'form',
  });
  expect(await confirm('anna', holdId, { form: 'PHONE' })).toMatchObject({ form: 'PHONE' });
});

it('tells kindly what cannot be used, and is nothing when nothing is known', async () => {
  await planner.owner`update citizen_identity set phone = null where citizen_id = ${planner.ids['carla'] as string}`;
  const holdId = await hold('carla', 'IN_PERSON');
  expect(await confirm('carla', holdId, { phone: '12' })).toMatchObject({
    code: 'INVALID_INPUT',
    path: 'phone',
  });
  expect(await confirm('carla', holdId, { phone: '12345678', email: 'carla@' })).toMatchObject({
    path: 'email',
  });
  expect(await confirm('carla', holdId, { phone: ' ' })).toMatchObject({ phone: null });
});

it('goes along when the talk is moved in one step', async () => {
  const booked = await confirm('dina', await hold('dina'), { phone: '11223344', message: 'Tag sagen med.' });
  hour += 0.5;
  const moved = await planner.ask<object>(
    'dina',
    `mutation { rescheduleBooking(input: { booking: "${booked.id}", startsAt: "${planner.at(0, hour * 60).toISOString()}",
      idempotencyKey: "${key()}" }) { ... on Booking { phone words: message } } }`,
  );
  expect(moved.data).toEqual({ rescheduleBooking: { phone: '11 22 33 44', words: 'Tag sagen med.' } });
});

it('is for those only who may see the talk', async () => {
  const booked = await confirm('erik', await hold('erik'), { phone: '55667788' });
  const rows = await planner.opened.door.read(
    { ...(await import('@planner/db')).anonymous, userId: crypto.randomUUID() },
    'look',
    ({ query }) => query('select from booking_contact'),
  );
  expect(rows).toEqual([]);
  for (const who of ['anna', 'sven', 'olav'])
    expect((await planner.ask<object>(who, `{ booking(id: "${booked.id}") { phone } }`)).data).toEqual({
      booking: null,
    });
});

it('is needed for a talk by telephone, where no number is known', async () => {
  const known = (phone: string | null) =>
    planner.owner`update citizen_identity set phone = ${phone} where citizen_id = ${planner.ids['frida'] as string}`;
  await known(null);
  // The next day: this one's times are the other tests'.
  hour = 24 + 7;
  const holdId = await hold('frida');
  for (const phone of [undefined, ' '])
    expect(await confirm('frida', holdId, { phone })).toMatchObject({ code: 'INVALID_INPUT', path: 'phone' });
  expect(await planner.owner`select from booking where status = 'held'`).toHaveLength(1);
  const booked = await confirm('frida', holdId, { form: 'IN_PERSON' });
  hour += 0.5;
  const move = async () => {
    const moved = await planner.ask<{ rescheduleBooking: object }>(
      'frida',
      `mutation { rescheduleBooking(input: { booking: "${booked.id}", startsAt: "${planner.at(0, hour * 60).toISOString()}",
        form: PHONE, idempotencyKey: "${key()}" }) { ... on Booking { form } ... on InvalidInput { path } } }`,
    );
    return moved.data?.rescheduleBooking;
  };
  expect(await move()).toEqual({ path: 'form' });
  await known('20 00 00 00');
  expect(await move()).toEqual({ form: 'PHONE' });
});
