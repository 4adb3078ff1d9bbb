import { expect, it } from 'vitest';
import { addBooking, addCaseworker, addCentre, addCitizen, arrange, connect } from './testing/rows.ts';

async function world() {
  const { database, owner } = await arrange();
  const centre = await addCentre(owner, '10101');
  const caseworker = await addCaseworker(owner);
  const book = async () =>
    addBooking(owner, { centre, citizen: await addCitizen(owner, centre), caseworker });
  return { database, owner, book };
}

it('shows a reader by `id > last` every change of 16 writers, each booking’s versions in order', async () => {
  const { database, owner, book } = await world();
  const bookings = await Promise.all(Array.from({ length: 4 }, book));
  const [start] = await owner<{ last: string }[]>`select max(id) as last from change`;
  const writers = connect(database, 'superuser', 16);
  let writing = true;
  const rounds = 25;

  const write = async (n: number) => {
    for (let round = 0; round < rounds; round++) {
      const id = bookings[(n + round) % bookings.length] ?? '';
      await writers.begin(async (tx) => {
        await tx`update booking set version = version + 1 where id = ${id}`;
        await tx`select pg_sleep(random() * 0.003)`;
        await tx.savepoint((inner) => inner`update booking set version = version + 1 where id = ${id}`);
        await tx
          .savepoint(async (inner) => {
            await inner`update booking set version = version + 100 where id = ${id}`;
            throw new Error('back to the savepoint');
          })
          .catch(() => {});
      });
    }
  };
  const seen: { booking: string; version: number }[] = [];
  const read = async () => {
    const reader = connect(database, 'system');
    let last = start?.last ?? '0';
    for (let more = true; more; ) {
      more = writing;
      const rows = await reader<{ id: string; booking: string; version: number }[]>`
        select id, entity_id as booking, version from change where id > ${last} order by id`;
      for (const { id, ...row } of rows) {
        seen.push(row);
        last = id;
      }
    }
  };
  const reading = read();
  await Promise.all(Array.from({ length: 16 }, (_, n) => write(n)));
  writing = false;
  await reading;

  expect(seen).toHaveLength(16 * rounds * 2);
  for (const booking of bookings) {
    const versions = seen.filter((row) => row.booking === booking).map((row) => row.version);
    expect(versions).toEqual(Array.from({ length: versions.length }, (_, n) => n + 2));
  }
});

it('leaves nothing of a transaction that was rolled back', async () => {
  const { owner, book } = await world();
  const booking = await book();
  const counts = async () =>
    (
      await owner`select (select count(*) from change) as change, (select count(*) from audit_event) as audit,
      (select count(*) from history) as history`
    )[0];
  const before = await counts();
  await owner
    .begin(async (tx) => {
      await tx`update booking set version = 2 where id = ${booking}`;
      await tx`update job_centre set name = 'Elsewhere'`;
      await tx`set constraints all immediate`;
      throw new Error('undo');
    })
    .catch(() => {});
  expect(await counts()).toEqual(before);
});

it('says what was touched: resources and time of before and after, and the transaction that history has too', async () => {
  const { owner } = await world();
  const [karen, ole] = [await addCaseworker(owner, 'Karen'), await addCaseworker(owner, 'Ole')];
  const [row] = await owner`insert into absence (resource_id, during)
    values (${karen}, '[2031-03-03 08:00+00, 2031-03-03 09:00+00)') returning id`;
  await owner`update absence set resource_id = ${ole}, during = '[2031-03-04 08:00+00, 2031-03-04 09:00+00)'`;
  const [, moved] =
    await owner`select resources, lower(span) as from, upper(span) as to, operation, xid::text from change
    where entity = 'absence' and entity_id = ${row?.['id']} order by id`;
  expect(moved).toMatchObject({
    operation: 'UPDATE',
    from: new Date('2031-03-03T08:00Z'),
    to: new Date('2031-03-04T09:00Z'),
  });
  expect(new Set(moved?.['resources'])).toEqual(new Set([karen, ole]));
  expect(
    await owner`select from history where entity = 'absence' and xid::text = ${moved?.['xid']}`,
  ).toHaveLength(1);
});

it('numbers at COMMIT: a transaction that is still open holds nobody up, and comes after those that overtake it', async () => {
  const { database, owner, book } = await world();
  const [slow, quick] = [await book(), await book()];
  const overtaking = connect(database, 'superuser');
  await owner.begin(async (tx) => {
    await tx`update booking set version = 2 where id = ${slow}`;
    await overtaking`set lock_timeout = '1s'`;
    await overtaking`update booking set version = 2 where id = ${quick}`;
  });
  const order = await owner`select entity_id from change where operation = 'UPDATE' order by id`;
  expect(order.map((row) => row['entity_id'])).toEqual([quick, slow]);
});
