import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn, timesPage } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';

/** The words that a page has before a talk is cancelled come true. */
const { planner, browser } = await openPlanner();
beforeAll(async () => {
  await planner.owner`update job_centre set phone = '89 40 00 00'`;
});
beforeEach(async () => {
  const { owner } = planner;
  await owner`truncate occupancy, idempotency, request cascade`;
  await owner`update deadline set state = 'open', booking_id = null, book_by = ${day(-10)}, hold_by = ${day(1)}, length_days = 8`;
  await owner`delete from booking`;
  await owner`update offer set rebook_until_minutes = 0`;
  await nowIs(-12);
});

const day = (away: number) =>
  planner
    .at(24 * away)
    .toISOString()
    .slice(0, 10);
/** Noon, so many days from the fixture's day. */
const nowIs = (away: number) =>
  planner.owner`update clock set ahead = ${planner.at(24 * away + 11)}::timestamptz - clock_timestamp()`;
const inWords = (date: string) =>
  new Intl.DateTimeFormat('da-DK', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
    .format(new Date(date))
    .replace(' ', '\u00a0');
const main = (page: Page) => page.locator('main').textContent();
const warning = (page: Page) => page.locator('.alert-warning').textContent();
const deadline = async () =>
  (await planner.owner`select state, book_by::text as "bookBy", hold_by::text as "holdBy" from deadline`)[0];

async function book(page: Page) {
  await page.goto(timesPage(planner));
  await page.locator(`button.time[value="${planner.at(8).toISOString()}"]`).click();
  await page.waitForURL(/\/holds\//);
  await page.getByRole('button', { name: 'Book tiden' }).click();
  await page.waitForURL(/\/bookings\//);
}
const toCancel = async (page: Page) => {
  await page.reload();
  await page.getByRole('link', { name: 'Afbestil mødet' }).click();
  await page.waitForURL(/\/cancel/);
};
const cancel = async (page: Page) => {
  await page.getByRole('button', { name: 'Ja, afbestil mødet' }).click();
  await page.waitForURL(/cancelled=/);
};

it('before its last day to book, a citizen reads by when to book again, and then has that deadline', async () => {
  const page = await signIn(browser, planner, 'anna', { javaScriptEnabled: false });
  await book(page);
  await toCancel(page);
  const said = await warning(page);
  for (const date of [day(-10), day(1)]) expect(said).toContain(inWords(date));
  await cancel(page);
  const then = await main(page);
  for (const date of [day(-10), day(1)]) expect(then).toContain(inWords(date));
  expect(await deadline()).toEqual({ state: 'open', bookBy: day(-10), holdBy: day(1) });
  await page.context().close();
});

it('after it, she reads that the deadline is then not met, whom to call, and to move only where she may', async () => {
  const page = await signIn(browser, planner, 'anna');
  await book(page);
  await nowIs(-9);
  await toCancel(page);
  expect(await warning(page)).toMatch(/ikke længere overholdt/);
  expect(await warning(page)).not.toMatch(/book en ny tid/);
  expect(await page.getByRole('link', { name: '89 40 00 00' }).count()).toBeGreaterThan(0);
  expect(await page.getByRole('link', { name: 'Flyt mødet' }).count()).toBe(1);
  expect(await findings(page)).toEqual([]);
  await planner.owner`update offer set rebook_until_minutes = ${30 * 24 * 60}`;
  await page.reload();
  expect(await main(page)).not.toMatch(/flyt/i);
  await cancel(page);
  expect(await page.locator('.alert-warning').textContent()).toContain(inWords(day(-10)));
  await page.context().close();
});

it('after it, who has asked for something reads that a person looks at it, and nothing of a day that is gone', async () => {
  const page = await signIn(browser, planner, 'anna');
  await planner.ask(
    'anna',
    'mutation ($input: MakeRequestInput!) { makeRequest(input: $input) { __typename } }',
    {
      input: { kind: 'CALL', message: 'Ring til mig', idempotencyKey: crypto.randomUUID() },
    },
  );
  await nowIs(-9);
  await page.goto(`${planner.url}/`);
  const [row] = await planner.owner`select number from request`;
  const duty = (await page.locator('.duty').textContent())?.replace(/\s+/g, ' ');
  expect(duty).toContain('Din frist for at booke en jobsamtale var');
  expect(duty).toContain(`Vi kigger på din anmodning nr. ${row?.['number']}. Du behøver ikke gøre mere nu.`);
  expect(duty).not.toMatch(/gået|Du skal|[Ss]enest/);
  expect(await findings(page)).toEqual([]);
  await book(page);
  await toCancel(page);
  expect(await warning(page)).toMatch(/Fristen for at booke var .* Fristen løber ikke fra dig imens/s);
  expect(await warning(page)).not.toMatch(/book en ny tid|ikke længere overholdt/);
  await page.context().close();
});

it('who is exempt is told to have a talk, never to book one', async () => {
  const page = await signIn(browser, planner, 'anna');
  await book(page);
  await planner.owner`update citizen set exempt = true where id = ${planner.ids['anna'] as string}`;
  await toCancel(page);
  expect(await warning(page)).toMatch(
    /stadig have en samtale senest .* Jobcenteret indkalder dig til en ny/s,
  );
  expect(await warning(page)).not.toMatch(/book en ny tid/);
  await cancel(page);
  expect(await page.locator('.duty').textContent()).toMatch(
    /Du skal have en jobsamtale.*Du skal ikke selv booke/s,
  );
  expect(await main(page)).not.toMatch(/Du skal booke|Find en tid|Senest/);
  await planner.owner`update citizen set exempt = false`;
  await page.context().close();
});

it('a meeting that meets no deadline is cancelled without a word of one', async () => {
  const page = await signIn(browser, planner, 'carla');
  await book(page);
  await toCancel(page);
  expect(await page.locator('.alert-warning').count()).toBe(0);
  expect(await main(page)).not.toMatch(/senest|frist/i);
  await cancel(page);
  expect(await main(page)).not.toMatch(/senest|frist/i);
  await page.context().close();
});

it('staff read the new deadline in the form, and the citizen finds it on her page', async () => {
  const anna = await signIn(browser, planner, 'anna');
  await book(anna);
  await nowIs(-9);
  const id = /bookings\/([^?]+)/.exec(anna.url())?.[1];
  const page = await signIn(browser, planner, 'mette', { javaScriptEnabled: false });
  await page.goto(`${planner.url}/talks/${id}`);
  await page.locator('summary', { hasText: 'Afbestil' }).click();
  const said = await page.locator('form', { has: page.locator('#reason') }).textContent();
  for (const date of [day(-1), day(10)]) expect(said).toContain(inWords(date));
  await page.fill('#reason', 'Syg');
  await page.getByRole('button', { name: 'Afbestil mødet' }).click();
  await page.getByText('Mødet er afbestilt.').first().waitFor();
  expect(await deadline()).toEqual({ state: 'open', bookBy: day(-1), holdBy: day(10) });
  await anna.goto(`${planner.url}/`);
  for (const date of [day(-1), day(10)]) expect(await main(anna)).toContain(inWords(date));
  await Promise.all([page.context().close(), anna.context().close()]);
});
