import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn } from '../src/browser.ts';
import { launchChromium } from '../src/chromium.ts';
import { giveCpr } from '../src/cpr.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { addTalk } from '../src/talk.ts';

let planner: Planner;
let browser: Browser;
beforeAll(async () => {
  planner = await startPlanner();
  await giveCpr(planner, 'anna', '0203041234');
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await planner[Symbol.asyncDispose]();
});

const devices = [
  ['a phone without scripts', { viewport: { width: 390, height: 844 }, javaScriptEnabled: false }],
  ['a desktop', { viewport: { width: 1280, height: 900 }, javaScriptEnabled: true }],
] as const;
/** No more than the page: a table scrolls in its own box. */
const fits = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
const check = async (page: Page, scripts: boolean) => {
  expect(scripts ? await findings(page) : []).toEqual([]);
  if (scripts) expect(await fits(page)).toBe(true);
};

it.each(devices)(
  'an administrator makes a user, gives her a role more and ends one, on %s',
  async (_, device) => {
    const scripts = device.javaScriptEnabled;
    const name = scripts ? 'Nora Desk' : 'Nora Phone';
    const page = await signIn(browser, planner, 'ida', device);
    await page.goto(`${planner.url}/administration/users/new`);
    await check(page, scripts);
    await page.getByLabel('Navn').fill(name);
    await page.getByRole('button', { name: 'Gem' }).click();
    expect(await page.locator('.error-summary').textContent()).toContain('Skriv e-mailadressen');
    expect(await page.getByLabel('Navn').inputValue()).toBe(name);
    await page.getByLabel('E-mailadresse').fill(`${scripts ? 'desk' : 'phone'}@north.example`);
    await page.getByLabel('Rolle', { exact: true }).selectOption('MANAGER');
    await page.getByRole('button', { name: 'Gem' }).click();
    await page.waitForURL(/\/administration\/users\?done=saved/);
    await check(page, scripts);
    await page.getByRole('searchbox').fill(name);
    await page.getByRole('button', { name: 'Søg' }).click();
    await page.getByRole('link', { name }).click();
    await page.locator('summary').filter({ hasText: 'Giv en rolle mere' }).click();
    await page.getByLabel('Rolle', { exact: true }).selectOption('RECEPTION');
    await page.getByRole('button', { name: 'Giv rollen' }).click();
    await page.waitForURL(/done=given/);
    await check(page, scripts);
    const manager = page.locator('tr').filter({ hasText: 'Leder' });
    await manager.locator('summary').click();
    await manager.getByRole('button', { name: 'Afslut rollen nu' }).click();
    await page.waitForURL(/done=ended/);
    expect(await page.locator('tr').filter({ hasText: 'Leder' }).textContent()).toContain('Afsluttet');
    await page.goto(`${planner.url}/administration/users/access`);
    await check(page, scripts);
    expect(await page.locator('tr').filter({ hasText: name }).allTextContents()).toHaveLength(1);
  },
);

it('the last administrator reads why her role can’t be ended', async () => {
  const page = await signIn(browser, planner, 'ida');
  await page.goto(`${planner.url}/administration/users`);
  await page.getByRole('link', { name: 'ida', exact: true }).click();
  await page.locator('td summary').click();
  await page.getByRole('button', { name: 'Afslut rollen nu' }).click();
  const summary = page.locator('.error-summary');
  await summary.waitFor();
  expect(await summary.textContent()).toContain('mindst én administrator');
});

it.each(devices)(
  'an administrator assigns citizens to an other actor by number and by file, on %s',
  async (_, device) => {
    const scripts = device.javaScriptEnabled;
    const name = scripts ? 'Jobhuset' : 'Aktivhuset';
    const page = await signIn(browser, planner, 'ida', device);
    await page.goto(`${planner.url}/administration/other-actors/new`);
    await page.getByLabel('Navn').fill(name);
    await page.getByRole('button', { name: 'Gem' }).click();
    await page.waitForURL(/done=saved/);
    await check(page, scripts);
    await page.getByLabel('Find borgeren').fill('020304-1234');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByLabel('anna citizen').waitFor();
    expect(page.url()).not.toContain('020304');
    await check(page, scripts);
    await page.getByRole('button', { name: 'Henvis borgeren' }).click();
    expect(await page.locator('.error-summary').textContent()).toContain('Skriv, hvorfor');
    await page.getByLabel('Begrundelse').fill('Jobklub');
    await page.getByLabel('anna citizen').check();
    await page.getByRole('button', { name: 'Henvis borgeren' }).click();
    await page.waitForURL(/done=assigned/);
    const row = page.locator('tr').filter({ hasText: 'anna citizen' });
    expect(await row.textContent()).toContain('Jobklub');
    await row.locator('summary').click();
    await row.getByRole('button', { name: 'Afslut henvisningen nu' }).click();
    await page.waitForURL(/done=ended/);
    await page.getByLabel('Fil').setInputFiles({
      name: 'henvisninger.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('CPR;fra;til;begrundelse\r\n020304-1234;;31-12-2099;Jobklub\r\n12;;;Forkert\r\n'),
    });
    await page.getByRole('button', { name: 'Se, hvad der vil ske' }).click();
    await page.getByText('Nye: 1. Er der allerede: 0. Kan ikke tages: 1.').waitFor();
    expect(await page.content()).not.toContain('0203041234');
    await check(page, scripts);
    await page.getByRole('button', { name: 'Henvis dem, der kan tages' }).click();
    await page.waitForURL(/done=imported/);
    expect(await page.locator('tr').filter({ hasText: 'anna citizen' }).allTextContents()).toHaveLength(1);
  },
);

it.each(devices)('the reception sees who comes, and registers that she is here, on %s', async (_, device) => {
  const talk = await addTalk(planner, 'dina', device.javaScriptEnabled ? 10 : 11);
  await planner.owner`update booking set form = 'IN_PERSON' where id = ${talk}`;
  const ahead = (planner.at(6).getTime() - Date.now()) / 1000;
  await planner.owner`update clock set ahead = make_interval(secs => ${ahead})`;
  const page = await signIn(browser, planner, 'rita', device);
  await page.goto(planner.url);
  await page.waitForURL(/\/reception$/);
  await check(page, device.javaScriptEnabled);
  await page.getByRole('button', { name: 'Er kommet dina citizen' }).first().click();
  await page.getByRole('button', { name: 'Fortryd dina citizen' }).first().waitFor();
  await page.getByRole('searchbox').fill('dina citizen');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByRole('heading', { name: 'dina citizen' }).waitFor();
  await check(page, device.javaScriptEnabled);
  expect(await page.content()).not.toContain('Jobsamtale');
  await planner.owner`update clock set ahead = '0'`;
});

it.each(devices)(
  'an operator makes a job centre, and its administrator is let in, on %s',
  async (_, device) => {
    const scripts = device.javaScriptEnabled;
    const code = scripts ? '07510' : '07511';
    const page = await signIn(browser, planner, 'otto', device);
    await page.goto(planner.url);
    await page.waitForURL(/\/installation$/);
    await check(page, scripts);
    await page.getByLabel('Kode').fill('751');
    await page.getByRole('button', { name: 'Opret jobcentret' }).click();
    expect(await page.locator('.error-summary').textContent()).toContain('fem cifre');
    await page.getByLabel('Kode').fill(code);
    await page.getByLabel('Jobcentrets navn').fill(`Jobcenter ${code}`);
    await page.getByLabel('Første administrator').fill('Ada Berg');
    await page.getByLabel('E-mailadresse').fill('ada@by.example');
    await page.getByRole('button', { name: 'Opret jobcentret' }).click();
    await page.waitForURL(/done=made/);
    await page.getByText(`${code} Jobcenter ${code}`).waitFor();
    const [made] =
      await planner.owner`select u.email, g.role from role_grant g join user_account u on u.id = g.user_id
    join job_centre j on j.id = g.job_centre_id where j.code = ${code}`;
    expect(made).toEqual({ email: 'ada@by.example', role: 'administrator' });
  },
);

it('a citizen whose assignment ends leaves the caseworker’s open calendar within a second', async () => {
  await addTalk(planner, 'carla', 9);
  const page = await signIn(browser, planner, 'olav', { viewport: { width: 1280, height: 900 } });
  const date = planner.at(9).toISOString().slice(0, 10);
  await page.goto(
    `${planner.url}/calendar?view=list&from=${date}&team=${encodeURIComponent(planner.gid('Team', 'north team'))}`,
  );
  const row = page.getByText('carla citizen').first();
  await row.waitFor();
  await page.waitForLoadState('networkidle');
  const { data } = await planner.ask<{ endAssignment: { __typename: string } }>(
    'ida',
    `mutation { endAssignment(input: { assignment: "${Buffer.from(
      `Assignment:${(await planner.owner`select id from assignment where citizen_id = ${planner.ids['carla'] as string}`)[0]?.['id']}`,
    ).toString('base64')}" }) { __typename } }`,
  );
  expect(data?.endAssignment.__typename).toBe('Assignment');
  await row.waitFor({ state: 'detached', timeout: 1_000 });
});
