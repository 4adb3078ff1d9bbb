import { expect, it, onTestFinished } from 'vitest';
import { createDoor } from './door.ts';
import {
  addBooking,
  addCaseworker,
  addCentre,
  addCitizen,
  addRoom,
  arrange,
  connect,
  occupy,
  type Taking,
  viewer,
} from './testing/rows.ts';

async function world() {
  const { database, door, owner } = await arrange();
  const centre = await addCentre(owner, '10101');
  const [citizen, caseworker, room] = [
    await addCitizen(owner, centre),
    await addCaseworker(owner),
    await addRoom(owner, centre),
  ];
  const run = (text: string, params: unknown[]) => owner.unsafe(text, params as never[]);
  const book = async (who = citizen, expires?: string) =>
    addBooking(owner, { centre, citizen: who, caseworker, ...(expires ? { expires } : {}) });
  return { database, door, owner, centre, citizen, caseworker, room, run, book };
}

it('refuses two overlapping claims on a person, a room and a citizen, and lets neighbours be', async () => {
  const { caseworker, room, citizen, run, book, owner } = await world();
  const [first, second, third] = [await book(), await book(), await book()];
  const resources: Pick<Taking, 'resource' | 'kind'>[] = [
    { resource: caseworker, kind: 'person' },
    { resource: room, kind: 'room' },
    { resource: citizen, kind: 'citizen' },
  ];
  for (const taking of resources) {
    expect(await occupy(run, { ...taking, booking: first })).toBe(true);
    const overlap = '[2031-03-03 09:29+01, 2031-03-03 10:00+01)';
    expect(await occupy(run, { ...taking, booking: second, during: overlap })).toBe(false);
    const after = '[2031-03-03 09:30+01, 2031-03-03 10:00+01)';
    expect(await occupy(run, { ...taking, booking: third, during: after })).toBe(true);
  }
  expect(await owner`select from occupancy where booking_id = ${second}`).toHaveLength(0);
  expect(await owner`select from occupancy`).toHaveLength(6);
  await expect(
    owner`update occupancy set during = '[2031-03-03 09:00+01, 2031-03-03 10:00+01)' where booking_id = ${third}`,
  ).rejects.toMatchObject({ code: '23P01', constraint_name: 'nobody_twice' });
});

it('lets an overlap on purpose in on the one resource, and no stranger with it', async () => {
  const { caseworker, room, citizen, run, book, owner, centre } = await world();
  const other = await addCitizen(owner, centre);
  const otherRoom = await addRoom(owner, centre);
  const [first, purposeful, stranger] = [await book(), await book(other), await book(other)];
  for (const [resource, kind] of [
    [caseworker, 'person'],
    [room, 'room'],
    [citizen, 'citizen'],
  ] as const) {
    expect(await occupy(run, { resource, kind, booking: first })).toBe(true);
  }
  const joined = { booking: purposeful, claim: first };
  expect(await occupy(run, { resource: caseworker, kind: 'person', ...joined })).toBe(true);
  // Its own claim everywhere else: the first talk's room and citizen stay refused, free ones are its own.
  expect(await occupy(run, { resource: room, kind: 'room', booking: purposeful })).toBe(false);
  expect(await occupy(run, { resource: citizen, kind: 'citizen', booking: purposeful })).toBe(false);
  expect(await occupy(run, { resource: otherRoom, kind: 'room', booking: purposeful })).toBe(true);
  expect(await occupy(run, { resource: other, kind: 'citizen', booking: purposeful })).toBe(true);
  expect(await occupy(run, { resource: caseworker, kind: 'person', booking: stranger })).toBe(false);
  expect(await occupy(run, { resource: otherRoom, kind: 'room', booking: stranger })).toBe(false);

  // The first one leaves; the joined talk still keeps everybody else out.
  await owner`delete from occupancy where booking_id = ${first}`;
  expect(await occupy(run, { resource: caseworker, kind: 'person', booking: stranger })).toBe(false);
  expect(await occupy(run, { resource: room, kind: 'room', booking: stranger })).toBe(true);
});

it('does not let a citizen’s time line pass for one that everybody may read', async () => {
  const { citizen, run, book } = await world();
  await expect(
    occupy(run, { resource: citizen, kind: 'person', booking: await book() }),
  ).rejects.toMatchObject({
    code: '23503',
  });
});

it('gives one slot to one of 200 clients who rush it, without an error', async () => {
  const { database, owner, caseworker, room, centre } = await world();
  const door = createDoor({ url: database.url('app'), width: 10 });
  onTestFinished(() => door.close());
  const citizens: string[] = [];
  for (let n = 0; n < 200; n++) citizens.push(await addCitizen(owner, centre));

  const book = async (citizen: string) => {
    const me = viewer({ kind: 'citizen', citizenId: citizen, citizens: [citizen] });
    return door.write(me, 'rush', async ({ query }) => {
      const booking = crypto.randomUUID();
      await query(
        `insert into booking (id, job_centre_id, interview_type, citizen_id, caseworker_id, form, starts_at, ends_at, status,
           self_booked)
         values ($1, $2, 1, $3, $4, 'PHONE', '2031-03-03 09:00+01', '2031-03-03 09:30+01', 'booked', true)`,
        [booking, centre, citizen, caseworker],
      );
      const taken = await query(
        `insert into occupancy (resource_id, kind, claim_id, booking_id, during, starts_at)
         select id, kind, $1, $1, '[2031-03-03 09:00+01, 2031-03-03 09:30+01)', '2031-03-03 09:00+01'
         from resource where id = any ($2::uuid[]) order by id
         on conflict do nothing returning resource_id`,
        [booking, `{${[citizen, caseworker, room].join(',')}}`],
      );
      if (taken.length < 3) throw new Error('taken');
      return booking;
    });
  };
  const outcomes = await Promise.allSettled(citizens.map(book));
  const won = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const lost = outcomes.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.message)] : []));
  expect(won).toHaveLength(1);
  expect(new Set(lost)).toEqual(new Set(['taken']));
  const rows = await owner`select booking_id from occupancy`;
  expect(rows.map((row) => row['booking_id'])).toEqual([won[0], won[0], won[0]]);
  expect((await owner`select id from booking`).map((row) => row['id'])).toEqual(won);
});

it('removes an expired hold for the next taker, who cannot see it, and leaves a live one', async () => {
  const { door, owner, citizen, caseworker, room, run, book, centre } = await world();
  const next = await addCitizen(owner, centre);
  const hold = await book(citizen, '10 minutes');
  await occupy(run, { resource: caseworker, kind: 'person', booking: hold, expires: '10 minutes' });
  await occupy(run, { resource: citizen, kind: 'citizen', booking: hold, expires: '10 minutes' });
  const mine = await book(next);
  const me = viewer({ kind: 'citizen', citizenId: next, citizens: [next] });
  const take = () =>
    door.write(me, 'take', async ({ query }) => {
      const [removed] = await query<{ n: number }>('select remove_expired_holds($1::uuid[]) as n', [
        `{${caseworker}}`,
      ]);
      expect(await query('select from booking where id = $1', [hold])).toHaveLength(0);
      return {
        removed: removed?.n,
        free: await occupy(query, { resource: caseworker, kind: 'person', booking: mine }),
      };
    });
  const holdNow = async () => (await owner`select status, version from booking where id = ${hold}`)[0];

  expect(await take()).toEqual({ removed: 0, free: false });
  expect(await holdNow()).toEqual({ status: 'held', version: 1 });
  await owner`update clock set ahead = '11 minutes'`;
  // Another resource asked about: nothing of this hold is touched.
  await owner`select remove_expired_holds(array[${room}]::uuid[])`;
  expect(await holdNow()).toEqual({ status: 'held', version: 1 });

  expect(await take()).toEqual({ removed: 1, free: true });
  expect(await holdNow()).toEqual({ status: 'expired', version: 2 });
  expect(await owner`select booking_id from occupancy`).toEqual([{ booking_id: mine }]);
});

it('does not remove an expired hold that its owner prolongs at the same instant', async () => {
  const { database, owner, citizen, caseworker, run, book } = await world();
  const hold = await book(citizen, '-1 minute');
  await occupy(run, { resource: caseworker, kind: 'person', booking: hold, expires: '-1 minute' });
  const prolonging = connect(database, 'superuser');
  const taking = connect(database, 'superuser');
  const [taker] = await taking`select pg_backend_pid() as pid`;
  let removing: Promise<unknown> | undefined;
  await prolonging.begin(async (tx) => {
    await tx`update booking set expires_at = planner_now() + interval '10 minutes' where id = ${hold}`;
    await tx`update occupancy set expires_at = planner_now() + interval '10 minutes' where booking_id = ${hold}`;
    removing = taking`select remove_expired_holds(array[${caseworker}]::uuid[]) as n`.then(
      (rows) => rows[0]?.['n'],
    );
    await expect
      .poll(
        async () =>
          (await owner`select wait_event_type as on from pg_stat_activity where pid = ${taker?.['pid']}`)[0],
      )
      .toEqual({ on: 'Lock' });
  });
  expect(await removing).toBe(0);
  expect((await owner`select status from booking where id = ${hold}`)[0]).toEqual({ status: 'held' });
  expect(await owner`select from occupancy where booking_id = ${hold}`).toHaveLength(1);
});

it('sweeps what has expired, with its seat, and nothing else', async () => {
  const { database, owner, citizen, caseworker, run, book, centre } = await world();
  const other = await addCitizen(owner, centre);
  const [dead, live] = [await book(citizen, '-1 minute'), await book(other, '10 minutes')];
  await occupy(run, { resource: citizen, kind: 'citizen', booking: dead, expires: '-1 minute' });
  await occupy(run, { resource: other, kind: 'citizen', booking: live, expires: '10 minutes' });
  const [offer] =
    await owner`insert into offer (job_centre_id, interview_type, title_da, title_en, forms, duration_minutes,
    grid_minutes, seats) values (${centre}, 1, 'Møde', 'Meeting', '{IN_PERSON}', 30, 30, 5) returning id`;
  const [session] =
    await owner`insert into group_session (offer_id, job_centre_id, caseworker_id, starts_at, ends_at, seats)
    values (${offer?.['id']}, ${centre}, ${caseworker}, '2031-03-03 09:00+01', '2031-03-03 10:00+01', 5) returning id`;
  await owner`insert into seat values (${session?.['id']}, 1, ${citizen}, ${dead}), (${session?.['id']}, 2, ${other}, ${live})`;

  const system = connect(database, 'system');
  expect(await system`select sweep_expired_holds() as n`).toEqual([{ n: 1 }]);
  expect(await owner`select id, status from booking order by status`).toEqual([
    { id: dead, status: 'expired' },
    { id: live, status: 'held' },
  ]);
  expect(await owner`select booking_id from occupancy`).toEqual([{ booking_id: live }]);
  expect(await owner`select seat from seat`).toEqual([{ seat: 2 }]);
  expect(await system`select sweep_expired_holds() as n`).toEqual([{ n: 0 }]);
});
