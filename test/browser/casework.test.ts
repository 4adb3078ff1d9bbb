import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../src/browser.ts';
import { giveCpr } from '../src/cpr.ts';
import { openPlanner } from '../src/open-planner.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const carla = '0203041234';

const { planner, browser } = await openPlanner();
beforeAll(async () => {
  await giveCpr(planner, 'carla', carla);
});

async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }),
  );
  return results.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 200)}`),
  );
}

const desktop = { viewport: { width: 1280, height: 900 } };
const fileOf = (name: string) =>
  `${planner.url}/citizens/${encodeURIComponent(planner.gid('Citizen', name))}`;

async function search(page: Page, words: string) {
  await page.goto(`${planner.url}/citizens`);
  await page.fill('#words', words);
  await page.getByRole('button', { name: 'Søg' }).click();
}
/** Books for a citizen on the fixture's day, at the first time of the list; ends on the talk's page. */
async function book(page: Page, citizen: string) {
  await page.goto(`${fileOf(citizen)}/book?from=${planner.at(0).toISOString().slice(0, 10)}`);
  await page.locator('button.time').first().click();
  await page.waitForURL(/\/talks\//);
}

describe.each([
  ['a desktop', { ...desktop, colorScheme: 'light' as const }, 'anna'],
  ['a phone in the dark', { colorScheme: 'dark' as const }, 'frida'],
  ['a phone without JavaScript', { javaScriptEnabled: false }, 'dina'],
])('a caseworker on %s', (_, how, citizen) => {
  it('finds a citizen by name and by CPR number, which is in no address', async () => {
    const page = await signIn(browser, planner, 'mette', how);
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await search(page, 'carl cit');
    await page.getByRole('link', { name: 'carla citizen' }).click();
    await page.locator('h1', { hasText: 'carla citizen' }).waitFor();
    await search(page, '020304-1234');
    await page.locator('h1', { hasText: 'carla citizen' }).waitFor();
    await search(page, '040506-1234');
    await page.locator('.error-summary').waitFor();
    expect(await page.content()).not.toContain('040506');
    expect(addresses.filter((url) => /\d{6}-?1234/.test(url))).toEqual([]);
  });

  it('sees a whole CPR number once', async () => {
    const page = await signIn(browser, planner, 'mette', how);
    await page.goto(fileOf('carla'));
    await page.getByText('Vis hele nummeret').click();
    await page.getByRole('button', { name: 'Forberede en samtale' }).click();
    await page.getByText('020304-1234').waitFor();
    await page.goto(fileOf('carla'));
    expect(await page.content()).not.toContain('1234');
    const rows = await planner.owner`select purpose from access_log where kind = 'cpr'`;
    expect(rows.at(-1)?.['purpose']).toBe('prepare');
  });

  it('books, notes, moves and takes it back, cancels and takes it back, changes the form', async () => {
    const page = await signIn(browser, planner, 'mette', how);
    await book(page, citizen);
    const when = () => page.locator('dl.facts dd').nth(1).textContent();
    const unfold = (name: string) => page.locator('summary', { hasText: name }).click();
    const first = await when();
    await unfold('Nyt notat');
    await page.fill('#note', 'Vil gerne tale om CV');
    await page.getByRole('button', { name: 'Gem notatet' }).click();
    await page.getByText('Vil gerne tale om CV').waitFor();
    await unfold('Flyt');
    await page.getByRole('button', { name: 'Flyt mødet' }).click();
    await page.getByText('Mødet er flyttet.').waitFor();
    expect(await when()).not.toBe(first);
    await page.getByRole('button', { name: 'Fortryd' }).click();
    await page.getByText('Det er fortrudt.').waitFor();
    expect(await when()).toBe(first);
    await unfold('Afbestil');
    await page.fill('#reason', 'Syg');
    await page.getByRole('button', { name: 'Afbestil mødet' }).click();
    await page.getByText('Mødet er afbestilt.').first().waitFor();
    await page.getByRole('button', { name: 'Fortryd' }).click();
    await page.getByText('Det er fortrudt.').waitFor();
    await unfold('Skift form eller lokale');
    await page.selectOption('#form', 'PHONE');
    await page.getByRole('button', { name: 'Gem ændringen' }).click();
    await page.getByText('Ændringen er gemt.').waitFor();
    await page.getByText('Vil gerne tale om CV').waitFor();
  });
});

describe.each(['light', 'dark'] as const)('axe finds nothing, %s,', (colorScheme) => {
  it('on the citizens’ pages and on a talk', async () => {
    const page = await signIn(browser, planner, 'mette', { ...desktop, colorScheme });
    await search(page, 'citizen');
    await page.locator('table').waitFor();
    expect(await findings(page)).toEqual([]);
    await page.goto(fileOf('anna'));
    expect(await findings(page)).toEqual([]);
    await page.goto(`${fileOf('carla')}/book?from=${planner.at(0).toISOString().slice(0, 10)}`);
    expect(await findings(page)).toEqual([]);
    await page.goto(fileOf('anna'));
    await page.locator('.meeting a').first().click();
    await page.waitForURL(/\/talks\//);
    expect(await findings(page)).toEqual([]);
  });
});
