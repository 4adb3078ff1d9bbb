import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn, timesPage } from '../src/browser.ts';
import { launchChromium } from '../src/chromium.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

/** Choosing a time. The fixture’s day is a Wednesday with a start every half hour from 8 to 12; mette holds them. */
let planner: Planner;
let browser: Browser;
let zoneHours: number;
beforeAll(async () => {
  planner = await startPlanner();
  browser = await launchChromium();
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Copenhagen', hour: 'numeric' });
  zoneHours = Number(clock.format(planner.at(0)));
});
afterAll(async () => {
  await browser.close();
  await planner[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await planner.owner`delete from absence`;
  await planner.owner`delete from occupancy`;
  await planner.owner`update booking set status = 'released'`;
});

const phone = { viewport: { width: 390, height: 844 } };
const desktop = { viewport: { width: 1280, height: 900 } };
const noScript = { ...phone, javaScriptEnabled: false };

/** A start on the fixture's day, by the clock in the job centre. */
const at = (hour: number, minute = 0) => planner.at(hour - zoneHours, minute);
const time = (start: Date) => `button.time[value="${start.toISOString()}"]`;
const first = (page: Page) => page.locator('.first .button-primary');
const words = async (page: Page, of = 'main') =>
  ((await page.locator(of).textContent()) ?? '').replace(/\s+/g, ' ');

/** Mette is away between two starts: their times are no longer free. */
const away = (from: Date, to: Date) =>
  planner.owner`insert into absence (resource_id, during)
    values (${planner.ids['mette'] as string}, tstzrange(${from}, ${to}))`;

/** The page, once what happens elsewhere reaches it. */
async function live(page: Page, address = timesPage(planner)): Promise<Page> {
  await page.goto(address);
  await page.getByText('Opdateres løbende').waitFor();
  return page;
}
const top = async (page: Page, selector: string) => (await page.locator(selector).boundingBox())?.y;

describe.each([
  ['on a phone', phone],
  ['on a desktop', desktop],
  ['without JavaScript', noScript],
] as [string, BrowserContextOptions][])('%s', (_, options) => {
  it('the first free time is on top in any week, seen without scrolling, and so is the first of all', async () => {
    const page = await signIn(browser, planner, 'carla', options);
    await page.goto(timesPage(planner));
    expect(await words(page, '.first h2')).toMatch(/Første ledige tid i uge \d+/);
    const box = await first(page).boundingBox();
    expect((box?.y ?? 999) + (box?.height ?? 999)).toBeLessThan(options.viewport?.height ?? 0);
    expect(await first(page).textContent()).toContain('kl. 8.00');
    const overall = page.locator('.first-line button');
    const [ofAll] = await Promise.all([overall.getAttribute('value'), overall.click()]);
    await page.waitForURL(/\/holds\//);
    const [row] = await planner.owner`select starts_at from booking where status = 'held'`;
    expect(row?.['starts_at']).toEqual(new Date(ofAll ?? 0));
    await page.context().close();
  });

  it('choices narrow the list, go along from week to week, and an empty list leads on', async () => {
    const page = await signIn(browser, planner, 'carla', options);
    await page.goto(timesPage(planner));
    const choices = page.locator('.suits summary');
    if (await choices.isVisible()) await choices.click();
    await page.getByLabel('Onsdag').check();
    if (options.javaScriptEnabled === false) await page.getByRole('button', { name: 'Vis tider' }).click();
    await page.waitForURL(/weekday=3/);
    expect(await words(page, '.count')).toMatch(/8 ledige tider i uge \d+ med dine valg/);
    expect(await page.locator('.day').count()).toBe(1);
    await page.getByRole('link', { name: 'Næste uge' }).click();
    await page.waitForURL((url) => url.searchParams.get('from') !== planner.at(0).toISOString().slice(0, 10));
    expect(page.url()).toContain('weekday=3');
    expect(await page.locator('.day').count()).toBe(1);
    // Nobody works in the afternoon.
    await page.goto(`${timesPage(planner)}&day=afternoon`);
    expect(await words(page, '#times')).toMatch(/Ingen af tiderne i uge \d+ passer til dine valg/);
    expect(await page.locator('.first').count()).toBe(0);
    await page.getByRole('link', { name: 'Vis alle tider' }).click();
    await page.locator(time(at(8))).waitFor();
    await page.context().close();
  });

  it('a citizen with a deadline sees no time after her last day, and why', async () => {
    const page = await signIn(browser, planner, 'anna', options);
    await page.goto(timesPage(planner));
    expect(await words(page, '.lead')).toMatch(
      /Du skal holde mødet senest onsdag .* Senere tider er ikke med/,
    );
    expect(await page.locator(time(at(8))).count()).toBe(1);
    expect(await page.locator(time(at(32))).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Næste uge' }).count()).toBe(0);
    // Nothing before it in any week: said in whatever week one looks at.
    await away(new Date(), planner.at(24));
    await page.goto(timesPage(planner));
    expect(await page.locator('h2').first().textContent()).toBe('Der er ingen ledige tider før din frist');
    await page.context().close();
  });
});

describe('while one looks', () => {
  it('new times wait for their button, taken ones keep their room, and what happened is said once', async () => {
    await away(at(8), at(8, 30));
    const page = await live(await signIn(browser, planner, 'carla', phone));
    const before = await top(page, time(at(11)));
    await planner.owner`delete from absence`;
    const show = page.getByRole('button', { name: 'Vis 1 ny tid' });
    await show.waitFor();
    await away(at(9), at(9, 30));
    await page.locator(`${time(at(9))}.taken`).waitFor();
    expect(await page.locator(time(at(8))).count()).toBe(0);
    expect(await top(page, time(at(11)))).toBe(before);
    expect(await words(page, '#times [aria-live]')).toMatch(/Listen er ændret: .* 1 ny tid kan vises\./);
    await show.click();
    await page.locator(`${time(at(8))}.fresh`).waitFor();
    expect(await page.locator(time(at(9))).count()).toBe(0);
    // The button she pressed is gone: she is on what it brought.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('value'))).toBe(
      at(8).toISOString(),
    );
    await page.context().close();
  });

  it('held still, the list waits, in the next week too', async () => {
    const page = await live(await signIn(browser, planner, 'carla', phone));
    const still = page.getByRole('button', { name: 'Hold listen i ro' });
    await still.click();
    await page.getByRole('link', { name: 'Næste uge' }).click();
    await page.waitForURL((url) => url.searchParams.get('from') !== planner.at(0).toISOString().slice(0, 10));
    expect(await still.getAttribute('aria-pressed')).toBe('true');
    await page.goBack();
    await page.locator(time(at(9))).waitFor();
    await away(at(9), at(9, 30));
    // Another's list has it, so it has been told.
    const other = await live(await signIn(browser, planner, 'dina', phone));
    await away(at(10), at(10, 30));
    await other.locator(`${time(at(10))}.taken`).waitFor();
    expect(await page.locator('.time.taken').count()).toBe(0);
    await still.click();
    await page.locator(`${time(at(9))}.taken`).waitFor();
    await Promise.all([page, other].map((each) => each.context().close()));
  });

  it('a time pressed too late is explained where it is, with the nearest ones, and the focus stays', async () => {
    const page = await live(await signIn(browser, planner, 'carla', phone));
    await page.getByRole('button', { name: 'Hold listen i ro' }).click();
    await away(at(10), at(10, 30));
    await page.locator(time(at(10))).focus();
    await page.keyboard.press('Enter');
    const told = page.locator('#taken');
    await told.waitFor();
    expect(await words(page, '#taken')).toMatch(/Tiden onsdag .* kl\. 10\.00 nåede at blive taget/);
    expect(await told.getByRole('button').count()).toBe(3);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('value'))).toBe(
      at(10).toISOString(),
    );
    expect(await page.locator(`.day:has(${time(at(10))}.taken) #taken[role=alert]`).count()).toBe(1);
    await told.getByRole('button', { name: 'kl. 9.30' }).click();
    await page.waitForURL(/\/holds\//);
    await page.context().close();
  });

  it('without JavaScript the page comes back with the explanation, and the focus on it', async () => {
    const page = await signIn(browser, planner, 'carla', noScript);
    await page.goto(timesPage(planner));
    await away(at(10), at(10, 30));
    await page.locator(time(at(10))).click();
    await page.locator('#taken').waitFor();
    expect(await words(page, '#taken')).toContain('kl. 10.00 nåede at blive taget');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('taken');
    await page.locator('#taken button').first().click();
    await page.waitForURL(/\/holds\//);
    await page.context().close();
  });

  it('the loss of the time one is on is read out with the nearest', async () => {
    const page = await live(await signIn(browser, planner, 'carla', phone));
    await page.locator(time(at(10))).focus();
    await away(at(10), at(10, 30));
    await page.locator(`${time(at(10))}.taken`).waitFor();
    expect(await words(page, '#times [aria-live]')).toMatch(
      /Tiden onsdag .* kl\. 10\.00 er lige taget af en anden\. De nærmeste ledige: .* kl\. 9\.30, .* kl\. 10\.30/,
    );
    await page.context().close();
  });
});

it('all by keyboard: choices, weeks, a time', async () => {
  const page = await live(await signIn(browser, planner, 'carla', phone));
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
  const tabTo = async (what: RegExp) => {
    for (let presses = 0; presses < 40; presses++) {
      if (what.test(await focused())) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`${what} is not reached by Tab`);
  };
  await page.locator('h1').focus();
  await tabTo(/^Hvad passer dig/);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.waitForURL(/form=PHONE/);
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('PHONE');
  await tabTo(/^Vis tider/);
  await page.keyboard.press('Enter');
  await tabTo(/^Næste uge/);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('from') !== planner.at(0).toISOString().slice(0, 10));
  expect(await focused()).toMatch(/^Næste uge/);
  await tabTo(/9\.00$/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/holds\//);
  expect(await words(page)).toContain('kl. 9.00');
  expect(await words(page)).toContain('Telefon');
  await page.context().close();
});

describe.each([1, -1])('on a phone whose clock is %i hour wrong', (hours) => {
  it('days, times and what is held are the planner’s', async () => {
    const page = await signIn(browser, planner, 'carla', { ...phone, timezoneId: 'America/New_York' });
    await page.clock.install({ time: Date.now() + hours * 3_600_000 });
    await live(page);
    expect(await page.locator(time(at(8))).textContent()).toContain('8.00');
    await away(at(8), at(8, 30));
    await page.locator(`${time(at(8))}.taken`).waitFor();
    await page.locator(time(at(9))).click();
    await page.waitForURL(/\/holds\//);
    expect(await words(page)).toMatch(/Vi holder tiden til dig i (10\.00|9\.5\d)/);
    await page.context().close();
  });
});

it.each(['light', 'dark'] as const)('axe finds nothing in any state, %s', async (colorScheme) => {
  const page = await live(await signIn(browser, planner, 'carla', { ...phone, colorScheme }));
  await page.locator('.suits summary').click();
  await away(at(9), at(10));
  await page.locator(`${time(at(9))}.taken`).click();
  await page.locator('#taken').waitFor();
  expect(await findings(page)).toEqual([]);
  await page.setViewportSize(desktop.viewport);
  expect(await findings(page)).toEqual([]);
  await page.goto(`${timesPage(planner)}&day=afternoon`);
  expect(await findings(page)).toEqual([]);
  await page.context().close();
});
