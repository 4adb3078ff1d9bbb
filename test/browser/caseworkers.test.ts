import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn } from '../src/browser.ts';
import { launchChromium } from '../src/chromium.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { addTalk } from '../src/talk.ts';

let planner: Planner;
let browser: Browser;
beforeAll(async () => {
  planner = await startPlanner();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await planner[Symbol.asyncDispose]();
});

const phone = { viewport: { width: 390, height: 844 }, javaScriptEnabled: false };
const desktop = { viewport: { width: 1280, height: 900 }, javaScriptEnabled: true };

it.each([
  ['a phone without scripts', phone, 'Nina Ny'],
  ['a desktop', desktop, 'Ole Ny'],
])(
  'an administrator makes a caseworker, is told what is wrong, and ends her, on %s',
  async (_, device, name) => {
    const page = await signIn(browser, planner, 'ida', device);
    const list = `${planner.url}/administration/caseworkers`;
    await page.goto(list);
    if (device.javaScriptEnabled) expect(await findings(page)).toEqual([]);
    await page.getByRole('link', { name: 'Ny medarbejder' }).click();
    if (device.javaScriptEnabled) expect(await findings(page)).toEqual([]);
    await page.getByLabel('Navn').fill(name);
    await page.getByLabel('E-mail').fill('forkert');
    await page.getByLabel('team', { exact: true }).check();
    await page.getByRole('button', { name: 'Gem' }).click();
    expect(await page.locator('.error-summary').textContent()).toContain('navn@kommune.dk');
    expect(await page.getByLabel('team', { exact: true }).isChecked()).toBe(true);
    await page.getByLabel('E-mail').fill(`${name.slice(0, 3)}@north.dk`);
    await page.getByLabel('Jobsamtale').check();
    await page.getByRole('button', { name: 'Gem' }).click();
    await page.waitForURL(/caseworkers\?done=saved/);
    await page.getByRole('searchbox').fill(name);
    await page.getByRole('button', { name: 'Søg' }).click();
    await page.waitForURL(/search=/);
    expect(await page.locator('tbody tr').allTextContents()).toHaveLength(1);
    await page.getByRole('link', { name }).click();
    await page.waitForURL(/caseworkers\/[^n]/);
    await page.locator('summary').filter({ hasText: 'Medarbejderen stopper' }).click();
    await page.getByLabel('Sidste arbejdsdag').fill('2026-01-01');
    await page.getByRole('button', { name: 'Gem sidste arbejdsdag' }).click();
    await page.waitForURL(/done=ended/);
    expect(await page.getByRole('link', { name }).count()).toBe(0);
    await page.goto(`${list}?who=ended`);
    await page.getByRole('link', { name }).click();
    await page.getByRole('button', { name: 'Fjern slutdatoen' }).click();
    await page.waitForURL(/done=back/);
    expect(await page.getByRole('link', { name }).count()).toBe(1);
  },
);

it('shows the talks that stand in the way of an end, with links', async () => {
  await addTalk(planner, 'anna', 8);
  const page = await signIn(browser, planner, 'ida', desktop);
  await page.goto(`${planner.url}/administration/caseworkers/${planner.gid('Caseworker', 'mette')}`);
  await page.locator('summary').filter({ hasText: 'Medarbejderen stopper' }).click();
  await page.getByLabel('Sidste arbejdsdag').fill('2026-01-01');
  await page.getByRole('button', { name: 'Gem sidste arbejdsdag' }).click();
  expect(await page.locator('.error-summary').textContent()).toContain('Flyt dem til en kollega');
  expect(await findings(page)).toEqual([]);
  await page.getByRole('link', { name: 'anna citizen' }).click();
  await page.waitForURL(/\/calendar\?booking=/);
});

it.each([
  ['a phone without scripts', phone],
  ['a desktop', desktop],
])('hours are copied from a colleague, rehearsed and saved, on %s', async (_, device) => {
  const page = await signIn(browser, planner, 'ida', device);
  await planner.owner`delete from working_hours where caseworker_id = ${planner.ids['lone'] as string}`;
  await page.goto(`${planner.url}/administration/caseworkers/${planner.gid('Caseworker', 'lone')}`);
  await page.getByRole('link', { name: 'Arbejdstid og pauser' }).click();
  await page.waitForURL(/\/hours$/);
  await page.getByLabel('Kopiér fra en kollega').selectOption({ label: 'mette caseworker' });
  await page.getByRole('button', { name: 'Kopiér' }).click();
  await page.waitForURL(/copy=/);
  expect(await page.getByLabel('Onsdag, Fra', { exact: true }).inputValue()).toBe('08:00');
  if (device.javaScriptEnabled) expect(await findings(page)).toEqual([]);
  await page.getByLabel('Onsdag, Pause fra').fill('10:00');
  await page.getByRole('button', { name: 'Se, hvad det rammer' }).click();
  expect(await page.locator('.error-summary').textContent()).toContain('både fra og til');
  await page.getByLabel('Onsdag, Pause til').fill('10:30');
  await page.getByRole('button', { name: 'Se, hvad det rammer' }).click();
  await page.getByRole('heading', { name: 'Det rammer 0 samtaler' }).waitFor();
  await page.getByRole('button', { name: 'Gem' }).click();
  await page.waitForURL(/done=saved/);
  expect(await page.getByText('Onsdag 8.00–12.00 (pause 10.00–10.30)').count()).toBe(1);
});
