import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn } from '../src/browser.ts';
import { launchChromium } from '../src/chromium.ts';
import { giveCpr } from '../src/cpr.ts';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
let browser: Browser;
beforeAll(async () => {
  planner = await startPlanner();
  browser = await launchChromium();
  await giveCpr(planner, 'carla', '0203041234');
  await planner.ask(
    'mette',
    `query Curious { node(id: "${planner.gid('Citizen', 'carla')}") { ... on Citizen { name } } }`,
  );
  await planner.ask(
    'mette',
    `mutation Meeting { enterAbsence(input: { caseworkers: ["${planner.gid('Caseworker', 'mette')}"], kind: MEETING,
      startsAt: "${planner.at(8).toISOString()}", endsAt: "${planner.at(9).toISOString()}", idempotencyKey: "12345678" }) { __typename } }`,
  );
});
afterAll(async () => {
  await browser.close();
  await planner[Symbol.asyncDispose]();
});

it.each([
  ['a phone without scripts', { viewport: { width: 390, height: 844 }, javaScriptEnabled: false }],
  ['a desktop', { viewport: { width: 1280, height: 900 }, javaScriptEnabled: true }],
])(
  'an auditor finds who did what and who looked at one citizen, and takes it away as a file, on %s',
  async (_, device) => {
    const page = await signIn(browser, planner, 'karl', device);
    await page.goto(`${planner.url}/audit`);
    if (device.javaScriptEnabled) expect(await findings(page)).toEqual([]);
    await page.getByLabel('Hvad', { exact: true }).selectOption('people');
    await page.getByRole('button', { name: 'Søg' }).first().click();
    await page.waitForURL(/group=people/);
    const row = page.locator('tbody tr').filter({ hasText: 'Meeting' });
    expect(await row.textContent()).toMatch(/mette\s*Fravær\s+oprettet.*resource\s*mette caseworker/s);

    await page.locator('summary').filter({ hasText: 'Søg på en borger' }).click();
    await page.getByLabel('Borgerens CPR-nummer').fill('12345');
    await page.locator('form[method="POST"] button').last().click();
    expect(await page.locator('.error-summary').textContent()).toContain('Skriv ti cifre');
    await page.getByRole('link', { name: 'Hvem har set borgerne' }).click();
    await page.waitForURL(/\/audit\/looks/);
    await page.locator('summary').filter({ hasText: 'Søg på en borger' }).click();
    await page.getByLabel('Borgerens CPR-nummer').fill('020304-1234');
    await page.locator('form[method="POST"] button').last().click();
    await page.waitForURL(/\/audit\/looks\?.*citizen=/);
    expect(page.url()).not.toContain('0203041234');
    expect(await page.locator('tbody').textContent()).toMatch(/mette\s*Vejleder/);
    expect(await page.locator('main').textContent()).not.toContain('carla');
    if (device.javaScriptEnabled) expect(await findings(page)).toEqual([]);

    const href = await page.getByRole('link', { name: /Hent som fil/ }).getAttribute('href');
    const file = await page.request.get(new URL(href as string, planner.url).href);
    expect(file.headers()['content-type']).toContain('text/csv');
    const text = await file.text();
    expect(text).toMatch(/mette;Vejleder;north;set oplysninger;;Curious/);
    expect(text).not.toContain('carla');
  },
);

it('keeps out who audits nothing', async () => {
  const page = await signIn(browser, planner, 'mette');
  for (const path of ['/audit', '/audit/looks', '/audit/export']) {
    const answer = await page.request.get(`${planner.url}${path}`);
    expect(answer.status(), path).toBe(403);
  }
});
