import { expect, it } from 'vitest';
import { addCentre, arrange, connect, viewer } from './testing/rows.ts';

it('keeps what staff searched for from everybody but the system, who cannot change it', async () => {
  const { door, database, owner } = await arrange(1);
  const centre = await addCentre(owner, '10001');
  const staff = viewer({ kind: 'staff', centres: [centre] });
  for (const statement of [
    'select 1 from search_log',
    `insert into search_log (operation, words) values ('x', 'anna')`,
  ]) {
    await expect(door.write(staff, 'look', ({ query }) => query(statement))).rejects.toMatchObject({
      code: '42501',
    });
  }
  const system = connect(database, 'system');
  await system`insert into search_log (operation, words) values ('x', 'anna')`;
  for (const statement of [`update search_log set words = 'bo'`, 'delete from search_log'])
    await expect(system.unsafe(statement)).rejects.toMatchObject({ code: '42501' });
  await expect(
    system`insert into search_log (operation, words, purpose) values ('x', 'anna', 'book')`,
  ).rejects.toMatchObject({ code: '23514' });
});

it('is purged when no job centre keeps its access log that long', async () => {
  const { database, owner } = await arrange(1);
  await addCentre(owner, '10001');
  const other = await addCentre(owner, '10002');
  await owner`update job_centre set access_log_months = 9 where id = ${other}`;
  await owner`insert into search_log (at, operation, words)
    select planner_now() - make_interval(months => m), 'x', m::text from unnest(array[1, 8, 10]) m`;
  const system = connect(database, 'system');
  expect((await system`select purge_search_log() as gone`)[0]?.['gone']).toBe(1);
  expect((await owner`select words from search_log order by at`).map(({ words }) => words)).toEqual([
    '8',
    '1',
  ]);
});
