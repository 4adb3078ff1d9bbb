import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, cancel, key, reschedule } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
  const { owner, ids } = planner;
  for (const name of ['room a', 'room b']) {
    ids[name] = crypto.randomUUID();
    await owner`insert into resource (id, kind) values (${ids[name]}, 'room')`;
    await owner`insert into room (id, job_centre_id, name) values (${ids[name]}, ${ids['north'] as string}, ${name})`;
  }
});
afterAll(() => planner[Symbol.asyncDispose]());
beforeEach(async () => {
  const { owner } = planner;
  await owner`truncate occupancy, idempotency, booking_note`;
  await owner`update deadline set state = 'open', booking_id = null`;
  await owner`delete from booking`;
});

type Result = Answer & { undoable?: string | null; message?: string };
const selection = `{ __typename ... on Booking { id status startsAt undoable meetsDeadline { state } } ... on Refusal { code message } }`;
const documents: Record<string, string> = {
  bookOnBehalf: `mutation ($input: BookOnBehalfInput!) { bookOnBehalf(input: $input) ${selection} }`,
  bookOverlapping: `mutation ($input: BookOverlappingInput!) { bookOverlapping(input: $input) ${selection} }`,
  changeBooking: `mutation ($input: ChangeBookingInput!) { changeBooking(input: $input) ${selection} }`,
  undoBooking: `mutation ($input: UndoBookingInput!) { undoBooking(input: $input) ${selection} }`,
  addNote: `mutation ($input: AddNoteInput!) { addNote(input: $input) ${selection} }`,
  cancelBooking: cancel,
  rescheduleBooking: reschedule,
};
const say = async (who: string, mutation: string, input: object): Promise<Result> => {
  const answer = await planner.ask<Record<string, Result>>(who, documents[mutation] as string, {
    input: { idempotencyKey: key(), ...input },
  });
  return answer.data?.[mutation] ?? ({ code: answer.errors?.[0]?.extensions?.['code'] } as Result);
};
const slot = (citizen: string, startsAt: Date, more: object = {}) => ({
  offer: planner.gid('Offer', 'offer'),
  citizen: planner.gid('Citizen', citizen),
  caseworker: planner.gid('Caseworker', 'mette'),
  startsAt,
  form: 'PHONE',
  ...more,
});
const book = (citizen: string, startsAt: Date, more: object = {}) =>
  say('mette', 'bookOnBehalf', slot(citizen, startsAt, more));
const cancelled = (booking: string) => say('mette', 'cancelBooking', { booking, reason: 'Syg' });
const undo = (booking: string, who = 'mette') => say(who, 'undoBooking', { booking });
const history = async (booking: string, who = 'mette') => {
  const document = `query ($id: ID!) { booking(id: $id) { history { kind who from to form reason room { name } } notes { note author } } }`;
  const answer = await planner.ask<{
    booking: { history: Record<string, unknown>[]; notes: { note: string; author: string }[] };
  }>(who, document, { id: booking });
  return answer.data?.booking;
};
const taken = async () => Number((await planner.owner`select count(*) as n from occupancy`)[0]?.['n']);

describe('booking on behalf', () => {
  it('is one step, meets the deadline, keeps the note, and repeats as one', async () => {
    const ask = { note: ' Ringer selv ', idempotencyKey: key() };
    const made = await book('anna', planner.at(8), ask);
    expect(made).toMatchObject({ status: 'BOOKED', meetsDeadline: { state: 'MET' }, undoable: 'BOOKED' });
    expect(await book('anna', planner.at(8), ask)).toEqual(made);
    expect(await book('anna', planner.at(8), { ...ask, note: 'x' })).toMatchObject({ code: 'KEY_REUSED' });
    expect((await history(made.id))?.notes).toEqual([{ note: 'Ringer selv', author: 'mette' }]);
    expect(await taken()).toBe(2);
  });

  it('is refused where nothing is free, to strangers, and with a CPR number in the note', async () => {
    await book('frida', planner.at(8));
    expect(await book('anna', planner.at(8))).toMatchObject({ code: 'SLOT_TAKEN' });
    expect(await book('anna', planner.at(8, 10))).toMatchObject({ code: 'GRID' });
    expect(await say('sven', 'bookOnBehalf', slot('anna', planner.at(9)))).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await say('olav', 'bookOnBehalf', slot('anna', planner.at(9)))).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await say('anna', 'bookOnBehalf', slot('anna', planner.at(9)))).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await book('anna', planner.at(9), { note: '020304-1234' })).toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await planner.owner`select from booking`).toHaveLength(1);
  });
});

describe('taking back', () => {
  it('a cancellation: the same talk stands again with all it took, and its deadline is met', async () => {
    const dates = () =>
      planner.owner`select book_by, hold_by from deadline where citizen_id = ${planner.ids['anna'] as string}`;
    await planner.owner`update deadline set length_days = 30 where citizen_id = ${planner.ids['anna'] as string}`;
    const before = await dates();
    const { id } = await book('anna', planner.at(8));
    await cancelled(id);
    expect(await dates()).not.toEqual(before);
    expect(await taken()).toBe(0);
    expect(await undo(id)).toMatchObject({
      id,
      status: 'BOOKED',
      meetsDeadline: { state: 'MET' },
      undoable: null,
    });
    expect(await dates()).toEqual(before);
    expect(await taken()).toBe(2);
    expect((await history(id))?.history).toMatchObject([
      { kind: 'BOOKED', who: 'mette', to: planner.at(8).toISOString() },
      { kind: 'CANCELLED', reason: 'Syg' },
      { kind: 'RESTORED' },
    ]);
  });

  it('a cancellation is refused when the time has been taken, or an absence has come over it', async () => {
    const { id } = await book('anna', planner.at(8));
    await cancelled(id);
    await book('frida', planner.at(8));
    expect(await undo(id)).toMatchObject({ code: 'SLOT_TAKEN' });
    const other = await book('dina', planner.at(9));
    await cancelled(other.id);
    await planner.owner`insert into absence (resource_id, during)
      values (${planner.ids['mette'] as string}, tstzrange(${planner.at(9)}, ${planner.at(10)}))`;
    expect(await undo(other.id)).toMatchObject({ code: 'SLOT_TAKEN' });
    await planner.owner`delete from absence`;
    expect(await taken()).toBe(2);
  });

  it('a move: the talk is back, and so is the time it was moved to', async () => {
    const first = await book('anna', planner.at(8));
    const moved = await say('mette', 'rescheduleBooking', { booking: first.id, startsAt: planner.at(10) });
    const back = await undo(moved.id);
    expect(back).toMatchObject({
      status: 'BOOKED',
      startsAt: planner.at(8).toISOString(),
      meetsDeadline: { state: 'MET' },
    });
    expect(await book('frida', planner.at(10))).toMatchObject({ status: 'BOOKED' });
    expect((await history(first.id))?.history.map(({ kind }) => kind)).toEqual(['BOOKED', 'MOVED', 'MOVED']);
  });

  it('a booking: it is cancelled, and the deadline has the dates it had', async () => {
    const dates = () => planner.owner`select state, book_by, hold_by from deadline`;
    const [before] = await dates();
    const { id } = await book('anna', planner.at(8));
    const ask = { booking: id, idempotencyKey: key() };
    const undone = await say('mette', 'undoBooking', ask);
    expect(undone).toMatchObject({ id, status: 'CANCELLED' });
    expect(await say('mette', 'undoBooking', ask)).toMatchObject({ id, status: 'CANCELLED' });
    expect([...(await dates())]).toEqual([before]);
  });

  it('is only for what one has done oneself, and for a quarter of an hour', async () => {
    const { id } = await book('anna', planner.at(8));
    expect(await undo(id, 'lone')).toMatchObject({ code: 'NOT_UNDOABLE' });
    expect(await undo(id, 'sven')).toMatchObject({ code: 'NOT_FOUND' });
    await planner.owner`update clock set ahead = '16 minutes'`;
    expect(await undo(id)).toMatchObject({ code: 'NOT_UNDOABLE' });
    await planner.owner`update clock set ahead = '0'`;
  });
});

describe('another form or room', () => {
  const change = (booking: string, more: object, who = 'mette') =>
    say(who, 'changeBooking', { booking, ...more });
  const room = (name: string) => ({ room: planner.gid('Room', name) });

  it('is changed, told in the history, and taken back', async () => {
    const { id } = await book('anna', planner.at(8));
    expect(await change(id, { form: 'IN_PERSON', ...room('room a') })).toMatchObject({ undoable: 'FORM' });
    expect((await history(id))?.history.slice(1)).toMatchObject([
      { kind: 'FORM', form: 'IN_PERSON' },
      { kind: 'ROOM', room: { name: 'room a' } },
    ]);
    expect(await taken()).toBe(3);
    await undo(id);
    expect(await taken()).toBe(2);
    const [row] = await planner.owner`select form, room_id from booking`;
    expect(row).toMatchObject({ form: 'PHONE', room_id: null });
  });

  it('a room is one talk’s at a time, whatever was looked at', async () => {
    const first = await book('anna', planner.at(8));
    await change(first.id, room('room a'));
    const second = await book('frida', planner.at(8, 30));
    await say('mette', 'bookOverlapping', slot('dina', planner.at(8, 40)));
    expect(await change(second.id, room('room a'))).toMatchObject({ status: 'BOOKED' });
    const third = await planner.owner<
      { id: string }[]
    >`select id from booking where citizen_id = ${planner.ids['dina'] as string}`;
    const dina = Buffer.from(`Booking:${third[0]?.id}`).toString('base64');
    expect(await change(dina, room('room a'))).toMatchObject({ code: 'ROOM_TAKEN' });
    const free = await planner.ask<{ booking: { freeRooms: { name: string }[] } }>(
      'mette',
      `{ booking(id: "${dina}") { freeRooms { name } } }`,
    );
    expect(free.data?.booking.freeRooms.map(({ name }) => name)).toEqual(['room b']);
    expect(await change(dina, room('room b'))).toMatchObject({ status: 'BOOKED' });
    expect(await change(second.id, { withoutRoom: true })).toMatchObject({ status: 'BOOKED' });
    expect(await change(dina, room('room a'))).toMatchObject({ status: 'BOOKED' });
  });

  it('is refused: a form the offer lacks, no room where one is needed, strangers, a cancelled talk', async () => {
    const { id } = await book('anna', planner.at(8));
    expect(await change(id, { form: 'DIGITAL' })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await change(id, { room: planner.gid('Room', 'nowhere') })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await change(id, { form: 'IN_PERSON' }, 'sven')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await change(id, { form: 'IN_PERSON' }, 'anna')).toMatchObject({ code: 'FORBIDDEN' });
    await cancelled(id);
    expect(await change(id, { form: 'IN_PERSON' })).toMatchObject({ code: 'NOT_BOOKED' });
  });
});

describe('a move onto another talk, on purpose', () => {
  it('leaves the old time, joins the other talk and meets the same deadline', async () => {
    await book('frida', planner.at(9));
    const { id } = await book('anna', planner.at(8));
    const moved = await say('mette', 'bookOverlapping', slot('anna', planner.at(9, 15), { replaces: id }));
    expect(moved).toMatchObject({ status: 'BOOKED', meetsDeadline: { state: 'MET' }, undoable: 'MOVED' });
    expect(await book('dina', planner.at(8))).toMatchObject({ status: 'BOOKED' });
    expect(await book('erik', planner.at(9, 30))).toMatchObject({ code: 'SLOT_TAKEN' });
  });

  it('may be a few minutes only, over its own old time', async () => {
    const { id } = await book('anna', planner.at(8));
    expect(
      await say('mette', 'bookOverlapping', slot('anna', planner.at(8, 10), { replaces: id })),
    ).toMatchObject({ status: 'BOOKED' });
    expect(await taken()).toBe(2);
  });

  it('is refused for another’s talk and for one that is off', async () => {
    const { id } = await book('frida', planner.at(9));
    const onto = (citizen: string) => slot(citizen, planner.at(10), { replaces: id });
    expect(await say('mette', 'bookOverlapping', onto('anna'))).toMatchObject({ code: 'NOT_FOUND' });
    await cancelled(id);
    expect(await say('mette', 'bookOverlapping', onto('frida'))).toMatchObject({ code: 'NOT_BOOKED' });
  });
});

describe('notes', () => {
  it('follow the talk when it is moved, are staff’s only, and hold no CPR number', async () => {
    const { id } = await book('carla', planner.at(8));
    await say('mette', 'addNote', { booking: id, note: 'Vil gerne tale om CV' });
    await say('olav', 'addNote', { booking: id, note: 'Har fået nyt nummer' });
    const moved = await say('mette', 'rescheduleBooking', { booking: id, startsAt: planner.at(10) });
    expect((await history(moved.id, 'olav'))?.notes).toEqual([
      { note: 'Vil gerne tale om CV', author: 'mette' },
      { note: 'Har fået nyt nummer', author: 'olav' },
    ]);
    for (const note of ['', ' ', 'x'.repeat(2001), 'Hans nummer er 020304 1234', 'a\0'])
      expect(await say('mette', 'addNote', { booking: id, note })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await say('carla', 'addNote', { booking: id, note: 'Hej' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await say('sven', 'addNote', { booking: id, note: 'Hej' })).toMatchObject({ code: 'NOT_FOUND' });
    const asked = await planner.ask('carla', `{ booking(id: "${id}") { notes { note } } }`);
    expect(asked.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    expect(await history(moved.id, 'sven')).toBeNull();
  });
});
