import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { signIn, timesPage } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';

const { planner, browser } = await openPlanner();

/** Opens a page whose scripts come only when the returned function is called; that one waits until it is alive. */
async function openSlowly(page: Page, path: string): Promise<() => Promise<void>> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(/\.js$/, async (route) => {
    await promise;
    await route.continue();
  });
  await page.goto(planner.url + path, { waitUntil: 'commit' });
  await page.locator('footer').waitFor();
  return async () => {
    resolve();
    await page.waitForLoadState('networkidle');
  };
}

it('what was typed, ticked and unfolded on a slow line stays when the page comes alive', async () => {
  const page = await signIn(browser, planner, 'mette');
  const comeAlive = await openSlowly(page, '/absences');
  await page.locator('#from-date').fill('2027-03-02');
  await page.getByText('Vælg kolleger').click();
  await page.getByLabel('lone caseworker').check();
  await page.getByLabel('Mig').uncheck();
  await comeAlive();
  expect(await page.locator('#from-date').inputValue()).toBe('2027-03-02');
  expect(await page.getByLabel('lone caseworker').isVisible()).toBe(true);
  expect(await page.getByLabel('lone caseworker').isChecked()).toBe(true);
  expect(await page.getByLabel('Mig').isChecked()).toBe(false);
});

it('the purposes of a look at a CPR number stay unfolded, too', async () => {
  const page = await signIn(browser, planner, 'mette');
  const comeAlive = await openSlowly(
    page,
    `/citizens/${encodeURIComponent(planner.gid('Citizen', 'carla'))}`,
  );
  await page.getByText('Vis hele nummeret').click();
  await comeAlive();
  expect(await page.getByRole('button', { name: 'Forberede en samtale' }).isVisible()).toBe(true);
});

it('a citizen’s wishes for reminders stay as she ticked them', async () => {
  const page = await signIn(browser, planner, 'anna');
  const comeAlive = await openSlowly(page, '/details');
  const sms = page.locator('[name=remindBySms]');
  const before = await sms.isChecked();
  await sms.setChecked(!before);
  await comeAlive();
  expect(await sms.isChecked()).toBe(!before);
});

it('a choice among times that was made too early is asked for when somebody hears of it', async () => {
  const page = await signIn(browser, planner, 'anna', { viewport: { width: 1280, height: 900 } });
  const comeAlive = await openSlowly(page, new URL(timesPage(planner)).pathname);
  await page.getByLabel('Onsdag').check();
  await comeAlive();
  await page.waitForURL(/weekday=3/);
  expect(await page.getByLabel('Onsdag').isChecked()).toBe(true);
});
