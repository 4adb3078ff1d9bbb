import { expect, it } from 'vitest';
import { arrange, connect, viewer } from './testing/rows.ts';

it('gives the clock’s time, which the owner alone sets ahead', async () => {
  const { database, door, owner } = await arrange(1);
  const ahead = () =>
    door.read(viewer({}), 'now', async ({ query }) => {
      const [row] = await query<{ days: number }>(
        `select round(extract(epoch from planner_now() - clock_timestamp()) / 86400)::int as days`,
      );
      return row?.days;
    });
  expect(await ahead()).toBe(0);
  await owner.begin(async (tx) => {
    await tx`set local role planner_owner`;
    await tx`update clock set ahead = '30 days'`;
  });
  expect(await ahead()).toBe(30);
  for (const role of ['app', 'system'] as const) {
    await expect(connect(database, role)`update clock set ahead = '0'`).rejects.toMatchObject({
      code: '42501',
    });
  }
  await expect(owner`insert into clock values (false, '0')`).rejects.toMatchObject({ code: '23514' });
  expect(await ahead()).toBe(30);
});

it('goes on within a transaction, so that a wait for a lock counts', async () => {
  const { door } = await arrange(1);
  const [row] = await door.read(viewer({}), 'now', ({ query }) =>
    query(`with first as materialized (select planner_now() as at, pg_sleep(0.01))
           select planner_now() - at >= interval '10 ms' as on from first`),
  );
  expect(row).toEqual({ on: true });
});
