import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signIn, timesPage } from '../src/browser.ts';
import { launchChromium } from '../src/chromium.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { dayOf, time } from '../src/times.ts';

/** The citizen's way to a booking on a phone whose line holds, but is slow. */
const LINE = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
/** What a page may move at most by itself; above 0.1 people press beside what they meant. */
const SHIFT_MAX = 0.05;

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

/** A phone on that line, with nothing of ours kept from before; what moves by itself is added up. */
async function slowPhone(persona: string): Promise<Page> {
  const page = await signIn(browser, planner, persona, { isMobile: true, hasTouch: true });
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.emulateNetworkConditions', LINE);
  await page.addInitScript(() => {
    const seen = { shift: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as unknown as { value: number; hadRecentInput: boolean };
        if (!hadRecentInput) seen.shift += value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return page;
}
const shiftOf = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { seen: { shift: number } }).seen.shift);

it('a citizen chooses, confirms and has her receipt: nothing jumps, what she presses and writes early counts', async () => {
  const day = dayOf(planner);
  const page = await slowPhone('carla');
  const still = page.getByRole('button', { name: 'Hold listen i ro' });

  await page.goto(timesPage(planner), { waitUntil: 'commit' });
  await page.locator(time(day.at(8))).waitFor();
  // Readable, and not alive yet.
  expect(await still.count()).toBe(0);
  await page.getByText('Opdateres løbende').waitFor();
  await day.away(day.at(9), day.at(10));
  await expect.poll(() => page.locator(`${time(day.at(9))}.taken`).count()).toBe(1);
  expect(await shiftOf(page)).toBeLessThan(SHIFT_MAX);

  await page.reload({ waitUntil: 'commit' });
  await page.locator(time(day.at(8))).click();
  expect(await still.count()).toBe(0);
  await page.waitForURL(/\/holds\//, { waitUntil: 'commit' });
  await page.locator('#message').fill('Jeg tager min bisidder med');
  await page.waitForLoadState('networkidle');
  expect(await page.locator('#message').inputValue()).toBe('Jeg tager min bisidder med');
  expect(await shiftOf(page)).toBeLessThan(SHIFT_MAX);

  await page.getByRole('button', { name: 'Book tiden' }).click();
  await page.waitForURL(/\/bookings\//);
  await page.getByRole('heading', { name: 'Din tid er booket' }).waitFor();
  await page.reload({ waitUntil: 'networkidle' });
  expect(await shiftOf(page)).toBeLessThan(SHIFT_MAX);
  await page.context().close();
});
