import { expect, it } from 'vitest';
import { addCentre, addCitizen, arrange, viewer } from './testing/rows.ts';
import { anonymous } from './viewer.ts';

/** A citizen with a request, its message and its evidence. */
async function world() {
  const { door, owner } = await arrange();
  const [centre, elsewhere] = [await addCentre(owner, '10101'), await addCentre(owner, '20202')];
  const [citizen, other] = [await addCitizen(owner, centre), await addCitizen(owner, centre)];
  const [offer] = await owner`insert into offer (job_centre_id, interview_type, title_da, title_en, forms,
    duration_minutes, grid_minutes) values (${centre}, 1, 'Samtale', 'Talk', '{PHONE}', 30, 30) returning id`;
  const ask = async (number: string, more: { kind?: string } = {}) => {
    const [row] =
      await owner`insert into request (number, job_centre_id, citizen_id, kind, offer_id, created_at)
      values (${number}, ${centre}, ${citizen}, ${more.kind ?? 'time'}, ${offer?.['id']}, '2031-03-01 12:00+01') returning id`;
    return row?.['id'] as string;
  };
  const id = await ask('A-2031-000001');
  await owner`insert into request_message (request_id, author, message) values (${id}, 'citizen', 'Kun om morgenen')`;
  await owner`insert into request_evidence values
    (${id}, '2031-03-01 12:00+01', ${offer?.['id']}, '{}', '[2031-03-01,2031-03-20)', 7, '1', '\\x00', 0)`;
  return { door, owner, centre, elsewhere, citizen, other, id, ask };
}

const tables = ['request', 'request_message', 'request_evidence'];

it('shows a request with all that belongs to it to its citizen and to staff of the job centre', async () => {
  const { door, centre, elsewhere, citizen, other } = await world();
  const seen = (who: Parameters<typeof door.read>[0]) =>
    door.read(who, 'look', ({ query }) =>
      Promise.all(tables.map(async (table) => (await query(`select from ${table}`)).length)),
    );
  expect(await seen(viewer({ citizens: [citizen] }))).toEqual([1, 1, 1]);
  expect(await seen(viewer({ kind: 'staff', centres: [centre] }))).toEqual([1, 1, 1]);
  for (const stranger of [
    anonymous,
    viewer({ citizens: [other] }),
    viewer({ kind: 'staff', centres: [elsewhere] }),
  ])
    expect(await seen(stranger)).toEqual([0, 0, 0]);
});

it('lets nobody but the owner change or take away what was said and what was on offer', async () => {
  const { door, citizen, id } = await world();
  const write = (text: string) =>
    door.write(viewer({ citizens: [citizen] }), 'write', ({ query }) => query(text, [id]));
  for (const text of [
    'update request_evidence set slots = 9 where request_id = $1',
    'delete from request_evidence where request_id = $1',
    `update request_message set message = 'x' where request_id = $1`,
    'delete from request where id = $1',
  ])
    await expect(write(text), text).rejects.toMatchObject({ code: '42501' });
});

it('takes no request in the name of somebody the viewer may not see', async () => {
  const { door, centre, citizen, other } = await world();
  const write = door.write(viewer({ citizens: [citizen] }), 'write', ({ query }) =>
    query(
      `insert into request (number, job_centre_id, citizen_id, kind, created_at) values ('A-2031-000009', $1, $2, 'call', now())`,
      [centre, other],
    ),
  );
  await expect(write).rejects.toMatchObject({ code: '42501' });
});

it('holds one open request of a kind about the same, whatever else was asked first', async () => {
  const { owner, ask, id } = await world();
  await expect(ask('A-2031-000002')).rejects.toMatchObject({ code: '23505' });
  await expect(ask('A-2031-000001', { kind: 'call' })).rejects.toMatchObject({ code: '23505' });
  await ask('A-2031-000003', { kind: 'call' });
  await owner`update request set state = 'answered', answered_at = '2031-03-02' where id = ${id}`;
  await ask('A-2031-000004');
});

it('is in the trail and in the feed, and its texts in the trail alone', async () => {
  const { owner, centre, citizen, id } = await world();
  const trail = await owner`select entity, action from audit_event where entity like 'request%' order by id`;
  expect([...trail]).toEqual([
    { entity: 'request', action: 'INSERT' },
    { entity: 'request_message', action: 'INSERT' },
  ]);
  const feed = await owner`select entity, entity_id, job_centre_id, resources from change
    where entity like 'request%'`;
  expect([...feed]).toEqual([
    { entity: 'request', entity_id: id, job_centre_id: centre, resources: [citizen] },
  ]);
});
