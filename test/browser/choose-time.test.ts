import { gzipSync } from 'node:zlib';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
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
const desktop = { viewport: { width: 1280, height: 900 } };
const noScript = { ...phone, javaScriptEnabled: false };
const first = (page: Page) => page.locator('.first .button-primary');

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
    expect(await words(page, '.first .button-primary')).toContain('kl. 8.00');
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
    expect(await words(page, '#times')).toMatch(/Ingen ledige tider i uge \d+ med dine valg/);
    expect(await page.locator('.day').count()).toBe(0);
    expect(await page.locator('.first').count()).toBe(0);
    await page.getByRole('link', { name: 'Vis alle tider' }).click();
    await page.locator(time(day.at(8))).waitFor();
    await page.context().close();
  });

  it('a citizen with a deadline sees no time after her last day, and why', async () => {
    const page = await signIn(browser, planner, 'anna', options);
    await page.goto(timesPage(planner));
    expect(await words(page, '.lead')).toMatch(
      /Du skal holde mødet senest onsdag .* Senere tider er ikke med/,
    );
    expect(await page.locator(time(day.at(8))).count()).toBe(1);
    expect(await page.locator(time(day.at(32))).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Næste uge' }).count()).toBe(0);
    // Nothing before it in any week: said in whatever week one looks at.
    await day.away(new Date(), planner.at(24));
    await page.goto(timesPage(planner));
    expect(await page.locator('h2').first().textContent()).toBe('Der er ingen ledige tider før din frist');
    await page.context().close();
  });
});

it('its scripts weigh at most 60 kB', async () => {
  const page = await signIn(browser, planner, 'carla', phone);
  await page.waitForLoadState('networkidle');
  const scripts: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      scripts.push(response.body().then((body) => gzipSync(body).length));
  });
  await page.goto(timesPage(planner), { waitUntil: 'networkidle' });
  const weights = await Promise.all(scripts);
  expect(weights.length).toBeGreaterThan(3);
  expect(weights.reduce((a, b) => a + b)).toBeLessThanOrEqual(60_000);
  await page.context().close();
});

it('another place is another offer, and one’s own caseworker alone can be asked for', async () => {
  const { ids, owner } = planner;
  const [harbour] = await owner`
    insert into offer (job_centre_id, interview_type, title_da, title_en, forms, duration_minutes, grid_minutes, max_open,
      published_from, place)
    values (${ids['north'] as string}, 7, 'Jobsamtale', 'Job talk', '{IN_PERSON,PHONE}', 30, 30, 1, '2020-01-01', 'Havnen 3')
    returning id`;
  await owner`update citizen set own_caseworker_id = ${ids['lone'] as string} where id = ${ids['carla'] as string}`;
  const page = await signIn(browser, planner, 'carla', noScript);
  await page.goto(`${planner.url}/offers`);
  expect(await words(page)).toContain('Havnen 3');
  await page.goto(timesPage(planner));
  await page.locator('.suits summary').click();
  await page.getByLabel('Havnen 3').check();
  await page.getByLabel('Formiddag').check();
  await page.getByRole('button', { name: 'Vis tider' }).click();
  await page.waitForURL(/day=morning/);
  const there = encodeURIComponent(Buffer.from(`Offer:${harbour?.['id']}`).toString('base64'));
  expect(new URL(page.url()).pathname).toBe(`/offers/${there}/times`);
  expect(page.url()).not.toContain('offer=');
  expect(await words(page, '.suits .said')).toBe('Havnen 3, formiddag');
  // Lone has no hours in this job centre; then mette is hers.
  await page.goto(`${timesPage(planner)}&own=yes`);
  expect(await words(page, '.count')).toMatch(/Ingen ledige tider .* med dine valg/);
  // Who doesn't hold these talks can't be asked for, not even by an old address.
  await owner`delete from competence where caseworker_id = ${ids['lone'] as string}`;
  await page.reload();
  expect(await page.locator('[name="own"]').count()).toBe(0);
  expect(await words(page, '.count')).not.toContain('med dine valg');
  await owner`update citizen set own_caseworker_id = ${ids['mette'] as string} where id = ${ids['carla'] as string}`;
  await page.reload();
  await page.locator(time(day.at(9))).click();
  await page.waitForURL(/\/holds\//);
  expect(await words(page)).toContain('mette caseworker');
  await owner`delete from offer where id = ${harbour?.['id']}`;
  await page.context().close();
});

it('all by keyboard: choices, weeks, a time', async () => {
  const page = await openLive(await signIn(browser, planner, 'carla', phone), planner);
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
  await page.keyboard.press('ArrowUp');
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

it.each(['light', 'dark'] as const)('axe finds nothing in any state, %s', async (colorScheme) => {
  const page = await openLive(await signIn(browser, planner, 'carla', { ...phone, colorScheme }), planner);
  await page.locator('.suits summary').click();
  await day.away(day.at(9), day.at(10));
  await page.locator(`${time(day.at(9))}.taken`).click();
  await page.locator('#taken').waitFor();
  expect(await findings(page)).toEqual([]);
  await page.setViewportSize(desktop.viewport);
  expect(await findings(page)).toEqual([]);
  await page.goto(`${timesPage(planner)}&day=afternoon`);
  expect(await findings(page)).toEqual([]);
  await page.context().close();
});
