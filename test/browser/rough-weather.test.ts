import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { calendarPage, signIn, timesPage } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';

/** What happens to pages that are open while line, server, tabs and clock are not as they should be. */
const { planner, browser } = await openPlanner();

beforeEach(async () => {
  await planner.owner`update booking set status = 'cancelled' where status = 'booked'`;
});

const hourMs = 3_600_000;
const desktop = { viewport: { width: 1280, height: 900 } };
const time = (hour: number) => `button.time[value="${planner.at(hour).toISOString()}"]`;
const isLive = (page: Page) => page.getByText('Opdateres løbende').waitFor();
const isLost = (page: Page) => page.getByText('Ingen forbindelse.').waitFor();

/** A line to the live views that can be cut and mended; while it is cut no new one is made. */
async function lineOf(page: Page) {
  let cut = false;
  const open = new Set<() => Promise<void>>();
  await page.routeWebSocket(/\/graphql$/, (socket) => {
    if (cut) return void socket.close({ code: 1012 });
    const server = socket.connectToServer();
    const end = () => Promise.all([socket.close({ code: 1012 }), server.close()]).then(() => {});
    open.add(end);
  });
  return {
    async cut() {
      cut = true;
      await Promise.all([...open].map((end) => end()));
      open.clear();
    },
    mend() {
      cut = false;
    },
  };
}

/** Holds and books the time at this hour; resolves on the receipt. */
async function book(page: Page, hour: number): Promise<void> {
  await page.goto(timesPage(planner));
  await page.locator(time(hour)).click();
  await page.waitForURL(/\/holds\//);
  await page.getByRole('button', { name: 'Book tiden' }).click();
  await page.waitForURL(/\/bookings\//);
}

describe('a line that drops', () => {
  it('is said, what is old never passes for live, and the list catches up by itself', async () => {
    const page = await signIn(browser, planner, 'carla');
    const line = await lineOf(page);
    await page.goto(timesPage(planner));
    await isLive(page);
    await page.evaluate(() => ((globalThis as { mark?: number }).mark = 1));

    await line.cut();
    await isLost(page);
    expect(await page.getByText('Opdateres løbende').count()).toBe(0);
    const other = await signIn(browser, planner, 'anna');
    await book(other, 7);
    expect(await page.locator(time(7)).count()).toBe(1);
    expect(await page.getByText('Opdateres løbende').count()).toBe(0);

    line.mend();
    await isLive(page);
    await expect.poll(() => page.locator(`${time(7)}:not(.taken)`).count()).toBe(0);
    expect(await page.evaluate(() => (globalThis as { mark?: number }).mark)).toBe(1);
    await page.context().close();
    await other.context().close();
  });

  it('does not let a stale time be taken: the answer says so and offers others', async () => {
    const page = await signIn(browser, planner, 'carla');
    const line = await lineOf(page);
    await page.goto(timesPage(planner));
    await isLive(page);
    await line.cut();
    await isLost(page);
    const other = await signIn(browser, planner, 'anna');
    await book(other, 8);
    await page.locator(time(8)).click();
    await page.locator('#taken[role=alert]').waitFor();
    expect(await page.locator('#taken').textContent()).toContain('nåede at blive taget');
    await page.context().close();
    await other.context().close();
  });
});

describe('a server that is restarted', () => {
  it('is waited for by the citizen’s and the caseworker’s page, and both go on without a reload', async () => {
    const pages = [await signIn(browser, planner, 'carla'), await signIn(browser, planner, 'mette', desktop)];
    await Promise.all(pages.map((page, n) => page.goto([timesPage, calendarPage][n]?.(planner) ?? '')));
    await Promise.all(pages.map((page) => page.waitForLoadState('networkidle')));
    for (const page of pages) await page.evaluate(() => ((globalThis as { mark?: number }).mark = 1));
    await planner.restart();
    const other = await signIn(browser, planner, 'dina');
    await book(other, 9);
    const [citizen, staff] = pages as [Page, Page];
    await expect.poll(() => citizen.locator(`${time(9)}:not(.taken)`).count(), { timeout: 20_000 }).toBe(0);
    await expect
      .poll(() => staff.locator('main').textContent(), { timeout: 20_000 })
      .toContain('dina citizen');
    for (const page of pages) {
      expect(await page.evaluate(() => (globalThis as { mark?: number }).mark)).toBe(1);
      await page.context().close();
    }
    await other.context().close();
  });
});

describe('two tabs of one citizen', () => {
  it('agree: a booking in one shows in the other when one comes back to it, and signing out ends both', async () => {
    const page = await signIn(browser, planner, 'dina');
    const start = await page.context().newPage();
    await start.goto(`${planner.url}/`);
    expect(await start.locator('main').textContent()).toContain('Der er ingen kommende møder');
    await start.waitForLoadState('networkidle');
    await book(page, 10);
    await start.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await start.getByRole('heading', { name: 'Dit næste møde' }).waitFor();

    await page.getByRole('button', { name: 'Log af' }).click();
    await page.getByRole('link', { name: 'Log ind' }).first().waitFor();
    await start.getByRole('heading', { name: 'Du er logget af', exact: true }).waitFor();
    await page.context().close();
  });
});

describe.each([-1, 1])('a clock that is %i hour wrong', (hours) => {
  it('changes nothing of what a page says about days and deadlines, nor where the calendar draws now', async () => {
    await planner.owner`update clock set ahead = ${planner.at(8)}::timestamptz - clock_timestamp()`;
    const now = planner.at(8).getTime();
    const said = async (clock: number) => {
      const citizen = await signIn(browser, planner, 'anna');
      await citizen.clock.install({ time: clock });
      await citizen.goto(`${planner.url}/`);
      await citizen.waitForLoadState('networkidle');
      const staff = await signIn(browser, planner, 'mette', desktop);
      await staff.clock.install({ time: clock });
      await staff.goto(calendarPage(planner));
      const line = staff.locator('.now').first();
      await line.waitFor({ state: 'attached' });
      const at = await line.evaluate((element) => (element as HTMLElement).style.getPropertyValue('--at'));
      const text = await citizen.locator('main').textContent();
      await citizen.context().close();
      await staff.context().close();
      return { text, minute: Number(at) };
    };
    const [right, wrong] = [await said(now), await said(now + hours * hourMs)];
    await planner.owner`update clock set ahead = '0'`;
    expect(wrong.text).toBe(right.text);
    // Between the two loads a minute may have passed.
    expect(Math.abs(wrong.minute - right.minute)).toBeLessThanOrEqual(1);
  });
});
