import { loadViewer } from '@planner/schema/access/load-viewer.ts';
import { audienceOf } from '@planner/schema/availability/audience.ts';
import { findFreeSlots } from '@planner/schema/availability/find.ts';
import { replay } from '@planner/schema/availability/replay.ts';
import { createLoaders } from '@planner/schema/loaders.ts';
import { purge } from '@planner/server/purge.ts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Answer, cancel, confirm, holdSlot, key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());

const document = `query ($offer: ID!, $from: DateTime!, $to: DateTime!) {
  offer(id: $offer) { slots(from: $from, to: $to) { startsAt seatsLeft forms caseworkers { id } } } }`;
const week = 7 * 86_400_000;
const span = () => ({
  from: new Date(planner.at(0).getTime() - week),
  to: new Date(planner.at(0).getTime() + week),
});
const id = (name: string) => planner.ids[name] as string;
const gid = (type: string, value: string) => Buffer.from(`${type}:${value}`).toString('base64');

/** What the planner answers out of its memory. */
async function shown(): Promise<string[]> {
  const variables = { offer: planner.gid('Offer', 'offer'), ...span() };
  type Shown = { startsAt: string; seatsLeft: number; forms: string[]; caseworkers: { id: string }[] };
  const answer = await planner.ask<{ offer: { slots: Shown[] } }>('dina', document, variables);
  return (answer.data?.offer.slots ?? []).map(
    (slot) => `${slot.startsAt} ${slot.seatsLeft} ${slot.forms} ${slot.caseworkers.map((who) => who.id)}`,
  );
}

/** What the database says. */
async function known(): Promise<string[]> {
  const viewer = await loadViewer(planner.opened.system, id('user dina'));
  const { slots } = await planner.opened.door.read(viewer, 'test', async (handle) => {
    const loaders = createLoaders(() => handle);
    const [offer, self] = await Promise.all([
      loaders.offer.load(id('offer')),
      loaders.citizen.load(id('dina')),
    ]);
    if (!offer) throw new Error('The offer cannot be read.');
    return findFreeSlots(handle, { offer, ...span(), audience: audienceOf(viewer, self) });
  });
  return slots.map(
    (slot) =>
      `${slot.startsAt.toISOString()} ${slot.seatsLeft} ${slot.forms} ${slot.caseworkerIds.map((who) => gid('Caseworker', who))}`,
  );
}

it('answers from memory what the database says, at once after each kind of change', async () => {
  const sql = planner.owner;
  const [mette, lone, north, offer] = [id('mette'), id('lone'), id('north'), id('offer')];
  const day = planner.at(0).toISOString().slice(0, 10);
  const room = crypto.randomUUID();
  let hold = '';
  const changes: [name: string, change: () => Promise<unknown>][] = [
    [
      'a colleague gets hours',
      () => sql`insert into working_hours (caseworker_id, job_centre_id, weekday, start_minute, end_minute, valid_from)
      values (${lone}, ${north}, 3, 480, 600, '2020-01-01')`,
    ],
    [
      'hours change',
      () => sql`update working_hours set end_minute = 660 where caseworker_id = ${mette} and weekday = 3`,
    ],
    [
      'a break',
      () => sql`insert into work_break (caseworker_id, job_centre_id, weekday, start_minute, end_minute, valid_from)
      values (${mette}, ${north}, 3, 540, 570, '2020-01-01')`,
    ],
    [
      'another day’s hours',
      () => sql`insert into hours_exception (caseworker_id, job_centre_id, day, start_minute, end_minute)
      values (${mette}, ${north}, ${day}, 480, 720)`,
    ],
    [
      'a closing day',
      () => sql`insert into closing_day (job_centre_id, day, name, start_minute, end_minute)
      values (${north}, ${day}, 'closed', 480, 540)`,
    ],
    ['the closing day is lifted', () => sql`delete from closing_day`],
    [
      'an absence',
      () =>
        sql`insert into absence (resource_id, during) values (${mette}, tstzrange(${planner.at(8)}, ${planner.at(9)}))`,
    ],
    ['the absence moves', () => sql`update absence set during = tstzrange(${planner.at(9)}, null)`],
    ['the absence goes', () => sql`delete from absence`],
    [
      'one holds talks by phone only',
      () => sql`insert into form_span (caseworker_id, starts_at, ends_at, forms)
      values (${mette}, ${planner.at(9)}, ${planner.at(10)}, '{PHONE}')`,
    ],
    ['in a form that is not offered', () => sql`update form_span set forms = '{DIGITAL}'`],
    [
      'earlier, across the change of week',
      () => sql`update form_span set starts_at = starts_at - interval '4 days'`,
    ],
    ['and in any form again', () => sql`delete from form_span`],
    [
      'a foreign calendar is busy',
      () => sql`insert into external_busy (resource_id, during)
      values (${lone}, tstzrange(${planner.at(7)}, ${planner.at(8)}))`,
    ],
    [
      'a hold',
      async () => {
        const answer = await planner.ask<{ holdSlot: Answer }>('frida', holdSlot, {
          input: {
            offer: gid('Offer', offer),
            startsAt: planner.at(9),
            form: 'PHONE',
            idempotencyKey: key(),
          },
        });
        hold = answer.data?.holdSlot.id as string;
      },
    ],
    ['the hold lapses', () => sql`update clock set ahead = ahead + '11 minutes'`],
    [
      'a booking',
      async () => {
        const held = await planner.ask<{ holdSlot: Answer }>('frida', holdSlot, {
          input: {
            offer: gid('Offer', offer),
            startsAt: planner.at(8),
            form: 'PHONE',
            idempotencyKey: key(),
          },
        });
        hold = held.data?.holdSlot.id as string;
        await planner.ask('frida', confirm, { input: { hold, idempotencyKey: key() } });
      },
    ],
    ['the clock is put back', () => sql`update clock set ahead = ahead - interval '2 days'`],
    ['a cap', () => sql`update offer set daily_cap = 1 where id = ${offer}`],
    ['a quota', () => sql`update offer set daily_cap = null, quota_per_day = 1 where id = ${offer}`],
    [
      'the booking is cancelled',
      () =>
        planner.ask('frida', cancel, {
          input: {
            booking: gid('Booking', Buffer.from(hold, 'base64').toString().split(':')[1] as string),
            idempotencyKey: key(),
          },
        }),
    ],
    [
      'rooms are needed, and none is there',
      () => sql`update offer set quota_per_day = null, needs_room = true where id = ${offer}`,
    ],
    [
      'a room',
      () =>
        sql.begin(async (tx) => {
          await tx`insert into resource (id, kind) values (${room}, 'room')`;
          await tx`insert into room (id, job_centre_id, name) values (${room}, ${north}, 'Room')`;
        }),
    ],
    ['the colleague loses the competence', () => sql`delete from competence where caseworker_id = ${lone}`],
    [
      'and the other leaves the job centre',
      () => sql`update caseworker set ended_on = '2020-01-01' where id = ${mette}`,
    ],
  ];
  expect(await shown()).toEqual(await known());
  for (const [name, change] of changes) {
    const before = await shown();
    await change();
    const after = await shown();
    expect(after, name).toEqual(await known());
    if (name !== 'the clock is put back')
      expect(after, `${name} should change something`).not.toEqual(before);
  }
});

it('never answers a mixture while others write', async () => {
  const sql = planner.owner;
  await sql`update caseworker set ended_on = null`;
  await sql`update offer set needs_room = false where id = ${id('offer')}`;
  await sql`delete from work_break`;
  // At any position she is away for one hour, this or the next: the day always has as many times.
  await sql`insert into absence (resource_id, during) values (${id('mette')}, tstzrange(${planner.at(7)}, ${planner.at(8)}))`;
  let writing = true;
  const writer = (async () => {
    for (let hour = 8; writing; hour = hour === 7 ? 8 : 7) {
      await sql`update absence set during = tstzrange(${planner.at(hour)}, ${planner.at(hour + 1)})`;
    }
  })();
  const counts = new Set<number>();
  for (let n = 0; n < 60; n++)
    counts.add(
      (await shown()).filter((slot) => slot.startsWith(planner.at(0).toISOString().slice(0, 10))).length,
    );
  writing = false;
  await writer;
  expect([...counts]).toHaveLength(1);
  expect(await shown()).toEqual(await known());
});

it('can be worked out again from history, each answer of these tests, also when the feed has been cut', async () => {
  const { owner } = planner;
  const { system } = planner.opened;
  const reader = {
    query: async <Row extends object>(text: string, params: readonly unknown[] = []) =>
      [...(await system.unsafe<Row[]>(text, params as never[]))] as Row[],
  };
  const rows = () => owner`select id::text, answer from slot_evidence where outcome = 'answered' order by id`;
  await vi.waitFor(async () => expect((await rows()).length).toBeGreaterThan(100), 5_000);
  // Evidence is a second behind what it proves: each time it is all that has come by then.
  const differing = async () => {
    const found = [];
    for (const row of await rows()) if (!(await replay(reader, row['id']))?.same) found.push(row['id']);
    return found;
  };
  const told = new Set((await rows()).map((row) => row['answer'].toString('hex')));
  expect(told.size).toBeGreaterThan(8);
  expect(await differing()).toEqual([]);

  // Of an older engine, too: where nobody's form span touched them, starts are told as they always were.
  const [old] =
    await owner`update slot_evidence set engine = '1' where id = (select min(id) from slot_evidence
    where outcome = 'answered') returning id::text`;
  expect(await replay(reader, old?.['id'])).toMatchObject({ same: true, otherEngine: true });

  await owner`update change set at = at - interval '1 month'`;
  await purge(system, { proofMonths: 60, feedDays: 14, repeatDays: 7, signInDays: 30 });
  expect(await owner`select from change`).toHaveLength(1);
  expect(await differing()).toEqual([]);

  // Who rewrites the evidence or the past is found out.
  const [first] = await rows();
  await owner`update slot_evidence set answer = sha256('other') where id = ${first?.['id']}`;
  await owner`update history set image = image || '{"end_minute": 600}' where entity = 'working_hours'`;
  expect((await differing()).length).toBeGreaterThan(10);
});
