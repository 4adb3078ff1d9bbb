import { describe, expect, it } from 'vitest';
import { calendarPage, signIn, timesPage } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';

const { planner, browser } = await openPlanner();

/** The button of one start in the list by day (the first free time has a button of its own above it). */
const time = (at: Date) => `button.time[value="${at.toISOString()}"]`;

describe('the story', () => {
  it('a citizen books; another citizen’s list loses the time and the caseworker sees it, both without a reload', async () => {
    const [anna, carla, mette] = await Promise.all([
      signIn(browser, planner, 'anna'),
      signIn(browser, planner, 'carla'),
      signIn(browser, planner, 'mette'),
    ]);
    await Promise.all([
      anna.goto(timesPage(planner)),
      carla.goto(timesPage(planner)),
      mette.goto(calendarPage(planner)),
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
    await carla.locator(`${time(planner.at(7))}.taken`).waitFor();

    await anna.getByRole('button', { name: 'Book tiden' }).click();
    await anna.waitForURL(/\/bookings\//);
    await expect
      .poll(() => mette.locator('body').textContent(), { timeout: 10_000 })
      .toContain('anna citizen');
    // Neither page was loaded again.
    for (const page of [carla, mette])
      expect(await page.evaluate(() => (globalThis as { mark?: number }).mark)).toBe(1);
    const [row] =
      await planner.owner`select status from booking where citizen_id = ${planner.ids['anna'] as string}`;
    expect(row?.['status']).toBe('booked');
  });

  it('works without JavaScript', async () => {
    const page = await signIn(browser, planner, 'carla', { javaScriptEnabled: false });
    await page.goto(timesPage(planner));
    await page.locator(time(planner.at(9))).click();
    await page.waitForURL(/\/holds\//);
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.waitForURL(/\/bookings\//);
    expect(await page.locator('h1').textContent()).not.toBe('');
  });
});
