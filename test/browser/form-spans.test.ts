import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn, timesPage } from '../src/browser.ts';
import { launchChromium } from '../src/chromium.ts';
import { type Planner, startPlanner } from '../src/planner.ts';
import { dayOf, openLive, time, words } from '../src/times.ts';

let planner: Planner;
let browser: Browser;
let day: ReturnType<typeof dayOf>;
beforeAll(async () => {
  planner = await startPlanner();
  browser = await launchChromium();
  day = dayOf(planner);
});
afterAll(async () => {
  await browser.close();
  await planner[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await day.clear();
  await planner.owner`delete from form_span`;
});

const phone = { viewport: { width: 390, height: 844 } };
const devices: [string, BrowserContextOptions][] = [
  ['on a phone', phone],
  ['on a desktop', { viewport: { width: 1280, height: 900 } }],
  ['without JavaScript', { ...phone, javaScriptEnabled: false }],
];

it.each(devices)(
  'a caseworker chooses forms for an hour, and a citizen is offered those, %s',
  async (_, options) => {
    const scripts = options.javaScriptEnabled !== false;
    const citizen = await signIn(browser, planner, 'carla', options);
    if (scripts) await openLive(citizen, planner);

    const staff = await signIn(browser, planner, 'mette', options);
    await staff.goto(`${planner.url}/absences`);
    const save = staff.getByRole('button', { name: 'Tilbyd kun det' });
    await staff.locator('#span-day').fill(planner.at(0).toISOString().slice(0, 10));
    await staff.locator('#span-from').fill('09:00');
    await staff.locator('#span-to').fill('10:00');
    await save.click();
    await staff.locator('.error-summary', { hasText: 'Vælg mindst én form' }).waitFor();
    expect(await staff.locator('#span-from').inputValue()).toBe('09:00');
    await staff.locator('#span-forms').getByLabel('Telefon').check();
    await save.click();
    await staff.getByRole('status').filter({ hasText: 'de former, du har valgt' }).waitFor();
    expect(await words(staff)).toContain('Kun telefon');
    if (scripts) expect(await findings(staff)).toEqual([]);

    // Who was looking sees it at once; who comes now, from the start.
    if (!scripts) await citizen.goto(timesPage(planner));
    await citizen.locator(time(day.at(9)), { hasText: 'telefon' }).waitFor();
    expect(await words(citizen, time(day.at(8)))).not.toContain('telefon');
    await citizen.goto(`${timesPage(planner)}&form=IN_PERSON`);
    await citizen.locator(time(day.at(8))).waitFor();
    expect(await citizen.locator(time(day.at(9))).count()).toBe(0);
    await citizen.goto(timesPage(planner));
    if (scripts) expect(await findings(citizen)).toEqual([]);
    await citizen.locator(time(day.at(9))).click();
    await citizen.waitForURL(/\/holds\//);
    expect(await words(citizen, '.card-box')).toContain('Telefon');
    expect(await citizen.locator('input[type="radio"][name="form"]').count()).toBe(0);
    await citizen.getByLabel('Telefon', { exact: true }).fill('20 00 00 01');
    await citizen.getByRole('button', { name: 'Book tiden' }).click();
    await citizen.waitForURL(/\/bookings\//);
    expect(await planner.owner`select form from booking where status = 'booked'`).toEqual([
      { form: 'PHONE' },
    ]);

    await staff
      .locator('.meeting', { hasText: 'Kun telefon' })
      .getByRole('button', { name: 'Fjern' })
      .click();
    await staff.getByRole('status').filter({ hasText: 'Alle former tilbydes igen' }).waitFor();
    expect(await planner.owner`select from form_span`).toHaveLength(0);
    await Promise.all([staff.context().close(), citizen.context().close()]);
  },
);
