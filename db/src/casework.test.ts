import { expect, it } from 'vitest';
import { addBooking, addCaseworker, addCentre, addCitizen, arrange, viewer } from './testing/rows.ts';

it('shows notes to staff who may see the talk, and lets nobody write in another’s name or change one', async () => {
  const { door, owner } = await arrange(1);
  const [centre, other] = [await addCentre(owner, '10001'), await addCentre(owner, '10002')];
  const citizen = await addCitizen(owner, centre);
  const booking = await addBooking(owner, { centre, citizen, caseworker: await addCaseworker(owner) });
  const [author, colleague] = await owner<{ id: string }[]>`
    insert into user_account (issuer, subject, name) values ('i', 'a', 'Mette'), ('i', 'b', 'Jens') returning id`;
  const staff = viewer({ userId: author?.id as string, kind: 'staff', centres: [centre] });
  const write = (as: typeof staff, by = as.userId) =>
    door.write(as, 'note', ({ query }) =>
      query(`insert into booking_note (booking_id, author_id, note) values ($1, $2, 'Husk tolk')`, [
        booking,
        by,
      ]),
    );
  await write(staff);
  await expect(write(staff, colleague?.id as string)).rejects.toMatchObject({ code: '42501' });
  const stranger = viewer({ userId: colleague?.id as string, kind: 'staff', centres: [other] });
  await expect(write(stranger)).rejects.toMatchObject({ code: '42501' });
  const herself = viewer({ userId: author?.id as string, kind: 'citizen', citizens: [citizen] });
  await expect(write(herself)).rejects.toMatchObject({ code: '42501' });
  const seen = (as: typeof staff) =>
    door.read(as, 'look', ({ query }) => query('select note from booking_note'));
  expect(await Promise.all([seen(staff), seen(stranger), seen(herself)])).toEqual([
    [{ note: 'Husk tolk' }],
    [],
    [],
  ]);
  await expect(
    door.write(staff, 'change', ({ query }) => query(`update booking_note set note = 'x'`)),
  ).rejects.toMatchObject({ code: '42501' });
  const [kept] = await owner`select after->>'note' as note from audit_event where entity = 'booking_note'`;
  expect(kept).toEqual({ note: 'Husk tolk' });
});

it('tells the trail of a talk without its texts, and staff by name but no citizen', async () => {
  const { door, owner } = await arrange(1);
  const centre = await addCentre(owner, '10001');
  const citizen = await addCitizen(owner, centre);
  const [mette, peter] = await owner<
    { id: string }[]
  >`insert into user_account (issuer, subject, name, citizen_id)
    values ('i', 'a', 'Mette', null), ('i', 'b', 'Peter', ${citizen}) returning id`;
  const booking = await addBooking(owner, { centre, citizen, caseworker: await addCaseworker(owner) });
  const as = (who: 'staff' | 'citizen') =>
    viewer({
      kind: who,
      userId: (who === 'staff' ? mette : peter)?.id as string,
      ...(who === 'staff' ? { centres: [centre] } : { citizens: [citizen] }),
    });
  await door.write(as('citizen'), 'say', ({ query }) =>
    query(`insert into booking_message values ($1, 'Jeg er syg')`, [booking]),
  );
  await door.write(as('staff'), 'cancel', ({ query }) =>
    query(`update booking set status = 'cancelled', cancel_reason = 'Lukket' where id = $1`, [booking]),
  );
  const rows = await door.read(as('staff'), 'look', ({ query }) =>
    query<{ who: string; entity: string; after: Record<string, unknown> | null }>(
      'select who, entity, after from booking_trail(array[$1::uuid])',
      [booking],
    ),
  );
  expect(rows.map(({ who, entity }) => `${who} ${entity}`)).toEqual([
    'planner booking',
    'citizen booking_message',
    'staff booking',
  ]);
  expect(JSON.stringify(rows)).not.toContain('syg');
  expect(rows.at(-1)?.after).toMatchObject({ status: 'cancelled', cancel_reason: 'Lukket', form: 'PHONE' });
  const names = await door.read(as('staff'), 'look', ({ query }) =>
    query('select name from staff_names($1::uuid[])', [`{${mette?.id},${peter?.id}}`]),
  );
  expect(names).toEqual([{ name: 'Mette' }]);
});
