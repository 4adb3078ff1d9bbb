import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';

/** A caseworker's whole walk with links and forms alone: from the day to a talk, a note, a move and a cancellation. */
const { planner, browser } = await openPlanner();
beforeAll(async () => {
  // It is a quarter past eight on the fixture's day, by the planner's clock.
  await planner.owner`update clock set ahead = ${planner.at(7, 15)}::timestamptz - clock_timestamp()`;
});

const main = (page: Page) => page.locator('main').textContent();
const unfold = (page: Page, name: string) =>
  page.locator('summary').filter({ hasText: name }).first().click();
/** Nothing of the page lies beside the screen, where no one looks. */
const fits = async (page: Page) => {
  const { width = 0 } = page.viewportSize() ?? {};
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide, page.url()).toBeLessThanOrEqual(width);
};
const talks = (citizen: string) => planner.owner`
  select status, starts_at, cancel_reason from booking where citizen_id = ${planner.ids[citizen] as string} order by starts_at`;

async function bookFor(citizen: string, startsAt: Date) {
  const { gid } = planner;
  const answer = await planner.ask<{ bookOnBehalf: { __typename: string } }>(
    'mette',
    'mutation ($input: BookOnBehalfInput!) { bookOnBehalf(input: $input) { __typename } }',
    {
      input: {
        offer: gid('Offer', 'offer'),
        citizen: gid('Citizen', citizen),
        caseworker: gid('Caseworker', 'mette'),
        startsAt,
        form: 'PHONE',
        idempotencyKey: crypto.randomUUID(),
      },
    },
  );
  expect(answer.data?.bookOnBehalf.__typename).toBe('Booking');
}

describe.each([
  ['on a desktop', { width: 1280, height: 900 }, 'frida', 8, 9],
  ['on a phone', { width: 390, height: 844 }, 'anna', 10, 10.5],
] as const)('without JavaScript %s', (_, viewport, citizen, from, to) => {
  it('from the day to the talk, with a note, moved and called off', async () => {
    await bookFor(citizen, planner.at(from));
    const page = await signIn(browser, planner, 'mette', { viewport, javaScriptEnabled: false });
    page.setDefaultTimeout(10_000);
    await page.goto(`${planner.url}/today`);
    await fits(page);
    await page
      .getByRole('link', { name: `${citizen} citizen` })
      .first()
      .click();
    await page.waitForURL(/booking=/);
    await fits(page);
    await page.getByRole('link', { name: 'Åbn mødet på sin egen side' }).click();
    await page.waitForURL(/\/talks\//);
    expect(await page.locator('h1').textContent()).toContain(`${citizen} citizen`);

    await unfold(page, 'Nyt notat');
    await page.getByLabel('Nyt notat').fill('Har spurgt til kurset');
    await page.getByRole('button', { name: 'Gem notatet' }).click();
    expect(await page.getByRole('status').first().textContent()).toContain('Notatet er gemt');
    expect(await main(page)).toContain('Har spurgt til kurset');

    await unfold(page, 'Flyt');
    await page.getByLabel('Ledige tider').selectOption(planner.at(to).toISOString());
    await page.getByRole('button', { name: 'Flyt mødet' }).click();
    expect(await page.getByRole('status').first().textContent()).toContain('Mødet er flyttet');
    expect(await main(page)).toContain('Har spurgt til kurset');
    await fits(page);
    expect(await talks(citizen)).toMatchObject([
      { status: 'moved', starts_at: planner.at(from) },
      { status: 'booked', starts_at: planner.at(to) },
    ]);

    await unfold(page, 'Afbestil');
    await page.getByRole('button', { name: 'Afbestil mødet' }).click();
    expect(await page.locator('.error-summary').textContent()).toContain('Skriv, hvorfor mødet afbestilles');
    // The form is open at what is missing, though nothing could open it.
    await page.getByLabel('Begrundelse').fill('Borgeren er syg');
    await page.getByRole('button', { name: 'Afbestil mødet' }).click();
    expect(await page.getByRole('status').first().textContent()).toContain('Mødet er afbestilt');
    expect(await main(page)).toContain('Borgeren er syg');
    expect((await talks(citizen)).at(-1)).toMatchObject({
      status: 'cancelled',
      cancel_reason: 'Borgeren er syg',
    });

    await page.goto(`${planner.url}/today`);
    expect(await page.getByRole('listitem').filter({ hasText: 'Telefon' }).count()).toBe(0);
    await page.context().close();
  });
});
