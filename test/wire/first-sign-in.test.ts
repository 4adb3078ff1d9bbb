import { CookieJar } from '@planner/server/testing.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { giveCpr } from '../src/cpr.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner();
});
afterAll(() => planner[Symbol.asyncDispose]());

const accounts = () => planner.owner`select citizen_id, name from user_account where subject = 'demo:fatima'`;

it('a citizen whom nobody has made an account for signs in as who her CPR number says she is', async () => {
  // Nobody has Fatima's number yet: she is told that the planner doesn't know her.
  await new CookieJar().signIn(planner.url, 'fatima', '/');
  expect(await accounts()).toHaveLength(0);
  await giveCpr(planner, 'frida', '3008959005');
  await Promise.all([1, 2].map(() => new CookieJar().signIn(planner.url, 'fatima', '/')));
  expect([...(await accounts())]).toEqual([{ citizen_id: planner.ids['frida'], name: 'frida citizen' }]);
  const [trail] = await planner.owner`select operation, after::text as after from audit_event
    where entity = 'user_account' and operation = 'first sign-in'`;
  expect(trail?.['after']).not.toContain('3008959005');
  expect(
    await planner.owner`select 1 from role_grant g join user_account u on u.id = g.user_id
    where u.subject = 'demo:fatima'`,
  ).toHaveLength(0);
});
