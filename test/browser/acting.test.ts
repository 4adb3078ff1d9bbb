import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';

/** Dina acts for her father Erik, on a phone and on a desktop, with and without JavaScript. */
const { planner, browser } = await openPlanner();
beforeAll(async () => {
  const { ids, owner } = planner;
  const day = planner.at(0).toISOString().slice(0, 10);
  await owner`insert into deadline (job_centre_id, citizen_id, interview_type, book_by, hold_by)
    values (${ids['north'] as string}, ${ids['erik'] as string}, 7, ${day}::date, ${day}::date)`;
});

const talks = (who: string) => planner.owner`
  select status, starts_at from booking where citizen_id = ${planner.ids[who] as string} and status <> 'released'
  order by starts_at`;
const time = (at: Date) => `button.time[value="${at.toISOString()}"]`;
const acting = (page: Page) => page.locator('.acting').textContent();
/** The week of the fixture's day, with the person the page is about kept. */
const inItsWeek = async (page: Page) => {
  const url = new URL(page.url());
  url.searchParams.set('from', planner.at(0).toISOString().slice(0, 10));
  await page.goto(url.href);
};

describe.each([
  ['on a phone', { viewport: { width: 390, height: 844 } }, 7],
  ['on a desktop', { viewport: { width: 1280, height: 900 } }, 8],
  ['without JavaScript', { javaScriptEnabled: false }, 9],
] as const)('acting for another, %s,', (_, options, hour) => {
  it('leads from the start page to a receipt with both names, moves it, and calls it off', async () => {
    const page = await signIn(browser, planner, 'dina', options);
    expect(await page.locator('.acting').count()).toBe(0);
    await page.getByRole('link', { name: 'erik citizen' }).click();
    await page.waitForURL(/for=/);
    expect(await acting(page)).toContain('Du handler for erik citizen');
    expect(await page.locator('h1').textContent()).toBe('Møder for erik citizen');

    await page.getByRole('link', { name: 'Find en tid' }).click();
    await page.waitForURL(/\/times/);
    await inItsWeek(page);
    await page.locator(time(planner.at(hour))).click();
    await page.waitForURL(/\/holds\//);
    expect(await acting(page)).toContain('erik citizen');
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.waitForURL(/\/bookings\//);
    const receipt = await page.locator('main').textContent();
    expect(receipt).toContain('erik citizen');
    expect(receipt).toContain('dina citizen');
    expect([...(await talks('erik'))].filter(({ status }) => status === 'booked')).toHaveLength(1);
    expect(await talks('dina')).toHaveLength(0);

    await page.getByRole('link', { name: 'Flyt mødet' }).click();
    await page.waitForURL(/replaces=/);
    expect(await acting(page)).toContain('erik citizen');
    await inItsWeek(page);
    await page.locator(time(planner.at(hour, 30))).click();
    await page.waitForURL(/\/holds\//);
    await page.getByRole('button', { name: 'Flyt mødet hertil' }).click();
    await page.waitForURL(/\/bookings\//);

    await page.getByRole('link', { name: 'Afbestil mødet' }).click();
    await page.waitForURL(/\/cancel/);
    expect(await page.locator('main').textContent()).toContain('book en ny tid senest');
    await page.getByRole('button', { name: 'Ja, afbestil mødet' }).click();
    await page.waitForURL(/cancelled=/);
    expect(await page.locator('main').textContent()).toMatch(/er afbestilt.*erik citizen skal booke/s);
    expect([...(await talks('erik'))].filter(({ status }) => status === 'booked')).toHaveLength(0);

    await page.getByRole('link', { name: 'Tilbage til dig selv' }).click();
    await page.waitForURL(`${planner.url}/`);
    expect(await page.locator('.acting').count()).toBe(0);
    await page.context().close();
  });
});

describe('two tabs', () => {
  it('act for two people side by side', async () => {
    const one = await signIn(browser, planner, 'dina');
    const two = await one.context().newPage();
    const erik = `${planner.url}/?for=${encodeURIComponent(planner.gid('Citizen', 'erik'))}`;
    await two.goto(erik);
    await one.goto(`${planner.url}/details`);
    await two.goto(erik.replace('/?', '/details?'));
    expect(await one.locator('h1').textContent()).toBe('Mine oplysninger');
    expect(await two.locator('h1').textContent()).toBe('Oplysninger om erik citizen');
    await one.locator('#phone').fill('20 00 00 01');
    await two.locator('#phone').fill('20 00 00 02');
    await one.getByRole('button', { name: 'Gem' }).click();
    await one.waitForURL(/saved/);
    await two.getByRole('button', { name: 'Gem' }).click();
    await two.waitForURL(/saved/);
    expect(await acting(two)).toContain('erik citizen');
    const phones =
      await planner.owner`select citizen_id, phone from citizen_identity where phone is not null order by phone`;
    expect([...phones]).toEqual([
      { citizen_id: planner.ids['dina'], phone: '20 00 00 01' },
      { citizen_id: planner.ids['erik'], phone: '20 00 00 02' },
    ]);
    await one.context().close();
  });
});

describe('somebody who gave no power of attorney', () => {
  it('is refused like nobody, and never mistaken for the reader', async () => {
    const page = await signIn(browser, planner, 'dina');
    for (const id of [planner.gid('Citizen', 'anna'), 'nobody', '']) {
      for (const path of ['/', '/offers', '/details', '/access-log']) {
        const answer = await page.goto(`${planner.url}${path}?for=${encodeURIComponent(id)}`);
        expect(answer?.status(), `${path} ${id}`).toBe(404);
        expect(await page.locator('h1').textContent()).toBe('Du kan ikke handle for personen');
      }
    }
    await page.context().close();
  });
  it('and who has looked at the data is for the citizen alone', async () => {
    const page = await signIn(browser, planner, 'dina');
    await page.goto(`${planner.url}/access-log?for=${encodeURIComponent(planner.gid('Citizen', 'erik'))}`);
    expect(await page.locator('main').textContent()).toContain('Kun erik citizen selv');
    await page.context().close();
  });
});

it.each(['light', 'dark'] as const)(
  'axe finds nothing on the pages of whom one acts for, %s',
  async (colorScheme) => {
    const page = await signIn(browser, planner, 'dina', { colorScheme });
    for (const path of ['/', '/offers', '/details', '/access-log', '/help']) {
      await page.goto(`${planner.url}${path}?for=${encodeURIComponent(planner.gid('Citizen', 'erik'))}`);
      expect(await findings(page), path).toEqual([]);
    }
    await page.context().close();
  },
);
