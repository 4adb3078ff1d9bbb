import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn, timesPage } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';

const { planner, browser } = await openPlanner();

const words = async (page: Page) => ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, ' ');
const answer = 'Du kan komme tirsdag kl. 9. Ring, hvis det ikke passer.';

describe.each([
  ['on a phone', 'anna', { javaScriptEnabled: true, viewport: { width: 390, height: 844 } }],
  ['without JavaScript', 'carla', { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } }],
])('a request and its answer, %s', (_, citizen, how) => {
  it('waits at the caseworker’s, is answered there, and its receipt becomes the answer', async () => {
    const asking = await signIn(browser, planner, citizen, how);
    await asking.goto(timesPage(planner));
    await asking.getByRole('link', { name: 'Kan du ikke finde en tid?' }).click();
    await asking.getByLabel('Telefon, vi kan ringe på').fill('20 00 00 01');
    await asking.getByLabel('Er der andet').fill('Jeg arbejder om formiddagen.');
    await asking.getByRole('button', { name: 'Bed om en tid' }).click();
    await asking.waitForURL(/\/requests\/(?!new)/);
    const receipt = asking.url().replace(/\?.*/, '');
    const [number] = /A-\d{4}-\d{6}/.exec(await words(asking)) ?? [];

    const answering = await signIn(browser, planner, 'mette', {
      ...how,
      viewport: { width: 1280, height: 900 },
    });
    await answering.goto(`${planner.url}/today`);
    const waiting = answering.getByRole('listitem').filter({ hasText: number as string });
    expect(await waiting.textContent()).toContain('Jeg arbejder om formiddagen.');
    await waiting.locator('summary').click();
    await waiting.getByRole('button', { name: 'Send svaret' }).click();
    await answering.locator('.form-error-message').waitFor();
    await waiting.locator('textarea').fill(answer);
    await waiting.getByRole('button', { name: 'Send svaret' }).click();
    await expect.poll(() => waiting.count()).toBe(0);

    await asking.goto(receipt);
    expect(await words(asking)).toContain(answer);
    expect(await words(asking)).toContain('mette caseworker');
    if (how.javaScriptEnabled) expect(await findings(asking)).toEqual([]);
    await asking.goto(planner.url);
    expect(await words(asking)).toContain(number as string);
  });
});
