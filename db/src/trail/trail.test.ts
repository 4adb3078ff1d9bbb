import { expect, it } from 'vitest';
import {
  addBooking,
  addCaseworker,
  addCentre,
  addCitizen,
  arrange,
  connect,
  viewer,
} from '../testing/rows.ts';
import { eraseEvents } from './erase.ts';
import { sealBatch } from './seal.ts';
import { headSeals, verifyTrail } from './verify.ts';

const sealing = { key: Buffer.alloc(32, 7), keyId: 'k1', limit: 2 };

async function world() {
  const { database, door, owner } = await arrange();
  const centre = await addCentre(owner, '10101');
  const [citizen, caseworker] = [await addCitizen(owner, centre), await addCaseworker(owner)];
  const booking = await addBooking(owner, { centre, citizen, caseworker });
  const system = connect(database, 'system', 2);
  const sealAll = async () => {
    while ((await sealBatch(system, sealing)) > 0);
  };
  const faults = async () => (await verifyTrail(system, sealing)).faults;
  return { database, door, owner, system, centre, citizen, caseworker, booking, sealAll, faults };
}

it('writes down each change: before, after, by whom and in which operation', async () => {
  const { door, owner, booking, citizen, centre } = await world();
  const me = viewer({ citizens: [citizen] });
  await door.write(me, 'cancelBooking', async ({ query }) => {
    await query(`update booking set status = 'cancelled', version = 2 where id = $1`, [booking]);
    await query('insert into booking_message values ($1, $2)', [booking, 'I am ill']);
  });
  const events =
    await owner`select entity, entity_id, action, viewer_id, operation, job_centre_id, before, after from audit_event
    where operation = 'cancelBooking' order by id`;
  expect(events).toMatchObject([
    {
      entity: 'booking',
      action: 'UPDATE',
      job_centre_id: centre,
      before: { status: 'booked', version: 1 },
      after: { status: 'cancelled', version: 2 },
    },
    { entity: 'booking_message', action: 'INSERT', before: null, after: { message: 'I am ill' } },
  ]);
  for (const event of events) expect(event).toMatchObject({ viewer_id: me.userId, entity_id: booking });

  await owner`delete from booking_message`;
  const [gone] =
    await owner`select action, before, after, viewer_id from audit_event order by id desc limit 1`;
  expect(gone).toMatchObject({
    action: 'DELETE',
    before: { message: 'I am ill' },
    after: null,
    viewer_id: null,
  });
});

it('keeps no cipher and no hash', async () => {
  const { owner, citizen } = await world();
  const [user] =
    await owner`insert into user_account (issuer, subject, name, citizen_id) values ('i', 's', 'Peter', ${citizen}) returning id`;
  await owner`insert into api_token (token_hash, user_id, name) values ('\\x01', ${user?.['id']}, 'mine')`;
  const [identity, token] =
    await owner`select after from audit_event where entity in ('citizen_identity', 'api_token') order by id`;
  expect(identity?.['after']).toMatchObject({ name: 'Peter', cpr_masked: '010190-••••' });
  expect(token?.['after']).toMatchObject({ name: 'mine' });
  expect(JSON.stringify([identity, token])).not.toMatch(/cpr_cipher|cpr_hash|token_hash/);
});

it('seals every event once, in batches of at most the limit, and finds the trail whole', async () => {
  const { owner, system, sealAll, faults, booking } = await world();
  const [count] = await owner<{ n: number }[]>`select count(*)::int as n from audit_event`;
  const [one, two] = await Promise.all([sealBatch(system, sealing), sealBatch(system, sealing)]);
  expect(one + two).toBe(4);
  await sealAll();
  const members = await owner`select unnest(members) as id from audit_batch order by 1`;
  expect([...members]).toEqual([...(await owner`select id from audit_event order by id`)]);
  expect(await sealBatch(system, sealing)).toBe(0);

  await owner`update booking set version = 9 where id = ${booking}`;
  expect(await verifyTrail(system, sealing)).toMatchObject({
    events: (count?.n ?? 0) + 1,
    unsealed: 1,
    erased: {},
    faults: [],
  });
  await sealAll();
  expect(await faults()).toEqual([]);
});

it('reads the digest alike wherever the reader’s session thinks it is', async () => {
  const { database, sealAll } = await world();
  await sealAll();
  const elsewhere = connect(database, 'superuser');
  await elsewhere`select set_config('timezone', 'Asia/Tokyo', false), set_config('datestyle', 'German', false),
    set_config('extra_float_digits', '-5', false)`;
  expect((await verifyTrail(elsewhere, sealing)).faults).toEqual([]);
});

it('names the event that somebody changed', async () => {
  const { owner, sealAll, faults, booking } = await world();
  await sealAll();
  const [event] =
    await owner`select id, batch_id from audit_event where entity = 'booking' and entity_id = ${booking}`;
  const mark = { event: event?.['id'], batch: event?.['batch_id'] };
  const tamper = async (set: string) => {
    const [kept] = await owner`select * from audit_event where id = ${mark.event}`;
    await owner.unsafe(`update audit_event set ${set} where id = ${mark.event}`);
    const found = await faults();
    await owner`delete from audit_event where id = ${mark.event}`;
    await owner`insert into audit_event overriding system value select * from jsonb_populate_record(null::audit_event, ${owner.json(
      {
        ...kept,
        at: original.at,
        salt: original.salt,
        content_digest: original.content_digest,
        digest: original.digest,
      } as never,
    )})`;
    return found;
  };
  const original = (
    await owner`select at::text, salt::text, content_digest::text, digest::text from audit_event where id = ${mark.event}`
  )[0] as unknown as Record<string, string>;

  for (const set of [
    `after = after || '{"status": "cancelled"}'`,
    `before = '{}'`,
    `salt = '\\x00'`,
    `viewer_id = gen_random_uuid()`,
    `operation = 'another'`,
    `at = at + interval '1 microsecond'`,
    `entity_id = null`,
    `action = 'DELETE'`,
    `job_centre_id = null`,
    `content_digest = sha256('x')`,
    // An erasure that does not look like one: the salt gone, the texts rewritten.
    `salt = null, after = '{}'`,
    // Erased, and then somebody else put in: who did it stays provable.
    `salt = null, before = null, after = null, viewer_id = gen_random_uuid()`,
  ]) {
    expect(await tamper(set), set).toEqual([{ ...mark, what: expect.stringContaining('changed') }]);
    expect(await faults(), `after ${set}`).toEqual([]);
  }

  await owner`update audit_event set after = '{}', content_digest = audit_content_digest(salt, before, '{}') where id = ${mark.event}`;
  await owner`update audit_event set digest = audit_digest(at, xid, job_centre_id, viewer_id, operation, entity, entity_id, action,
    content_digest) where id = ${mark.event}`;
  expect(await faults()).toEqual([
    { batch: mark.batch, what: 'An event in it was changed together with its digest.' },
  ]);
});

it('names what was removed: an event, a batch, the last batch, a seal', async () => {
  const { owner, sealAll, faults, system } = await world();
  await sealAll();
  const batches = await owner`select id, members, job_centre_id from audit_batch order by id`;
  expect(batches.length).toBeGreaterThanOrEqual(2);
  const undone = async (work: (tx: typeof owner) => Promise<unknown>) => {
    let found: unknown;
    await owner
      .begin(async (tx) => {
        await work(tx as never);
        found = (
          await verifyTrail(
            { begin: (_how: string, run: (tx: never) => unknown) => run(tx as never) } as never,
            sealing,
          )
        ).faults;
        throw new Error('undo');
      })
      .catch((error: Error) => {
        if (error.message !== 'undo') throw error;
      });
    return found;
  };
  const [first] = batches;
  const second = batches.slice(1).find((batch) => batch['job_centre_id'] === first?.['job_centre_id']);
  expect(await undone((tx) => tx`delete from audit_event where id = ${first?.['members'][0]}`)).toEqual([
    { batch: first?.['id'], event: first?.['members'][0], what: 'The batch lists an event that is gone.' },
  ]);
  expect(await undone((tx) => tx`delete from audit_batch where id = ${first?.['id']}`)).toContainEqual({
    batch: second?.['id'],
    what: 'The batch before it in its chain was removed or changed.',
  });
  const last = batches.at(-1);
  const orphans = await undone((tx) => tx`delete from audit_batch where id = ${last?.['id']}`);
  expect(orphans).toHaveLength(last?.['members'].length);
  expect(orphans).toContainEqual({
    batch: last?.['id'],
    event: last?.['members'][0],
    what: expect.stringContaining('does not list it'),
  });
  expect(
    await undone(
      (tx) => tx`update audit_batch set sealed_at = sealed_at - interval '1 day' where id = ${last?.['id']}`,
    ),
  ).toEqual([{ batch: last?.['id'], what: expect.stringContaining('seal does not fit') }]);
  expect(await faults()).toEqual([]);
  const wrongKey = await verifyTrail(system, { key: Buffer.alloc(32, 8) });
  expect(wrongKey.faults).toHaveLength(batches.length);
  expect((await verifyTrail(system, { key: () => undefined })).faults[0]?.what).toBe(
    'No key is known by the id k1.',
  );
});

it('tells an erased event from a changed one, and under which rule it was', async () => {
  const { owner, system, sealAll, faults, citizen } = await world();
  await sealAll();
  const rule = 'GDPR article 17';
  expect(await eraseEvents(system, { rule, entity: 'citizen_identity', entityIds: [citizen] })).toBe(1);
  expect(await eraseEvents(system, { rule, entity: 'citizen_identity', entityIds: [citizen] })).toBe(0);
  await sealAll();
  expect(await verifyTrail(system, sealing)).toMatchObject({
    erased: { [rule]: 1 },
    unsealed: 0,
    faults: [],
  });
  expect(await owner`select from audit_event where after->>'name' = 'Peter'`).toHaveLength(0);
  // That it was erased is an event itself.
  expect(
    await owner`select from audit_event where entity = 'erasure' and after->>'rule' = ${rule}`,
  ).not.toHaveLength(0);

  await owner`update audit_event set before = null, after = null, salt = null where entity = 'booking'`;
  expect(await faults()).toEqual([
    expect.objectContaining({ what: expect.stringContaining('no rule says') }),
  ]);
});

it('has a chain for each job centre, and one for what belongs to none', async () => {
  const { owner, system, sealAll, faults, centre } = await world();
  const other = await addCentre(owner, '20202');
  const third = await addCentre(owner, '30303');
  await sealAll();
  const chains =
    await owner`select distinct e.job_centre_id as of, b.job_centre_id as chain from audit_event e
    join audit_batch b on b.id = e.batch_id`;
  expect(chains.map((row) => row['of'])).toEqual(chains.map((row) => row['chain']));
  expect(new Set(chains.map((row) => row['chain']))).toEqual(new Set([centre, other, third, null]));

  // A chain is whole without the others: taking one away altogether is what only an anchor shows.
  await owner`delete from audit_event where job_centre_id = ${third}`;
  await owner`delete from audit_batch where job_centre_id = ${third}`;
  expect(await faults()).toEqual([]);
  // And a batch can't pass for another centre's.
  await owner`update audit_batch set job_centre_id = ${third} where job_centre_id = ${other}`;
  expect((await faults()).map((fault) => fault.what)).toContainEqual(
    expect.stringContaining('seal does not fit'),
  );
  expect(await verifyTrail(system, sealing)).not.toMatchObject({ faults: [] });
});

it('proves by an anchor that no chain was cut back behind it', async () => {
  const { owner, system, sealAll, centre, booking } = await world();
  await sealAll();
  const anchors = await headSeals(system);
  expect(new Set(anchors.map(({ chain }) => chain))).toEqual(new Set([centre, null]));
  await owner`update booking set version = 9 where id = ${booking}`;
  await sealAll();
  expect((await verifyTrail(system, { ...sealing, anchors })).faults).toEqual([]);

  const anchored = anchors.find(({ chain }) => chain === centre);
  await owner`delete from audit_event where batch_id >= ${anchored?.batch ?? ''} and job_centre_id = ${centre}`;
  await owner`delete from audit_batch where id >= ${anchored?.batch ?? ''} and job_centre_id = ${centre}`;
  expect((await verifyTrail(system, sealing)).faults).toEqual([]);
  expect((await verifyTrail(system, { ...sealing, anchors })).faults).toEqual([
    { chain: centre, batch: anchored?.batch, what: expect.stringContaining('cut back') },
  ]);
});
