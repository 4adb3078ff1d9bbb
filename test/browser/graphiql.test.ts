import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { signIn } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';
import { startPlanner } from '../src/planner.ts';

const { planner, browser } = await openPlanner();

/** Opens GraphiQL and puts this person's token where the page says; what went wrong on the way is in `faults`. */
async function open(page: Page, who: string): Promise<{ faults: string[] }> {
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== planner.url && !/^(data|blob):/.test(request.url()))
      faults.push(request.url());
  });
  await page.goto(`${planner.url}/graphql`);
  // What Execute sends is in its editor only when that is drawn.
  await page.locator('.view-line', { hasText: 'jobCentres' }).waitFor();
  await page.locator('.view-line', { hasText: '"authorization"' }).click();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.insertText(planner.tokens[who] ?? '');
  return { faults };
}
const execute = (page: Page) => page.getByRole('button', { name: /^Execute/ }).click();
/** The editor writes spaces that don't break. */
const answer = async (page: Page) =>
  ((await page.locator('.result-window').textContent()) ?? '').replaceAll('\u00a0', ' ');

describe('GraphiQL at /graphql', () => {
  it('says what to do without a token; with one it runs a document and shows the schema, from our own files', async () => {
    const page = await browser.newPage();
    await page.goto(`${planner.url}/graphql`);
    await expect.poll(() => answer(page)).toContain('planner token --as mette');

    const { faults } = await open(page, 'mette');
    await execute(page);
    await expect.poll(() => answer(page)).toContain('"name": "mette"');
    await page.getByRole('button', { name: /^Re-fetch/ }).click();
    await page
      .getByRole('button', { name: /Documentation/ })
      .first()
      .click();
    await page.getByText('JobCentre', { exact: true }).first().waitFor();
    expect(faults).toEqual([]);
  });

  it('works beside a session of somebody else in the same browser', async () => {
    const page = await signIn(browser, planner, 'anna', { viewport: { width: 1280, height: 900 } });
    await open(page, 'sven');
    await execute(page);
    await expect.poll(() => answer(page)).toContain('"name": "sven"');
  });

  it('follows a subscription', async () => {
    const page = await browser.newPage();
    await page.goto(`${planner.url}/graphql`);
    await open(page, 'mette');
    await page.locator('.view-line', { hasText: 'jobCentres' }).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(
      `subscription { slots(offer: "${planner.gid('Offer', 'offer')}", from: "${planner.at(0).toISOString()}", to: "${planner.at(24).toISOString()}") { __typename } }`,
    );
    await execute(page);
    await expect.poll(() => answer(page)).toContain('SlotsSnapshot');
  });
});

describe('outside the demo', () => {
  it('there is none', async () => {
    const production = await startPlanner({ demo: false });
    try {
      const page = await fetch(`${production.url}/graphql`, { headers: { accept: 'text/html' } });
      expect([page.status, page.headers.get('content-type')]).toEqual([405, 'application/json']);
      expect((await fetch(`${production.url}/graphql/page.js`)).status).toBe(404);
      expect((await fetch(`${production.url}/graphql/graphiql.js`)).status).toBe(404);
    } finally {
      await production[Symbol.asyncDispose]();
    }
  });
});
