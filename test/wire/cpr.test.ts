import { createLog } from '@planner/server/log.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { confirm, holdSlot, key, slots } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { json, type Raw, raw, subscribe } from '../src/raw.ts';

let planner: Planner;
let wire: Raw;
const logged: string[] = [];
beforeAll(async () => {
  planner = await startPlanner({
    phones: true,
    log: createLog('trace', { write: (line) => void logged.push(line) }),
  });
  wire = raw(planner);
});
afterAll(() => planner[Symbol.asyncDispose]());

const id = (text: string) => Buffer.from(text).toString('base64');

/** Tables with the number in any column, those of the job queue and of the proof among them. */
async function tablesThatHold(cpr: string): Promise<string[]> {
  const sql = planner.owner;
  const [job] = await sql`select enqueue('purge') as id`;
  // Evidence is a second behind what it proves; this row is the last.
  const before = await sql`select coalesce(max(id), 0) as id from slot_evidence`;
  await wire.send(slots, { offer: planner.gid('Offer', 'offer'), from: planner.at(0), to: planner.at(24) });
  await vi.waitFor(
    async () =>
      expect(await sql`select from slot_evidence where id > ${before[0]?.['id']}`).not.toHaveLength(0),
    5_000,
  );
  expect(await sql`select from job.job where id = ${job?.['id']}`).toHaveLength(job?.['id'] ? 1 : 0);
  const tables = await sql<{ name: string }[]>`
    select oid::regclass::text as name from pg_class where relkind = 'r' and relnamespace in ('public'::regnamespace, 'job'::regnamespace)`;
  expect(tables.length).toBeGreaterThan(40);
  const holding = [];
  for (const { name } of tables) {
    const rows = await sql.unsafe(`select from ${name} t where t::text ~ '010203-?1234' limit 1`);
    if (rows.length > 0) holding.push(`${name} holds ${cpr}`);
  }
  return holding;
}

describe.each(['0102031234', '010203-1234'])('a CPR number in a wrong place (%s)', (cpr) => {
  it('is neither repeated in an answer nor written to the log', async () => {
    const said: string[] = [];
    const tell = async (query: string, variables: object = {}) => {
      said.push((await wire.send(query, variables)).text);
      for (const frame of (await wire.say(subscribe(query, variables))).frames) said.push(frame);
    };
    const fields = ['offer', 'startsAt', 'form', 'citizen', 'caseworker', 'replaces', 'idempotencyKey'];
    for (const field of fields) {
      await tell(holdSlot, wire.holding({ [field]: cpr }));
      await tell(holdSlot, wire.holding({ [field]: [cpr] }));
      await tell(holdSlot, wire.holding({ [field]: { cpr } }));
      await tell(holdSlot, wire.holding({ [field]: id(`Citizen:${cpr}`) }));
    }
    await tell(holdSlot, { input: cpr });
    await tell(holdSlot, { input: Number(cpr.replace('-', '')) });
    await tell(holdSlot, wire.holding({ [`_${cpr}`]: 1 }));
    await tell(confirm, { input: { hold: cpr, message: cpr, idempotencyKey: key() } });
    await tell(confirm, { input: { hold: id(`Hold:${cpr}`), message: { cpr }, idempotencyKey: cpr } });
    const inline = [
      `{ node(id: "${cpr}") { id } }`,
      `{ node(id: ${cpr}) { id } }`,
      `{ node(id: "${id(`Citizen:${cpr}`)}") { id } }`,
      `{ booking(id: "${cpr}") { id } }`,
      `{ deadlines(citizen: "${cpr}") { id } }`,
      `{ bookings(status: [CPR_${cpr.replace('-', '')}]) { edges { node { id } } } }`,
      `{ bookings(status: "${cpr}") { edges { node { id } } } }`,
      `{ bookings(from: "${cpr}") { edges { node { id } } } }`,
      `{ bookings(after: "${cpr}", first: 1) { edges { node { id } } } }`,
      `{ bookings(first: "${cpr}") { edges { node { id } } } }`,
      `{ field_${cpr.replace('-', '')} }`,
      `{ viewer(x: "${cpr}") { __typename } }`,
      `{ viewer { ... on X${cpr.replace('-', '')} { id } } }`,
      `{ viewer { ...F${cpr.replace('-', '')} } }`,
      `query ($x: T${cpr.replace('-', '')}) { viewer { __typename } }`,
      `{ viewer @d${cpr.replace('-', '')} { __typename } }`,
      `${cpr}`,
      `{ viewer ${cpr} }`,
      `"${cpr}"`,
      `subscription { slots(offer: "${cpr}", from: "${cpr}", to: "${cpr}", since: "${cpr}") { __typename } }`,
      `subscription { slots(offer: ${cpr}) { __typename } }`,
      `subscription { calendar(from: "2027-01-01T00:00:00Z", to: "2027-01-02T00:00:00Z", since: "${cpr}") { __typename } }`,
    ];
    for (const query of inline) await tell(query);
    said.push((await wire.post(JSON.stringify({ documentId: cpr }))).text);
    said.push((await wire.post(cpr)).text);
    said.push((await wire.post(`{"query": "${cpr}`)).text);
    said.push((await wire.post('{}', { ...json, authorization: `Bearer ${cpr}` })).text);
    await fetch(`${planner.url}/graphql?cpr=${cpr}`);
    await fetch(`${planner.url}/citizens/${cpr}`);
    await fetch(`${planner.url}/sign-in?return=/${cpr}`, { redirect: 'manual' });

    expect(said.filter((text) => text.includes('UNEXPECTED'))).toEqual([]);
    expect(said.length).toBeGreaterThan(100);
    expect(said.filter((text) => text.includes(cpr) || text.includes(cpr.replace('-', '')))).toEqual([]);
    expect(logged.length).toBeGreaterThan(50);
    expect(logged.filter((line) => line.includes(cpr))).toEqual([]);
    expect(await tablesThatHold(cpr)).toEqual([]);
  });
});
