import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn, timesPage } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';

/** The receipt of a booking, how it is changed, and what its calendar file and its print say. */
const { planner, browser } = await openPlanner();
beforeAll(async () => {
  await planner.owner`update job_centre set phone = '89 40 00 00', address = 'Jens Baggesens Vej 1, 8200 Aarhus N'`;
});

const main = (page: Page) => page.locator('main').textContent();

async function book(page: Page, at: Date, form: 'IN_PERSON' | 'PHONE') {
  page.setDefaultTimeout(10_000);
  await page.goto(timesPage(planner));
  await page.locator(`button.time[value="${at.toISOString()}"]`).click();
  await page.waitForURL(/\/holds\//);
  await page.locator(`input[name="form"][value="${form}"]`).check();
  await page.locator('#phone').fill('30405060');
  await page.getByRole('button', { name: 'Book tiden' }).click();
  await page.waitForURL(/\/bookings\//);
}

describe.each([
  ['on a phone', { viewport: { width: 390, height: 844 } }, 'anna', 7],
  ['on a desktop', { viewport: { width: 1280, height: 900 } }, 'carla', 8],
  ['without JavaScript', { javaScriptEnabled: false }, 'dina', 9],
] as [string, BrowserContextOptions, string, number][])('%s', (_, options, who, hour) => {
  it('says what, when, where, with whom, and what if I can’t come', async () => {
    const page = await signIn(browser, planner, who, options);
    await book(page, planner.at(hour), 'IN_PERSON');
    expect(await page.locator('h1').textContent()).toContain('Din tid er booket');
    expect(await main(page)).toMatch(
      /Jobsamtale.*onsdag den .*Fremmøde.*Jens Baggesens Vej 1, 8200 Aarhus N.*mette caseworker.*Du kan flytte eller afbestille indtil tirsdag den/s,
    );
    const map = page.getByRole('link', { name: 'Vis på kort (OpenStreetMap)' });
    expect(await map.getAttribute('href')).toContain('openstreetmap.org/search?query=Jens%20Baggesens');
    expect(await page.getByRole('link', { name: 'Ring 89 40 00 00' }).last().getAttribute('href')).toBe(
      'tel:89400000',
    );
    const file = await page.request.get(
      new URL(
        (await page.getByRole('link', { name: 'Læg i din kalender' }).getAttribute('href')) as string,
        planner.url,
      ).href,
    );
    expect(await file.text()).toContain('STATUS:CONFIRMED');

    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('link', { name: 'Flyt mødet' }).isVisible()).toBe(false);
    expect(await page.locator('.card-box').isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });

    // Moved by telephone instead: the receipt says so, and where she is called.
    await page.getByRole('link', { name: 'Flyt mødet' }).click();
    await page.waitForURL(/replaces=/);
    await page.goto(`${page.url().split('#', 1)[0]}&from=${planner.at(0).toISOString().slice(0, 10)}`);
    await page.locator(`button.time[value="${planner.at(hour, 30).toISOString()}"]`).click();
    await page.waitForURL(/\/holds\//);
    await page.locator('input[name="form"][value="PHONE"]').check();
    await page.getByRole('button', { name: 'Flyt mødet hertil' }).click();
    await page.waitForURL(/\/bookings\//);
    expect(await page.locator('h1').textContent()).toContain('Mødet er flyttet');
    expect(await main(page)).toContain('Vi ringer til dig på 30 40 50 60.');

    await page.getByRole('link', { name: 'Afbestil mødet' }).click();
    await page.waitForURL(/\/cancel/);
    await page.getByRole('button', { name: 'Ja, afbestil mødet' }).click();
    await page.waitForURL(/cancelled=/);
    await page.getByText('Tidligere og afbestilte').click();
    await page.locator('.earlier a').first().click();
    await page.waitForURL(/\/bookings\//);
    const off = page.getByRole('link', { name: 'Hent afbestillingen til din kalender' });
    const gone = await page.request.get(
      new URL((await off.getAttribute('href')) as string, planner.url).href,
    );
    expect(await gone.text()).toContain('STATUS:CANCELLED');
    await page.context().close();
  });
});

it('the receipt is walked through by keyboard', async () => {
  const page = await signIn(browser, planner, 'anna');
  await book(page, planner.at(7), 'PHONE');
  const walked: string[] = [];
  await page.locator('h1').focus();
  for (let step = 0; step < 4; step += 1) {
    await page.keyboard.press('Tab');
    walked.push((await page.locator(':focus').textContent())?.trim() ?? '');
  }
  expect(walked).toEqual(['Læg i din kalender', 'Udskriv', 'Flyt mødet', 'Afbestil mødet']);
  await page.context().close();
});

it.each(['light', 'dark'] as const)(
  'axe finds nothing on a meeting that was called off, %s',
  async (colorScheme) => {
    await planner.owner`update booking set status = 'cancelled', cancel_reason = 'Vejlederen er syg'
    where status = 'booked' and citizen_id = ${planner.ids['anna'] as string}`;
    const [row] = await planner.owner`select id from booking where cancel_reason is not null`;
    const page = await signIn(browser, planner, 'anna', { colorScheme });
    await page.goto(
      `${planner.url}/bookings/${encodeURIComponent(Buffer.from(`Booking:${row?.['id']}`).toString('base64'))}`,
    );
    expect(await main(page)).toContain('Vejlederen er syg');
    expect(await findings(page)).toEqual([]);
    await page.context().close();
  },
);
