import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, confirm, holdSlot, key } from '../src/documents.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());

type Shown = { offer: { title: string; slots: { startsAt: string }[] } };
const document = `query ($offer: ID!, $from: DateTime!, $to: DateTime!) {
  offer(id: $offer) { title slots(from: $from, to: $to) { startsAt caseworkers { name } } } }`;
const id = (name: string) => planner.ids[name] as string;

/** What somebody is shown of the fixture's day, errors and all. */
const look = (as: string, query = document) =>
  planner.ask<Shown>(as, query, {
    offer: planner.gid('Offer', 'offer'),
    from: planner.at(0),
    to: planner.at(24),
  });
const starts = async (as: string) =>
  (await look(as)).data?.offer.slots.map((slot) => new Date(slot.startsAt).getTime()) ?? [];
const evidence = async () =>
  (
    await planner.owner<{ who: string }[]>`
      select distinct u.name as who from slot_evidence e join user_account u on u.id = e.viewer_id
      where e.outcome = 'answered'`
  ).map((row) => row.who);

async function hold(as: string, startsAt: Date): Promise<string> {
  const { data } = await planner.ask<{ holdSlot: Answer }>(as, holdSlot, {
    input: { offer: planner.gid('Offer', 'offer'), startsAt, form: 'PHONE', idempotencyKey: key() },
  });
  expect(data?.holdSlot.__typename).toBe('Hold');
  return data?.holdSlot.id as string;
}

/** Both have been answered, so that memory has an answer for each. */
beforeEach(async () => {
  for (const who of ['dina', 'frida', 'dina', 'frida']) await look(who);
});

describe('a shared answer', () => {
  it('shows one’s own hold and booking in the next answer, and others’ too', async () => {
    const time = planner.at(9);
    expect(await starts('dina')).toContain(time.getTime());
    const held = await hold('frida', time);
    expect(await starts('frida')).not.toContain(time.getTime());
    expect(await starts('dina')).not.toContain(time.getTime());
    await planner.ask('frida', confirm, { input: { hold: held, idempotencyKey: key() } });
    expect(await starts('dina')).not.toContain(time.getTime());
  });

  it('is the same for all of one audience, each language its own, and evidence is kept of every one', async () => {
    expect(await look('dina')).toEqual(await look('frida'));
    const title = async (as: string) => (await look(as)).data?.offer.title;
    await planner.owner`update user_account set language = 'en' where id = ${id('user frida')}`;
    expect([await title('frida'), await title('dina')]).toEqual(['Job talk', 'Jobsamtale']);
    expect([await title('frida'), await title('dina')]).toEqual(['Job talk', 'Jobsamtale']);
    await expect.poll(evidence).toEqual(expect.arrayContaining(['dina', 'frida']));
  });

  it('is given to who asks for the first time, many at once too, with evidence of each and of nothing else', async () => {
    const [offer, from, to] = [planner.gid('Offer', 'offer'), planner.at(0), planner.at(22)];
    await planner.owner`update user_account set language = 'da' where id = ${id('user frida')}`;
    const ask = (as: string) => planner.ask<Shown>(as, document, { offer, from, to });
    const shown = await ask('dina');
    expect((await ask('frida')).data).toEqual(shown.data);
    // Whoever's account has changed is met for the first time.
    await planner.owner`update user_account set name = name where id = ${id('user frida')}`;
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask('frida')));
    expect(new Set([...answers, shown].map((answer) => JSON.stringify(answer))).size).toBe(1);
    const kept = () => planner.owner`
      select citizen_id as citizen, outcome, count(*)::int as rows, count(distinct answer)::int as answers from slot_evidence
      where upper(span) = ${to} and viewer_id = ${id('user frida')} group by 1, 2`;
    await expect.poll(kept).toEqual([{ citizen: id('frida'), outcome: 'answered', rows: 6, answers: 1 }]);
  });

  it('of one who named herself is not that of who acts for her, whose evidence says for whom', async () => {
    const byName = document.replace('to: $to)', `to: $to, citizen: "${planner.gid('Citizen', 'erik')}")`);
    const shown = await look('erik', byName);
    expect(await look('dina', byName)).toEqual(shown);
    const kept = () => planner.owner`
      select distinct citizen_id as citizen from slot_evidence
      where viewer_id = ${id('user dina')} and citizen_id <> ${id('dina')}`;
    await expect.poll(kept).toEqual([{ citizen: id('erik') }]);
  });

  it('is not another audience’s: a group that an offer is not for sees nothing in it', async () => {
    expect((await starts('dina')).length).toBeGreaterThan(0);
    await planner.owner`update offer set groups = '{2}' where id = ${id('offer')}`;
    await planner.owner`update citizen set contact_group = '12' where id = ${id('frida')}`;
    for (let round = 0; round < 3; round++) {
      expect(await starts('frida')).toEqual([]);
      expect((await starts('dina')).length).toBeGreaterThan(0);
    }
    await planner.owner`update citizen set contact_group = '2' where id = ${id('frida')}`;
    expect(await starts('frida')).toEqual(await starts('dina'));
    await planner.owner`update offer set groups = '{}' where id = ${id('offer')}`;
  });

  it('says at once what was renamed, and forgets nobody’s time', async () => {
    const before = await look('dina');
    await planner.owner`update caseworker set name = 'renamed' where id = ${id('mette')}`;
    const after = await look('dina');
    expect(JSON.stringify(after)).toContain('renamed');
    expect(JSON.stringify(after).replaceAll('renamed', 'mette caseworker')).toBe(JSON.stringify(before));
  });

  it('ends with the notice: the planner’s clock moves on and the first times go', async () => {
    const first = (await starts('dina'))[0] as number;
    await planner.owner`update clock set ahead = make_interval(secs => ${first / 1000 + 60} - extract(epoch from clock_timestamp()))`;
    expect(await starts('dina')).not.toContain(first);
    expect(await starts('frida')).not.toContain(first);
    await planner.owner`update clock set ahead = '0'`;
    expect(await starts('dina')).toContain(first);
  });

  it('is for nobody whose token was revoked or whose token has expired', async () => {
    await planner.owner`update api_token set revoked_at = now() where user_id = ${id('user frida')}`;
    expect((await look('frida')).errors?.[0]?.extensions?.['code']).toBe('TokenInvalid');
    await planner.owner`update api_token set revoked_at = null, expires_at = clock_timestamp() + '1 s' where user_id = ${id('user frida')}`;
    expect((await look('frida')).errors).toBeUndefined();
    // No change tells of it: the database's clock alone.
    await expect
      .poll(async () => (await look('frida')).errors?.[0]?.extensions?.['code'], { timeout: 5_000 })
      .toBe('TokenInvalid');
    expect((await look('dina')).errors).toBeUndefined();
    await planner.owner`update api_token set expires_at = null where user_id = ${id('user frida')}`;
  });

  it('selects only what every viewer may read; with anything else beside it each gets her own', async () => {
    const tables = ['job_centre', 'caseworker', 'offer', 'membership', 'absence'];
    const policies = await planner.owner<{ tablename: string; qual: string }[]>`
      select tablename, qual from pg_policies where policyname = 'read_all' and tablename = any (${tables})`;
    expect(policies.map((row) => [row.tablename, row.qual]).sort()).toEqual(
      tables.map((table) => [table, 'true']).sort(),
    );
    const personal = document.replace(/}\s*$/, 'viewer { name } }');
    for (const who of ['dina', 'frida', 'dina'])
      expect((await look(who, personal)).data).toMatchObject({ viewer: { name: who } });
  });
});
