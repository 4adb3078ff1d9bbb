import { expect, it } from 'vitest';
import { addCaseworker, addCentre, arrange, viewer } from './testing/rows.ts';
import { anonymous } from './viewer.ts';

/** A caseworker of one centre with a form span, and another centre's staff. */
async function world() {
  const { door, owner } = await arrange(1);
  const [centre, other] = [await addCentre(owner, '10001'), await addCentre(owner, '10002')];
  const caseworker = await addCaseworker(owner);
  const [team] = await owner`insert into team (job_centre_id, name) values (${centre}, 'Team') returning id`;
  await owner`insert into membership (caseworker_id, team_id, job_centre_id) values (${caseworker}, ${team?.['id']}, ${centre})`;
  const staff = (id: string) => viewer({ kind: 'staff', centres: [id] });
  const enter = (as: typeof anonymous, starts: string, ends: string) =>
    door.write(as, 'enter', ({ query }) =>
      query(
        `insert into form_span (caseworker_id, starts_at, ends_at, forms) values ($1, $2, $3, '{PHONE}') returning id`,
        [caseworker, starts, ends],
      ),
    );
  return { door, owner, caseworker, colleague: staff(centre), stranger: staff(other), enter };
}
const [eight, nine, ten] = ['2031-03-05 08:00Z', '2031-03-05 09:00Z', '2031-03-05 10:00Z'];

it('is read by all, since the engine is, and written by staff of the caseworker’s job centres only', async () => {
  const { door, owner, colleague, stranger, enter } = await world();
  await enter(colleague, eight, nine);
  const herself = viewer({ kind: 'citizen', citizens: [crypto.randomUUID()] });
  for (const as of [stranger, herself, anonymous]) {
    await expect(enter(as, nine, ten)).rejects.toMatchObject({ code: '42501' });
    const gone = await door.write(as, 'remove', ({ query }) => query('delete from form_span returning id'));
    expect(gone).toEqual([]);
    expect(await door.read(as, 'look', ({ query }) => query('select from form_span'))).toHaveLength(1);
  }
  await expect(
    door.write(colleague, 'change', ({ query }) => query(`update form_span set forms = '{DIGITAL}'`)),
  ).rejects.toMatchObject({ code: '42501' });
  const gone = await door.write(colleague, 'remove', ({ query }) =>
    query('delete from form_span returning id'),
  );
  expect(gone).toHaveLength(1);
  expect(await owner`select from form_span`).toHaveLength(0);
});

it('never says two things of the same time, and goes into trail, history and feed with its span', async () => {
  const { owner, caseworker, colleague, enter } = await world();
  await enter(colleague, eight, ten);
  await enter(colleague, ten, '2031-03-05 11:00Z');
  await expect(enter(colleague, nine, ten)).rejects.toMatchObject({ code: '23P01' });
  const told = await owner`select resources, lower(span) as from, upper(span) as to from change
    where entity = 'form_span' order by id limit 1`;
  expect(told).toEqual([{ resources: [caseworker], from: new Date(eight), to: new Date(ten) }]);
  for (const kept of ['audit_event', 'history'])
    expect(await owner`select from ${owner(kept)} where entity = 'form_span'`, kept).toHaveLength(2);
});
