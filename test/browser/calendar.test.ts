import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { calendarPage, signIn } from '../src/browser.ts';
import { type Answer, confirm, holdSlot, key, reschedule } from '../src/documents.ts';
import { openPlanner } from '../src/open-planner.ts';

const { planner, browser } = await openPlanner({ phones: true });

const desktop = { viewport: { width: 1280, height: 900 } };
/** One view of these people's calendars, on the fixture's day. */
const show = (view: string, whom: string) =>
  `${planner.url}/calendar?view=${view}&from=${planner.at(0).toISOString().slice(0, 10)}&${whom}`;
const mette = () => `who=${encodeURIComponent(planner.gid('Caseworker', 'mette'))}`;
const team = () => `team=${encodeURIComponent(planner.gid('Team', 'north team'))}`;
const live = (page: Page) => page.locator('.live-live').waitFor();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
const spot = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

async function book(who: string, startsAt: Date): Promise<string> {
  const offer = planner.gid('Offer', 'offer');
  const held = await planner.ask<{ holdSlot: Answer }>(who, holdSlot, {
    input: { offer, startsAt, form: 'PHONE', idempotencyKey: key() },
  });
  const done = await planner.ask<{ confirmBooking: Answer }>(who, confirm, {
    input: { hold: held.data?.holdSlot.id, idempotencyKey: key() },
  });
  return done.data?.confirmBooking.id as string;
}

describe('the calendar', () => {
  it('shows a talk in every view, and what is free where there is room for it', async () => {
    await book('anna', planner.at(8));
    const page = await signIn(browser, planner, 'mette', desktop);
    for (const view of ['day', 'week', 'month', 'agenda']) {
      await page.goto(show(view, mette()));
      await page.getByText('anna citizen').first().waitFor();
    }
    await page.goto(show('week', mette()));
    expect(await page.locator('.band-free').count()).toBeGreaterThan(0);
    await page.goto(show('week', team()));
    expect(await page.locator('.grid-lanes [role=row]').count()).toBe(2);
    expect(await page.locator('.band-free').count()).toBe(0);
  });

  it('names in the margin what somebody else did, and lets it flash', async () => {
    const booking = await book('carla', planner.at(9));
    const page = await signIn(browser, planner, 'mette', desktop);
    await page.goto(show('week', mette()));
    await live(page);
    await planner.ask('lone', reschedule, {
      input: { booking, startsAt: planner.at(9, 30), idempotencyKey: key() },
    });
    await page.getByText(/lone flyttede carla citizen til/).waitFor();
    expect(await page.locator('.entry.flashing').count()).toBe(1);
    await page.locator('.entry.flashing').waitFor({ state: 'detached' });
  });

  it('is walked by keyboard: entries, spots, why, and back to where one was', async () => {
    const page = await signIn(browser, planner, 'mette', desktop);
    await page.goto(show('day', mette()));
    await live(page);
    await page.locator('[data-current]').focus();
    expect(await focused(page)).toContain('anna citizen');
    await page.keyboard.press('ArrowDown');
    expect(await spot(page)).toMatch(/9\.30|10\.30/);
    await page.keyboard.press('w');
    await page.getByRole('heading', { name: /Hvorfor er tiden ikke åben|Tiden er åben/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#panel-title').waitFor({ state: 'detached' });
    await expect.poll(() => spot(page)).toMatch(/9\.30|10\.30/);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.locator('#panel-title').waitFor();
    expect(new URL(page.url()).searchParams.get('booking')).not.toBeNull();
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Genveje' }).waitFor();
  });

  it('moves a talk by keyboard, after asking, to a place where it may go', async () => {
    const page = await signIn(browser, planner, 'mette', desktop);
    await page.goto(show('day', mette()));
    await live(page);
    await page.locator('[data-current]').focus();
    await page.keyboard.press('m');
    await page.locator('.band-allowed').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => spot(page)).toContain('kan flyttes hertil');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Flyt mødet?' }).waitFor();
    await page.getByRole('button', { name: 'Flyt mødet' }).click();
    await page.getByText('Mødet er flyttet').first().waitFor();
    const [row] = await planner.owner`select starts_at from booking
      where citizen_id = ${planner.ids['anna'] as string} and status = 'booked'`;
    expect(row?.['starts_at']).toEqual(planner.at(8, 30));
  });

  it('shows names as initials until one looks, remembers that, and hides them when the session ends', async () => {
    const page = await signIn(browser, planner, 'mette', desktop);
    await page.goto(show('day', mette()));
    await live(page);
    const name = page.locator('.entry-name', { hasText: 'anna citizen' });
    expect(await name.isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Kun initialer' }).click();
    await expect.poll(() => name.isVisible()).toBe(false);
    await page.reload();
    expect(await name.isVisible()).toBe(false);
    await page.locator('.entry', { hasText: 'anna citizen' }).hover();
    await expect.poll(() => name.isVisible()).toBe(true);
    await planner.owner`update session set ended_at = clock_timestamp()
      where user_id = ${planner.ids['user mette'] as string}`;
    await page.getByText('Navne er skjult.').waitFor();
    expect(await page.locator('main').textContent()).not.toContain('anna');
  });

  it('starts with the list on a phone, and works by links alone', async () => {
    const phone = await signIn(browser, planner, 'mette');
    await phone.goto(calendarPage(planner));
    await live(phone);
    expect(await phone.locator('.agenda').isVisible()).toBe(true);
    expect(await phone.locator('.grid').count()).toBe(0);
    const bare = await signIn(browser, planner, 'mette', { ...desktop, javaScriptEnabled: false });
    for (const view of ['day', 'week', 'month', 'agenda']) {
      await bare.goto(show(view, mette()));
      await bare.locator('.calendar-view a', { hasText: 'anna citizen' }).first().click();
      await bare.locator('#panel-title').waitFor();
    }
  });
});
