import { sql as drizzleSql } from 'drizzle-orm';
import { expect, it, onTestFinished } from 'vitest';
import { createDoor, type Handle, OutcomeUnknown, Refused } from './door.ts';
import { arrange, connect, viewer } from './testing/rows.ts';

const who = viewer({});
const number = async (handle: Handle, text: string) =>
  Number((await handle.query<{ n: number }>(text))[0]?.n);

async function scratch(width = 4) {
  const arranged = await arrange(width);
  await arranged.owner.unsafe('create table note (n integer primary key); grant all on note to planner_app');
  return arranged;
}

function later<T = void>() {
  let release: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    release = resolve;
  });
  return { promise, release };
}

it('keeps every acknowledged write when 400 reads wait for a warm pool of 4', async () => {
  const { door, owner } = await scratch(4);
  const read = () => door.read(who, 'read', (handle) => number(handle, 'select count(*) as n from note'));
  await Promise.all([read(), read(), read(), read()]);
  const acknowledged: number[] = [];
  const reads = Array.from({ length: 400 }, read);
  const writes = Array.from({ length: 200 }, (_, n) =>
    door
      .write(who, 'write', ({ query }) => query('insert into note values ($1)', [n]))
      .then(() => acknowledged.push(n)),
  );
  const outcomes = await Promise.allSettled([...reads, ...writes]);
  expect(outcomes.filter((one) => one.status === 'rejected')).toEqual([]);
  const kept = (await owner`select n from note order by n`).map((row) => row['n']);
  expect(kept).toEqual(acknowledged.sort((a, b) => a - b));
  expect(kept).toHaveLength(200);
});

it('runs more transactions at once than it is wide, one after another', async () => {
  const { door, owner } = await scratch(2);
  const widest = await Promise.all(
    Array.from({ length: 12 }, () =>
      door.read(who, 'read', (handle) =>
        number(
          handle,
          `select count(*) as n from pg_stat_activity where datname = current_database() and application_name = 'planner'`,
        ),
      ),
    ),
  );
  expect(Math.max(...widest)).toBeLessThanOrEqual(2);
  expect(
    await owner`select from pg_stat_activity where datname = current_database()
    and application_name = 'planner' and state like 'idle in%'`,
  ).toHaveLength(0);
});

it('refuses a sibling’s statement that comes after the end, and never runs it as the next viewer', async () => {
  const { door, owner } = await scratch(1);
  const [ended, answered] = [later(), later<string>()];
  await door.write(who, 'first', async ({ query, db }) => {
    await query('select 1');
    ended.promise
      .then(() =>
        Promise.allSettled([
          query('insert into note values (1)'),
          db.execute(drizzleSql`insert into note values (2)`),
        ]),
      )
      .then((late) => answered.release(late.map((one) => one.status).join()));
  });
  const next = viewer({});
  await door.write(next, 'second', async ({ query }) => {
    await query('insert into note values (3)');
    ended.release();
    expect(await answered.promise).toBe('rejected,rejected');
    const [now] = await query<{ viewer: string }>(`select current_setting('app.viewer') as viewer`);
    expect(now?.viewer).toBe(next.userId);
  });
  expect(await owner`select n from note`).toEqual([{ n: 3 }]);
});

it('waits for a slow sibling in flight when another one throws, and undoes both', async () => {
  const { door, owner } = await scratch(1);
  let slow: Promise<unknown> = Promise.resolve();
  const failed = door.write(who, 'siblings', async ({ query }) => {
    await query('insert into note values (1)');
    slow = query(
      `insert into note select 2 from pg_sleep(0.1) returning current_setting('app.viewer') as viewer`,
    );
    throw new Refused('no');
  });
  await expect(failed).rejects.toMatchObject({ value: 'no' });
  expect(await slow).toEqual([{ viewer: who.userId }]);
  expect(await owner`select n from note`).toHaveLength(0);
  // The one connection is free again.
  expect(await door.read(viewer({}), 'next', (handle) => number(handle, 'select 7 as n'))).toBe(7);
});

it('reports a COMMIT that was none because a statement had failed, with that statement’s error', async () => {
  const { door, owner } = await scratch();
  const swallowed = door.write(who, 'swallow', async ({ query }) => {
    await query('insert into note values (1)');
    await query('insert into note values (1)').catch(() => 'as if nothing had happened');
    return 'booked';
  });
  await expect(swallowed).rejects.toMatchObject({
    message: 'The transaction was rolled back: a statement in it had failed.',
    cause: { code: '23505' },
  });
  expect(await owner`select from note`).toHaveLength(0);
});

it('says that the outcome is open when the connection is lost at COMMIT, and goes on with a new one', async () => {
  const { door, owner } = await scratch(1);
  const pid = later<number>();
  await owner.unsafe(`create function die() returns trigger language plpgsql security definer as $$
    begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
    create constraint trigger die after insert on note deferrable initially deferred for each row execute function die()`);
  const lost = door.write(who, 'lost', async ({ query }) => {
    pid.release(Number((await query<{ pid: number }>('select pg_backend_pid() as pid'))[0]?.pid));
    await query('insert into note values (1)');
  });
  await expect(lost).rejects.toBeInstanceOf(OutcomeUnknown);
  const again = await door.read(who, 'again', (handle) => number(handle, 'select pg_backend_pid() as n'));
  expect(again).not.toBe(await pid.promise);
});

it('survives a connection that is cut between two statements', async () => {
  const { door, owner } = await scratch(1);
  const cut = door.write(who, 'cut', async (handle) => {
    await handle.query('insert into note values (1)');
    const pid = await number(handle, 'select pg_backend_pid() as n');
    await owner`select pg_terminate_backend(${pid})`;
    await expect.poll(() => owner`select from pg_stat_activity where pid = ${pid}`).toHaveLength(0);
    await handle.query('insert into note values (2)');
  });
  await expect(cut).rejects.toMatchObject({ code: expect.stringMatching(/^(CONNECTION_|57P01)/) });
  await door.write(who, 'next', ({ query }) => query('insert into note values (3)'));
  expect(await owner`select n from note`).toEqual([{ n: 3 }]);
});

it('reads an instant as the same text before and after Drizzle was used', async () => {
  const { door } = await scratch(1);
  const read = () =>
    door.read(who, 'read', ({ query }) => query(`select '2031-03-03 09:00+01'::timestamptz as at`));
  const first = await read();
  await door.read(who, 'drizzle', ({ db }) => db.execute(drizzleSql`select 1`));
  expect(await read()).toEqual(first);
  expect(typeof (first[0] as { at: unknown }).at).toBe('string');
});

it('throws when it is opened inside itself once a statement was sent', async () => {
  const { door, owner } = await scratch(2);
  const inner = (n: number) => () =>
    door.write(who, 'inner', ({ query }) => query('insert into note values ($1)', [n]));
  for (const outer of [door.read, door.write]) {
    await expect(
      outer(who, 'outer', async ({ query }) => {
        await query('select 1');
        return inner(1)();
      }),
    ).rejects.toThrow('opened inside itself');
    // Sent is enough; the answer need not have come.
    await expect(
      outer(who, 'outer', async ({ query }) => {
        const pending = query('select 1');
        return inner(1)().finally(() => pending);
      }),
    ).rejects.toThrow('opened inside itself');
  }
  expect(await owner`select from note`).toHaveLength(0);
});

it('lets a command commit inside a read that has not begun, which then sees it', async () => {
  const { door } = await scratch(1);
  const seen = await door.read(who, 'mutation', async (payload) => {
    await door.write(who, 'command', async ({ query }) => {
      await query('insert into note values (1)');
      // The inner one has begun: from here it is the one that counts.
      await expect(door.read(who, 'deeper', (handle) => number(handle, 'select 1 as n'))).rejects.toThrow(
        'opened inside itself',
      );
    });
    await expect(
      door.write(who, 'refused', async ({ query }) => {
        await query('insert into note values (2)');
        throw new Refused('no');
      }),
    ).rejects.toBeInstanceOf(Refused);
    return payload.query('select n from note');
  });
  expect(seen).toEqual([{ n: 1 }]);
});

it('opens for what a transaction has left running, once it has ended', async () => {
  const { door } = await scratch(1);
  const ended = later();
  let left: Promise<number> | undefined;
  await door.read(who, 'request', async ({ query }) => {
    await query('select 1');
    left = ended.promise.then(() => door.read(who, 'left', (handle) => number(handle, 'select 5 as n')));
  });
  ended.release();
  expect(await left).toBe(5);
});

it('sets the viewer for one transaction and leaves nothing of it', async () => {
  const { door, database } = await scratch(1);
  const settings = [
    'viewer',
    'citizens',
    'centres',
    'actors',
    'administers',
    'receives',
    'staff',
    'operation',
  ];
  const ask = `select ${settings.map((name) => `current_setting('app.${name}', true) as ${name}`).join()}`;
  const ids = {
    citizens: [crypto.randomUUID(), crypto.randomUUID()],
    centres: [crypto.randomUUID()],
    actors: [],
    administers: [crypto.randomUUID()],
    receives: [crypto.randomUUID()],
    staff: [crypto.randomUUID()],
  };
  const full = viewer(ids);
  expect(await door.read(full, 'look', ({ query }) => query(ask))).toEqual([
    {
      viewer: full.userId,
      citizens: `{${ids.citizens.join()}}`,
      centres: `{${ids.centres}}`,
      actors: '{}',
      administers: `{${ids.administers}}`,
      receives: `{${ids.receives}}`,
      staff: `{${ids.staff}}`,
      operation: 'look',
    },
  ]);
  expect(await door.read(viewer({ userId: null }), '', ({ query }) => query(ask))).toEqual([
    {
      viewer: '',
      citizens: '{}',
      centres: '{}',
      actors: '{}',
      administers: '{}',
      receives: '{}',
      staff: '{}',
      operation: '',
    },
  ]);

  // What the next one on the connection finds, should it ever forget to set its own: '' and not null.
  const bare = connect(database, 'app');
  await bare.begin(
    (tx) => tx`select set_config('app.viewer', ${full.userId}, true), set_config('app.citizens', '{}', true)`,
  );
  const [left] =
    await bare`select current_setting('app.viewer', true) as viewer, viewer_list('app.citizens') as citizens`;
  expect(left).toEqual({ viewer: '', citizens: [] });
  expect(await bare`select from user_account`).toHaveLength(0);
});

it('writes nothing in a read, and reads one snapshot', async () => {
  const { door, owner } = await scratch();
  await expect(
    door.read(who, 'read', ({ query }) => query('insert into note values (1)')),
  ).rejects.toMatchObject({ code: '25006' });
  const counts = await door.read(who, 'read', async (handle) => {
    const before = await number(handle, 'select count(*) as n from note');
    await owner`insert into note values (2)`;
    return [before, await number(handle, 'select count(*) as n from note')];
  });
  expect(counts).toEqual([0, 0]);
  expect(await owner`select n from note`).toEqual([{ n: 2 }]);
});

it('runs a write again after a deadlock, also one that Drizzle has wrapped', async () => {
  const { door, owner } = await scratch(2);
  await owner.unsafe(
    'insert into note values (1), (2); create table ran (by text); grant all on ran to planner_app',
  );
  const both = [later(), later()];
  const swap = (mine: number, other: number) => {
    let attempts = 0;
    return door.write(who, 'swap', async ({ db }) => {
      attempts++;
      await db.execute(drizzleSql`select from note where n = ${mine} for update`);
      both[mine - 1]?.release();
      await both[other - 1]?.promise;
      await db.execute(drizzleSql`select from note where n = ${other} for update`);
      await db.execute(drizzleSql`insert into ran values (${mine})`);
      return attempts;
    });
  };
  const attempts = await Promise.all([swap(1, 2), swap(2, 1)]);
  expect(attempts.sort()).toEqual([1, 2]);
  expect(await owner`select by from ran order by by`).toEqual([{ by: '1' }, { by: '2' }]);
});

it('gives up after three attempts, and does not repeat what is no use repeating', async () => {
  const { door } = await scratch(1);
  const failing = (code: string) => {
    let attempts = 0;
    return door
      .write(who, 'fail', async ({ query }) => {
        attempts++;
        await query(`do $$ begin raise exception 'as asked' using errcode = '${code}'; end $$`);
      })
      .catch((error: { code?: string }) => ({ code: error.code, attempts }));
  };
  expect(await failing('55P03')).toEqual({ code: '55P03', attempts: 3 });
  expect(await failing('23505')).toEqual({ code: '23505', attempts: 1 });
});

it('runs a write again for what the first of several statements sent together failed of', async () => {
  const { door } = await scratch(1);
  let attempts = 0;
  const failing = door.write(who, 'failing', async ({ query }) => {
    attempts++;
    query(`do 'begin raise exception using errcode = ''55P03''; end'`).catch(() => {});
    // Whoever waits for the second alone is told only that the transaction is aborted.
    return query('select 1');
  });
  await expect(failing).rejects.toMatchObject({ code: '55P03' });
  expect(attempts).toBe(3);
});

it('fails without a connection and without losing its place at the gate', async () => {
  const door = createDoor({ url: 'postgres://planner_app:x@127.0.0.1:1/none', width: 1 });
  onTestFinished(() => door.close());
  for (let attempt = 0; attempt < 3; attempt++) {
    await expect(door.read(who, 'read', ({ query }) => query('select 1'))).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  }
});
