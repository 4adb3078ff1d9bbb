import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../src/chromium.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

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

/** A browser of one's own, signed in through the demo's provider as this persona. */
async function signIn(persona: string, more: { javaScriptEnabled?: boolean } = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'da-DK',
    ...more,
  });
  const page = await context.newPage();
  await page.goto(`${planner.url}/sign-in?returnTo=/`);
  await page.locator(`button[value="${persona}"]`).click();
  await page.waitForURL(
    (url) =>
      url.origin === planner.url &&
      !url.pathname.startsWith('/demo-id') &&
      !url.pathname.startsWith('/sign-in'),
  );
  return page;
}

const times = () =>
  `${planner.url}/offers/${encodeURIComponent(planner.gid('Offer', 'offer'))}/times?from=${planner.at(0).toISOString().slice(0, 10)}`;
/** The button of one start in the list by day (the first free time has a button of its own above it). */
const time = (at: Date) => `button.time[value="${at.toISOString()}"]`;

describe('the story', () => {
  it('a citizen books; another citizen’s list loses the time and the caseworker sees it, both without a reload', async () => {
    const [anna, carla, mette] = await Promise.all([signIn('anna'), signIn('carla'), signIn('mette')]);
    await Promise.all([
      anna.goto(times()),
      carla.goto(times()),
      mette.goto(
        `${planner.url}/calendar?team=${encodeURIComponent(planner.gid('Team', 'north team'))}&from=${planner.at(0).toISOString().slice(0, 10)}`,
      ),
    ]);
    await carla.locator(time(planner.at(7))).waitFor();
    // Both live views have had their snapshot before anything changes.
    await Promise.all([carla, mette].map((page) => page.waitForLoadState('networkidle')));
    const marks = await Promise.all(
      [carla, mette].map((page) => page.evaluate(() => ((globalThis as { mark?: number }).mark = 1))),
    );
    expect(marks).toEqual([1, 1]);

    await anna.locator(time(planner.at(7))).click();
    await anna.waitForURL(/\/holds\//);
    await expect.poll(() => carla.locator(time(planner.at(7))).count(), { timeout: 10_000 }).toBe(0);

    await anna.getByRole('button', { name: 'Book tiden' }).click();
    await anna.waitForURL(/\/bookings\//);
    await expect.poll(() => mette.locator('body').innerText(), { timeout: 10_000 }).toContain('anna citizen');
    // Neither page was loaded again.
    for (const page of [carla, mette])
      expect(await page.evaluate(() => (globalThis as { mark?: number }).mark)).toBe(1);
    const [row] =
      await planner.owner`select status from booking where citizen_id = ${planner.ids['anna'] as string}`;
    expect(row?.['status']).toBe('booked');
  });

  it('works without JavaScript', async () => {
    const page = await signIn('carla', { javaScriptEnabled: false });
    await page.goto(times());
    await page.locator(time(planner.at(9))).click();
    await page.waitForURL(/\/holds\//);
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.waitForURL(/\/bookings\//);
    expect(await page.locator('h1').innerText()).not.toBe('');
  });
});
