import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';

const { planner, browser } = await openPlanner();
beforeAll(async () => {
  // Everybody is away until after anna's last day.
  await planner.owner`insert into absence (resource_id, during)
    select id, tstzrange(now() - interval '1 day', ${planner.at(24)}) from caseworker`;
});

const times = () => `${planner.url}/offers/${encodeURIComponent(planner.gid('Offer', 'offer'))}/times`;

/** What the page says, as one line. */
const words = async (page: Page) => ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, ' ');

describe.each([
  ['on a phone', { javaScriptEnabled: true, viewport: { width: 390, height: 844 } }],
  ['without JavaScript', { javaScriptEnabled: false, viewport: { width: 320, height: 640 } }],
])('no time before the deadline, %s', (_, how) => {
  beforeAll(() => planner.owner`update request set state = 'withdrawn'`.then(() => undefined));

  it('is said at once, and one button leads to a receipt that keeps the deadline open', async () => {
    const page = await signIn(browser, planner, 'anna', how);
    await page.goto(times());
    expect(await page.locator('h2').first().textContent()).toBe('Der er ingen ledige tider før din frist');
    const box = page.getByRole('region', { name: 'Der er ingen ledige tider før din frist' });
    await box.getByLabel('telefon').check();
    await box.getByLabel('før kl. 9').check();
    await box.getByRole('button', { name: 'Bed om en tid' }).click();
    await page.waitForURL(/\/requests\//);

    const text = await words(page);
    expect(text).toMatch(/A-\d{4}-\d{6}/);
    expect(text).toContain('Din frist løber ikke fra dig, mens vi ser på det.');
    expect(text).toContain('Ingen ledige tider til og med');
    expect(text).toContain('telefon, før kl. 9');
    const [row] = await planner.owner`select e.slots, r.wishes from request r
      join request_evidence e on e.request_id = r.id where r.state = 'open'`;
    expect(row).toEqual({ slots: 0, wishes: { forms: ['PHONE'], partsOfDay: ['EARLY'] } });
    // Nothing is wider than the page.
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

    await page.goto(planner.url);
    expect(await words(page)).toContain('Du behøver ikke gøre mere nu.');
    await page.getByRole('link', { name: /^Nummer A-/ }).click();
    await page.waitForURL(/\/requests\//);
  });

  it('leads who asks again to what she asked first', async () => {
    const page = await signIn(browser, planner, 'anna', how);
    await page.goto(times());
    await page.getByRole('button', { name: 'Bed om en tid' }).click();
    await page.waitForURL(/\/requests\/.*again=1/);
    expect(await words(page)).toContain('Du havde allerede bedt om det.');
    const [count] = await planner.owner`select count(*)::int as n from request where state = 'open'`;
    expect(count?.['n']).toBe(1);
  });
});

it('“Kan du ikke finde en tid?” leads to the request, also when there are times', async () => {
  const page = await signIn(browser, planner, 'carla');
  await page.goto(times());
  await page.getByRole('link', { name: 'Kan du ikke finde en tid?' }).click();
  await page.waitForURL(/\/requests\/new/);
  await page.getByLabel('Telefon, vi kan ringe på').fill('12');
  await page.getByLabel('Er der andet').fill('Kun tirsdage.');
  await page.getByRole('button', { name: 'Bed om en tid' }).click();
  await page.locator('.error-summary').waitFor();
  expect(await page.getByLabel('Er der andet').inputValue()).toBe('Kun tirsdage.');
  await page.getByLabel('Telefon, vi kan ringe på').fill('20 00 00 01');
  await page.getByRole('button', { name: 'Bed om en tid' }).click();
  await page.waitForURL(/\/requests\/(?!new)/);
  await page.getByRole('button', { name: 'Træk anmodningen tilbage' }).click();
  await page.getByRole('heading', { name: 'Anmodningen er trukket tilbage' }).waitFor();
});
