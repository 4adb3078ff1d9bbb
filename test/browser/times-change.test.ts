import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signIn, timesPage } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';
import { dayOf, openLive, time, words } from '../src/times.ts';

const { planner, browser } = await openPlanner();
let day: ReturnType<typeof dayOf>;
beforeAll(async () => {
  day = dayOf(planner);
});
beforeEach(() => day.clear());

const phone = { viewport: { width: 390, height: 844 } };
const noScript = { ...phone, javaScriptEnabled: false };
const top = async (page: Page, selector: string) => (await page.locator(selector).boundingBox())?.y;

describe('while one looks', () => {
  it('nothing moves when the page comes alive', async () => {
    const still = await signIn(browser, planner, 'dina', noScript);
    await still.goto(timesPage(planner));
    const alive = await openLive(await signIn(browser, planner, 'dina', phone), planner);
    expect(await top(alive, time(day.at(9)))).toBe(await top(still, time(day.at(9))));
    await Promise.all([still, alive].map((page) => page.context().close()));
  });

  it('new times wait for their button, taken ones keep their room, and what happened is said once', async () => {
    await day.away(day.at(8), day.at(8, 30));
    const page = await openLive(await signIn(browser, planner, 'carla', phone), planner);
    const before = await top(page, time(day.at(11)));
    await planner.owner`delete from absence`;
    const show = page.getByRole('button', { name: 'Vis 1 ny tid' });
    await show.waitFor();
    await day.away(day.at(9), day.at(9, 30));
    await page.locator(`${time(day.at(9))}.taken`).waitFor();
    expect(await page.locator(time(day.at(8))).count()).toBe(0);
    expect(await top(page, time(day.at(11)))).toBe(before);
    expect(await words(page, '#times [aria-live]')).toMatch(/Listen er ændret: .* 1 ny tid kan vises\./);
    await show.click();
    await page.locator(`${time(day.at(8))}.fresh`).waitFor();
    expect(await page.locator(time(day.at(9))).count()).toBe(0);
    // The button she pressed is gone: she is on what it brought.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('value'))).toBe(
      day.at(8).toISOString(),
    );
    await page.context().close();
  });

  it('held still, the list waits, in the next week too', async () => {
    const page = await openLive(await signIn(browser, planner, 'carla', phone), planner);
    const still = page.getByRole('button', { name: 'Hold listen i ro' });
    await still.click();
    await page.getByRole('link', { name: 'Næste uge' }).click();
    await page.waitForURL((url) => url.searchParams.get('from') !== planner.at(0).toISOString().slice(0, 10));
    expect(await still.getAttribute('aria-pressed')).toBe('true');
    await page.goBack();
    await page.locator(time(day.at(9))).waitFor();
    await day.away(day.at(9), day.at(9, 30));
    // Another's list has it, so it has been told.
    const other = await openLive(await signIn(browser, planner, 'dina', phone), planner);
    await day.away(day.at(10), day.at(10, 30));
    await other.locator(`${time(day.at(10))}.taken`).waitFor();
    expect(await page.locator('.time.taken').count()).toBe(0);
    await still.click();
    await page.locator(`${time(day.at(9))}.taken`).waitFor();
    await Promise.all([page, other].map((each) => each.context().close()));
  });

  it('a time pressed too late is explained where it is, with the nearest ones, and the focus stays', async () => {
    const page = await openLive(await signIn(browser, planner, 'carla', phone), planner);
    await page.getByRole('button', { name: 'Hold listen i ro' }).click();
    await day.away(day.at(10), day.at(10, 30));
    await page.locator(time(day.at(10))).focus();
    await page.keyboard.press('Enter');
    const told = page.locator('#taken');
    await told.waitFor();
    expect(await words(page, '#taken')).toMatch(/Tiden onsdag .* kl\. 10\.00 nåede at blive taget/);
    expect(await told.getByRole('button').count()).toBe(3);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('value'))).toBe(
      day.at(10).toISOString(),
    );
    expect(await page.locator(`.day:has(${time(day.at(10))}.taken) #taken[role=alert]`).count()).toBe(1);
    await told.getByRole('button', { name: 'kl. 9.30' }).click();
    await page.waitForURL(/\/holds\//);
    await page.context().close();
  });

  it('without JavaScript the page comes back with the explanation, and the focus on it', async () => {
    const page = await signIn(browser, planner, 'carla', noScript);
    await page.goto(timesPage(planner));
    await day.away(day.at(10), day.at(10, 30));
    await page.locator(time(day.at(10))).click();
    await page.locator('#taken').waitFor();
    expect(await words(page, '#taken')).toContain('kl. 10.00 nåede at blive taget');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('taken');
    await page.locator('#taken button').first().click();
    await page.waitForURL(/\/holds\//);
    await page.context().close();
  });

  it('the first free time keeps its place when it is lost, and names the next one', async () => {
    const page = await openLive(await signIn(browser, planner, 'carla', phone), planner);
    // The first of the week is on its Monday.
    const first = page.locator('.first .button-primary');
    const start = new Date((await first.getAttribute('value')) ?? 0);
    const before = await top(page, '.weeks');
    await day.away(start, new Date(start.getTime() + 1_800_000));
    await page.locator('.first .taken').waitFor();
    expect(await first.getAttribute('value')).toBe(start.toISOString());
    expect(await words(page, '.first-line')).toMatch(
      /Tiden er lige taget af en anden\. Den næste er: .* kl\. 8\.30/,
    );
    expect(await top(page, '.weeks')).toBe(before);
    // Pressed all the same, it is explained there.
    await first.click();
    await page.locator('.first + #taken').waitFor();
    await page.context().close();
  });

  it('without a connection the list stays and says so, and the same press goes through later', async () => {
    const page = await openLive(await signIn(browser, planner, 'carla', phone), planner);
    await page.context().setOffline(true);
    await page.locator(time(day.at(9))).click();
    await page.getByText('du har ingen forbindelse').waitFor();
    await page.context().setOffline(false);
    await page.locator(time(day.at(9))).click();
    await page.waitForURL(/\/holds\//);
    await page.context().close();
  });

  it('the loss of the time one is on is read out with the nearest', async () => {
    const page = await openLive(await signIn(browser, planner, 'carla', phone), planner);
    await page.locator(time(day.at(10))).focus();
    await day.away(day.at(10), day.at(10, 30));
    await page.locator(`${time(day.at(10))}.taken`).waitFor();
    expect(await words(page, '#times [aria-live]')).toMatch(
      /Tiden onsdag .* kl\. 10\.00 er lige taget af en anden\. De nærmeste ledige: .* kl\. 9\.30, .* kl\. 10\.30/,
    );
    await page.context().close();
  });
});

describe.each([1, -1])('on a phone whose clock is %i hour wrong', (hours) => {
  it('days, times and what is held are the planner’s', async () => {
    const page = await signIn(browser, planner, 'carla', { ...phone, timezoneId: 'America/New_York' });
    await page.clock.install({ time: Date.now() + hours * 3_600_000 });
    await openLive(page, planner);
    expect(await page.locator(time(day.at(8))).textContent()).toContain('8.00');
    await day.away(day.at(8), day.at(8, 30));
    await page.locator(`${time(day.at(8))}.taken`).waitFor();
    await page.locator(time(day.at(9))).click();
    await page.waitForURL(/\/holds\//);
    expect(await words(page)).toMatch(/Vi holder tiden til dig i 10 minutter/);
    await page.context().close();
  });
});
