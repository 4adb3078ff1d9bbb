import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn } from '../src/browser.ts';
import { giveCpr } from '../src/cpr.ts';
import { type Answer, confirm, holdSlot, key } from '../src/documents.ts';
import { openPlanner } from '../src/open-planner.ts';

const { planner, browser } = await openPlanner({ phones: true });
beforeAll(async () => {
  await giveCpr(planner, 'anna', '0203041234');
});

const desktop = { viewport: { width: 1280, height: 900 } };
const day = () => planner.at(0).toISOString().slice(0, 10);
const show = (open: Record<string, string> = {}) =>
  `${planner.url}/calendar?${new URLSearchParams({ view: 'day', from: day(), who: planner.gid('Caseworker', 'mette'), ...open })}`;

async function book(who: string, startsAt: Date): Promise<string> {
  const held = await planner.ask<{ holdSlot: Answer }>(who, holdSlot, {
    input: { offer: planner.gid('Offer', 'offer'), startsAt, form: 'PHONE', idempotencyKey: key() },
  });
  const done = await planner.ask<{ confirmBooking: Answer }>(who, confirm, {
    input: { hold: held.data?.holdSlot.id, idempotencyKey: key() },
  });
  return done.data?.confirmBooking.id as string;
}
const unfold = (page: Page, name: string) => page.locator('summary', { hasText: name }).click();

describe('a talk beside the calendar', () => {
  it('is all done by keyboard: why, book, open, carry, cancel, take back', async () => {
    const page = await signIn(browser, planner, 'mette', desktop);
    await page.goto(show());
    await page.locator('.live-live').waitFor();
    await page.locator('[data-current]').focus();
    await page.keyboard.press('w');
    await page.locator('#panel-title').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#panel-title').waitFor({ state: 'detached' });
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'Book for en borger' }).waitFor();
    await page.locator('#words').focus();
    await page.keyboard.type('carla');
    await page.keyboard.press('Enter');
    await page.locator('.found a').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('#book-now').focus();
    await page.keyboard.press('Enter');
    await page.getByText('Mødet er booket.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('panel-title');
    await page.locator('.entry', { hasText: 'carla' }).locator('a').focus();
    await page.keyboard.press('m');
    await page.locator('.band-allowed').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toContain('kan flyttes hertil');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Flyt mødet?' }).waitFor();
    await page.getByRole('button', { name: 'Flyt mødet' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Mødet er flyttet').first().waitFor();
    await page.locator('summary', { hasText: 'Afbestil' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#reason').focus();
    await page.keyboard.type('Syg');
    await page.keyboard.press('Enter');
    await page.getByText('Mødet er afbestilt').first().waitFor();
    await page.getByRole('button', { name: 'Fortryd' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Det er fortrudt.').waitFor();
    const rows = await planner.owner`select status from booking
      where citizen_id = ${planner.ids['carla'] as string}  and status = 'booked'`;
    expect(rows).toHaveLength(1);
  });

  it('hides a whole CPR number when the window is left, and after half a minute', async () => {
    const booking = await book('anna', planner.at(10));
    const page = await signIn(browser, planner, 'mette', desktop);
    await page.clock.install();
    await page.goto(show({ booking }));
    const reveal = async () => {
      await unfold(page, 'Vis hele nummeret');
      await page.getByRole('button', { name: 'Forberede en samtale' }).click();
      await page.getByText('020304-1234').waitFor();
    };
    await reveal();
    await page.evaluate(() => dispatchEvent(new Event('blur')));
    await page.getByText('020304-1234').waitFor({ state: 'detached' });
    await reveal();
    await page.clock.fastForward(29_000);
    expect(await page.getByText('020304-1234').count()).toBe(1);
    await page.clock.fastForward(2_000);
    await page.getByText('020304-1234').waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('1234');
  });

  it('says what is wrong and stays open; moves onto another talk on purpose; corrects a note by another', async () => {
    const first = await book('dina', planner.at(8));
    const booking = await book('frida', planner.at(9));
    const page = await signIn(browser, planner, 'mette', { ...desktop, javaScriptEnabled: false });
    await page.goto(show({ booking }));
    await unfold(page, 'Afbestil');
    await page.getByRole('button', { name: 'Afbestil mødet' }).click();
    await page.locator('.error-summary').waitFor();
    expect(await page.locator('#reason').isVisible()).toBe(true);
    const local = (hour: number) => `${day()}T${String(hour).padStart(2, '0')}:00`;
    const offset = Number(
      new Intl.DateTimeFormat('sv-SE', { hour: '2-digit', timeZone: 'Europe/Copenhagen' }).format(
        planner.at(8),
      ),
    );
    await unfold(page, 'Flyt');
    await page.selectOption('#startsAt', '');
    await page.fill('#at', local(offset));
    await page.getByLabel(/Flyt, selv om tiden ikke er ledig/).check();
    await page.getByRole('button', { name: 'Flyt mødet' }).click();
    await page.getByText('Mødet er flyttet').first().waitFor();
    const talks = await planner.owner`select starts_at from booking where status = 'booked'
      and citizen_id in ${planner.owner([planner.ids['dina'], planner.ids['frida']] as string[])}`;
    expect(new Set(talks.map((row) => String(row['starts_at']))).size).toBe(1);
    expect(first).toBeTruthy();
    await unfold(page, 'Nyt notat');
    await page.fill('#note', 'Mangler CV');
    await page.getByRole('button', { name: 'Gem notatet' }).click();
    await page.getByText('Mangler CV').waitFor();
    await page.getByRole('link', { name: /^Ret / }).click();
    await page.waitForURL(/correct=/);
    expect(await page.locator('#note').inputValue()).toMatch(/^Rettelse til notatet fra/);
  });
});

describe.each(['light', 'dark'] as const)('axe finds nothing, %s,', (colorScheme) => {
  it.each([
    ['a phone', {}],
    ['a desktop', desktop],
  ])('in a talk’s panel on %s', async (_, how) => {
    const [row] = await planner.owner`select id from booking where status = 'booked' limit 1`;
    const page = await signIn(browser, planner, 'mette', { ...how, colorScheme });
    await page.goto(show({ booking: Buffer.from(`Booking:${row?.['id']}`).toString('base64') }));
    await page.locator('#panel-title').waitFor();
    for (const summary of await page.locator('.panel summary').all()) await summary.click();
    expect(await findings(page)).toEqual([]);
  });
});
