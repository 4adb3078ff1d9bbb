import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarPage, signIn, timesPage } from '../src/browser.ts';
import { launchChromium } from '../src/chromium.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let planner: Planner;
let browser: Browser;
beforeAll(async () => {
  planner = await startPlanner();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await planner[Symbol.asyncDispose]();
});

/** What axe finds against WCAG 2.2 AA, each as rule and place. */
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

describe.each(['light', 'dark'] as const)('axe finds nothing, %s,', (colorScheme) => {
  it('on the citizen’s way from start to receipt', async () => {
    const page = await signIn(browser, planner, colorScheme === 'light' ? 'anna' : 'carla', { colorScheme });
    expect(await findings(page)).toEqual([]);
    await page.goto(timesPage(planner));
    expect(await findings(page)).toEqual([]);
    await page
      .locator(`button.time[value="${planner.at(colorScheme === 'light' ? 7 : 8).toISOString()}"]`)
      .click();
    await page.waitForURL(/\/holds\//);
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.waitForURL(/\/bookings\//);
    expect(await findings(page)).toEqual([]);
  });

  it('on the caseworker’s calendar and the help page', async () => {
    const page = await signIn(browser, planner, 'mette', {
      colorScheme,
      viewport: { width: 1280, height: 900 },
    });
    await page.goto(calendarPage(planner));
    expect(await findings(page)).toEqual([]);
    await page.goto(`${planner.url}/help`);
    expect(await findings(page)).toEqual([]);
  });
});
