import { readFile } from 'node:fs/promises';
import type postgres from 'postgres';
import { expect, it } from 'vitest';
import {
  addBooking,
  addCaseworker,
  addCentre,
  addCitizen,
  addRoom,
  arrange,
  occupy,
} from './testing/rows.ts';

const loaders = ['centre', 'taken', 'load-input'].map(
  (file) => new URL(`../../schema/src/availability/${file}.ts`, import.meta.url),
);
// Set by the owner only, and no rule of a job centre.
const aside = ['clock'];

const named = (text: string) =>
  [...text.matchAll(/\b(?:from|join)\s+(\w+)|,\s*(\w+)\s+\w+\s+where\b/g)].map((m) => m[1] ?? m[2] ?? '');

/** Tables named in the statements the engine is fed by, also through the functions that these call. */
async function readByEngine(sql: postgres.Sql): Promise<string[]> {
  const text = (await Promise.all(loaders.map((file) => readFile(file, 'utf8')))).join('\n');
  const functions = await sql<{ name: string; body: string }[]>`
    select proname as name, prosrc as body from pg_proc where pronamespace = 'public'::regnamespace`;
  const called = functions.filter(({ name }) => new RegExp(`\\b${name}\\(`).test(text));
  const names = [text, ...called.map((one) => one.body)].flatMap(named);
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    and relname = any (${names}) order by 1`;
  return tables.map((row) => row.name).filter((name) => !aside.includes(name));
}

it('has history of every table that the engine reads', async () => {
  const { owner } = await arrange(1);
  const read = await readByEngine(owner);
  // The search itself must go on finding them.
  expect(read).toEqual(
    expect.arrayContaining(['job_centre', 'working_hours', 'occupancy', 'external_busy', 'seat', 'room']),
  );
  expect(read.length).toBeGreaterThanOrEqual(13);
  const kept = await owner<{ name: string }[]>`
    select tgrelid::regclass::text as name from pg_trigger where tgname = 'history' and tgenabled = 'O'`;
  const without = [...read, 'offer'].filter((table) => !kept.some((row) => row.name === table));
  expect(without).toEqual([]);
});

it('keeps what a row was like after each change, and who it was taken by, but no citizen', async () => {
  const { owner } = await arrange(1);
  const centre = await addCentre(owner, '10101');
  const [citizen, caseworker, room] = [
    await addCitizen(owner, centre),
    await addCaseworker(owner),
    await addRoom(owner, centre),
  ];
  const booking = await addBooking(owner, { centre, citizen, caseworker });
  const run = (text: string, params: unknown[]) => owner.unsafe(text, params as never[]);
  await occupy(run, { resource: citizen, kind: 'citizen', booking });
  await occupy(run, { resource: caseworker, kind: 'person', booking });
  await occupy(run, { resource: room, kind: 'room', booking });
  const [offer] =
    await owner`insert into offer (job_centre_id, interview_type, title_da, title_en, forms, duration_minutes,
    grid_minutes, seats) values (${centre}, 1, 'Møde', 'Meeting', '{IN_PERSON}', 30, 30, 5) returning id`;
  await owner`update offer set notice_minutes = 60`;
  const [session] =
    await owner`insert into group_session (offer_id, job_centre_id, caseworker_id, starts_at, ends_at, seats)
    values (${offer?.['id']}, ${centre}, ${caseworker}, '2031-03-03 09:00+01', '2031-03-03 10:00+01', 5) returning id`;
  await owner`insert into seat values (${session?.['id']}, 3, ${citizen}, ${booking})`;
  await owner`update citizen set contact_group = 'B'`;
  await owner`delete from occupancy`;

  const history = async (entity: string) =>
    owner`select action, image from history where entity = ${entity} order by at, image->>'kind'`;
  const kinds = (await history('occupancy')).map((row) => `${row['action']} ${row['image'].kind}`);
  expect(kinds.sort()).toEqual(['DELETE person', 'DELETE room', 'INSERT person', 'INSERT room']);
  expect((await history('offer')).map((row) => [row['action'], row['image'].notice_minutes])).toEqual([
    ['INSERT', 0],
    ['UPDATE', 60],
  ]);
  expect(await history('seat')).toMatchObject([{ image: { session_id: session?.['id'], seat: 3 } }]);
  expect(await owner`select entity from history where image::text like ${`%${citizen}%`}`).toHaveLength(0);
  expect(await history('citizen')).toHaveLength(0);
});
