import { createTestDatabase } from '@planner/db/testing';
import { loadViewer } from '@planner/schema/access/load-viewer.ts';
import postgres from 'postgres';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../config.ts';
import { prepareDemo } from '../demo.ts';
import { createLog } from '../log.ts';
import { postgresUserDirectory } from '../sign-in/session-store.ts';
import { createCentre, readCentre } from './centre.ts';

const issuer = 'https://broker.example/';
const words = ['create', '--code', '07510', '--name', 'Jobcenter Aarhus', '--administrator', 'Ida Lund'];

async function empty() {
  const database = await createTestDatabase();
  const system = postgres(database.url('system'), { max: 2, onnotice: () => {} });
  onTestFinished(async () => {
    await system.end();
    await database.drop();
  });
  return system;
}

describe('centre create', () => {
  it('makes a bare job centre, whose administrator is known by her address at the first sign-in', async () => {
    const system = await empty();
    await createCentre(system, readCentre([...words, '--email', 'Ida@Aarhus.example']), issuer);
    const users = postgresUserDirectory(system);
    expect(await users.bySubject(issuer, { sub: 's-1', email: 'someone@aarhus.example' })).toBeNull();
    expect(await users.bySubject('https://other/', { sub: 's-1', email: 'ida@aarhus.example' })).toBeNull();
    const found = await users.bySubject(issuer, { sub: 's-1', email: 'IDA@aarhus.example' });
    const ida = await loadViewer(system, found?.userId ?? '');
    expect(ida).toMatchObject({ name: 'Ida Lund', kind: 'staff', operates: false });
    expect(ida.administers).toHaveLength(1);
    // The address is used up: it counts for nobody with another subject.
    expect(await users.bySubject(issuer, { sub: 's-2', email: 'ida@aarhus.example' })).toBeNull();
    expect(await users.bySubject(issuer, { sub: 's-1' })).toEqual(found);
    await createCentre(
      system,
      { ...readCentre([...words, '--subject', 's-1']), code: '07300', name: 'Randers' },
      issuer,
    );
    expect((await loadViewer(system, found?.userId ?? '')).administers).toHaveLength(2);
  });

  it('says what is wrong, and then makes nothing', async () => {
    const system = await empty();
    expect(() => readCentre(['create', '--code', '07510'])).toThrow('Usage:');
    expect(() => readCentre([...words, '--mail', 'x'])).toThrow('Usage:');
    expect(() => readCentre([...words, '--email', 'ida'])).toThrow('no e-mail address');
    const centre = readCentre([...words, '--subject', 's-1']);
    await createCentre(system, centre, issuer);
    await expect(createCentre(system, { ...centre, subject: 's-2' }, issuer)).rejects.toThrow(
      '07510 already',
    );
    expect(await system`select from user_account`).toHaveLength(1);
  });
});

it('an empty demo has one bare job centre that the persona Ida sets up', async () => {
  const system = await empty();
  const config = readConfig({ PLANNER_DEMO: '1', DATA_DIR: `/tmp/planner-empty-${process.pid}` });
  for (const _ of [1, 2]) await prepareDemo(config, { system }, createLog('silent'), { empty: true });
  const users = postgresUserDirectory(system);
  const found = await users.bySubject(config.oidc.issuer.href, { sub: 'demo:ida' });
  expect((await loadViewer(system, found?.userId ?? '')).administers).toHaveLength(1);
  expect(await system`select from caseworker`).toHaveLength(0);
  expect((await system`select from interview_type`).length).toBeGreaterThan(5);
});
