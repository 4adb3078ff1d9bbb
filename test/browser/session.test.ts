import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { calendarPage, signIn, timesPage } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';

const hourMs = 3_600_000;

const { planner, browser } = await openPlanner();

const sessionOf = (who: string) =>
  planner.owner`user_id = ${planner.ids[`user ${who}`] as string} and ended_at is null`;
/** As after so many minutes without use. */
const idle = (who: string, minutes: number) => planner.owner`update session
  set last_seen_at = clock_timestamp() - make_interval(mins => ${minutes}) where ${sessionOf(who)}`;
const end = (who: string) =>
  planner.owner`update session set ended_at = clock_timestamp() where ${sessionOf(who)}`;
/** The reader takes the phone up again. */
const lookAt = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

/** Holds the time at this hour. */
async function hold(page: Page, hour: number): Promise<void> {
  await page.goto(timesPage(planner));
  await page.locator(`button.time[value="${planner.at(hour).toISOString()}"]`).click();
  await page.waitForURL(/\/holds\//);
}

describe('a session about to end', () => {
  it('is told of and prolonged, in every tab, on a phone whose clock is wrong by an hour', async () => {
    const phone = await signIn(browser, planner, 'anna');
    await phone.clock.install({ time: Date.now() + hourMs });
    const other = await phone.context().newPage();
    await Promise.all([phone.goto(`${planner.url}/help`), other.goto(`${planner.url}/help`)]);
    await phone.waitForLoadState('networkidle');
    expect(await heading(phone, 'Du bliver snart logget af').count()).toBe(0);

    await idle('anna', 56);
    await lookAt(phone);
    await heading(phone, 'Du bliver snart logget af').waitFor();
    await heading(other, 'Du bliver snart logget af').waitFor();
    expect(await phone.locator('.session-notice').textContent()).toMatch(/Om [345] minutter/);
    expect(await phone.getByRole('alert').first().textContent()).toContain('4 min');

    await phone.getByRole('button', { name: 'Bliv logget ind' }).click();
    await heading(phone, 'Du bliver snart logget af').waitFor({ state: 'detached' });
    await heading(other, 'Du bliver snart logget af').waitFor({ state: 'detached' });
    const [row] = await planner.owner`select clock_timestamp() - last_seen_at < '1 minute' as fresh
      from session where ${sessionOf('anna')}`;
    expect(row?.['fresh']).toBe(true);
  });

  it('that has run its longest life can’t be prolonged, and says so', async () => {
    const page = await signIn(browser, planner, 'bo');
    await planner.owner`update session set expires_at = clock_timestamp() + interval '3 minutes' where ${sessionOf('bo')}`;
    await page.goto(`${planner.url}/help`);
    await heading(page, 'Du bliver snart logget af').waitFor();
    expect(await page.locator('.session-notice').textContent()).toContain('kan ikke forlænges');
    expect(await page.getByRole('button', { name: 'Bliv logget ind' }).count()).toBe(0);
  });
});

describe('a session that has ended', () => {
  it('loses nothing that was typed: the form waits until one has signed in again in another tab', async () => {
    const page = await signIn(browser, planner, 'carla');
    await hold(page, 8);
    await page.locator('textarea').fill('Jeg kommer med min bror.');
    await end('carla');
    await lookAt(page);
    await heading(page, 'Du er logget af').waitFor();
    await page.getByRole('button', { name: 'Book tiden' }).click();
    expect(page.url()).toContain('/holds/');

    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Log ind igen i en ny fane' }).click();
    const tab = await opened;
    await heading(tab, 'Du er logget ind').waitFor();
    await heading(page, 'Du er logget af').waitFor({ state: 'detached' });
    expect(await page.locator('textarea').inputValue()).toBe('Jeg kommer med min bror.');
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.waitForURL(/\/bookings\//);
  });

  it('is said by the live views, for citizens and staff', async () => {
    const citizen = await signIn(browser, planner, 'dina');
    const staff = await signIn(browser, planner, 'mette', { viewport: { width: 1280, height: 900 } });
    await Promise.all([citizen.goto(timesPage(planner)), staff.goto(calendarPage(planner))]);
    await Promise.all([citizen, staff].map((page) => page.waitForLoadState('networkidle')));
    await Promise.all([end('dina'), end('mette')]);
    for (const page of [citizen, staff]) {
      await page.getByText('Du er logget af. Listen opdateres ikke.').waitFor();
      await heading(page, 'Du er logget af').waitFor();
    }
  });

  it('leads a form without JavaScript to sign-in and back to its page', async () => {
    const page = await signIn(browser, planner, 'dina', { javaScriptEnabled: false });
    await hold(page, 9);
    const { pathname } = new URL(page.url());
    await end('dina');
    await page.getByRole('button', { name: 'Book tiden' }).click();
    // The provider still knows her, and sends her straight back.
    expect([new URL(page.url()).pathname, new URL(page.url()).search]).toEqual([pathname, '']);
    await page.getByRole('button', { name: 'Book tiden' }).waitFor();
  });
});
