import { expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';

const { planner, browser } = await openPlanner();

it.each([
  ['a phone without scripts', { viewport: { width: 390, height: 844 }, javaScriptEnabled: false }, 'Vest'],
  ['a desktop', { viewport: { width: 1280, height: 900 }, javaScriptEnabled: true }, 'Øst'],
])(
  'an administrator makes a team, is told what is wrong, finds it again and removes it, on %s',
  async (_, device, name) => {
    const page = await signIn(browser, planner, 'ida', device);
    await page.goto(`${planner.url}/administration/teams/new`);
    expect(device.javaScriptEnabled ? await findings(page) : []).toEqual([]);
    await page.getByRole('button', { name: 'Gem' }).click();
    expect(await page.locator('.error-summary').textContent()).toContain('Skriv et navn.');
    await page.getByLabel('Navn').fill(name);
    await page.getByLabel('mette caseworker').check();
    await page.getByRole('button', { name: 'Gem' }).click();
    await page.waitForURL(/\/administration\/teams\?done=saved/);
    await page.getByRole('searchbox').fill(name);
    await page.getByRole('button', { name: 'Søg' }).click();
    await page.waitForURL(/search=/);
    expect(await page.locator('tbody tr').allTextContents()).toHaveLength(1);
    await page.getByRole('link', { name }).click();
    await page.waitForURL(/\/administration\/teams\/[^n]/);
    expect(await page.getByLabel('mette caseworker').isChecked()).toBe(true);
    await page.getByLabel('mette caseworker').uncheck();
    await page.getByRole('button', { name: 'Gem' }).click();
    await page.waitForURL(/done=saved/);
    await page.getByRole('link', { name }).click();
    await page.locator('summary').filter({ hasText: 'Fjern teamet' }).click();
    await page.getByRole('button', { name: 'Fjern teamet' }).click();
    await page.waitForURL(/done=removed/);
    expect(await planner.owner`select from team where name = ${name}`).toHaveLength(0);
  },
);

it('keeps out who administers nothing', async () => {
  const page = await signIn(browser, planner, 'mette');
  const answer = await page.goto(`${planner.url}/administration/teams`);
  expect(answer?.status()).toBe(403);
});

it('shows the guide of the page one is on, in one’s language', async () => {
  const page = await signIn(browser, planner, 'ida', { viewport: { width: 1280, height: 900 } });
  await page.goto(`${planner.url}/administration/teams`);
  await page.getByRole('link', { name: 'Vejledning til denne side' }).click();
  await page.waitForURL(/\/guide\/administration-teams/);
  expect(await page.locator('h1').textContent()).toBe('Teams');
  expect(await page.locator('main').textContent()).toContain('Opret et team');
  expect(await findings(page)).toEqual([]);
  await page.goto(`${planner.url}/guide/administration-teams?lang=en`);
  expect(await page.locator('main').textContent()).toContain('Make a team');
});
