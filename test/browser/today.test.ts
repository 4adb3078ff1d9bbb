import { beforeAll, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';
import { addTalk } from '../src/talk.ts';

const { planner, browser } = await openPlanner();
const desktop = { viewport: { width: 1280, height: 900 } };
beforeAll(async () => {
  const { ids, owner } = planner;
  // It is ten past eight on the fixture's day, by the planner's clock.
  await owner`update clock set ahead = ${planner.at(7, 10)}::timestamptz - clock_timestamp()`;
  await owner`update citizen set own_caseworker_id = ${ids['mette'] as string} where id in ${owner([ids['anna'], ids['erik']] as string[])}`;
  await addTalk(planner, 'frida', 8, 'IN_PERSON');
});

it('shows the next talk, the gaps and who needs a look; an arrival is registered without JavaScript, too', async () => {
  const page = await signIn(browser, planner, 'mette', { ...desktop, javaScriptEnabled: false });
  await page.goto(`${planner.url}/today`);
  expect(await page.locator('.next-talk').textContent()).toContain('frida citizen');
  expect(await page.locator('.day-column .gap').count()).toBeGreaterThan(0);
  expect(await page.locator('main').textContent()).toContain('anna citizen');
  await page.locator('.next-talk').getByRole('button', { name: 'Er kommet' }).click();
  expect(await page.locator('.next-talk').textContent()).toContain('Kom kl.');
  await page.locator('.next-talk').getByRole('button', { name: 'Fortryd' }).click();
  expect(await page.locator('.next-talk').textContent()).not.toContain('Kom kl.');
});

it('a talk that somebody else books appears without a reload', async () => {
  const page = await signIn(browser, planner, 'mette', desktop);
  await page.goto(`${planner.url}/today`);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => ((globalThis as { mark?: number }).mark = 1));
  await addTalk(planner, 'dina', 9, 'IN_PERSON');
  await expect
    .poll(() => page.locator('.day-column').textContent(), { timeout: 10_000 })
    .toContain('dina citizen');
  expect(await page.evaluate(() => (globalThis as { mark?: number }).mark)).toBe(1);
});

it('closing time says first what it hits, then closes it, and lets it be opened again', async () => {
  const page = await signIn(browser, planner, 'mette', { javaScriptEnabled: false });
  await page.goto(`${planner.url}/absences`);
  await page.getByLabel('Hvorfor').selectOption('MEETING');
  await page.locator('#from-time').fill('08:00');
  await page.locator('#to-time').fill('16:00');
  await page.getByRole('button', { name: 'Se, hvad det rammer' }).click();
  expect(await page.locator('.card-box').textContent()).toContain('frida citizen');
  expect(await planner.owner`select from absence`).toHaveLength(0);
  await page.getByRole('button', { name: 'Luk tiden' }).click();
  expect(await page.locator('[role=status]').first().textContent()).toContain('lukket');
  expect(await planner.owner`select kind from absence`).toMatchObject([{ kind: 'meeting' }]);
  await page.getByRole('button', { name: 'Fjern', exact: false }).first().click();
  expect(await planner.owner`select from absence`).toHaveLength(0);
});

it('says what is missing, keeps what was typed, and opens extra hours', async () => {
  const page = await signIn(browser, planner, 'mette');
  await page.goto(`${planner.url}/absences`);
  await page.locator('#from-date').fill('');
  await page.getByLabel('Hvorfor').selectOption('CASE_WORK');
  await page.getByRole('button', { name: 'Se, hvad det rammer' }).click();
  await page.locator('.error-summary').waitFor();
  expect(await page.getByLabel('Hvorfor').inputValue()).toBe('CASE_WORK');
  await page.locator('#extra-day').fill(planner.at(0).toISOString().slice(0, 10));
  await page.locator('#extra-from').fill('15:00');
  await page.locator('#extra-to').fill('16:00');
  await page.getByRole('button', { name: 'Åbn tiden' }).click();
  await page.getByRole('status').filter({ hasText: 'ekstra tid' }).waitFor();
  expect(await planner.owner`select from hours_exception where end_minute = 960`).toHaveLength(1);
});

it('a request that waits is shown with what was on offer, and answered', async () => {
  const { ids } = planner;
  const made = await planner.ask(
    'dina',
    `mutation { makeRequest(input: { kind: TIME, offer: "${planner.gid('Offer', 'offer')}", message: "Jeg kan kun efter kl. 15",
      wishes: { forms: [PHONE] }, idempotencyKey: "${crypto.randomUUID()}" }) { __typename ... on Refusal { message } } }`,
  );
  expect(made.data).toMatchObject({ makeRequest: { __typename: 'Request' } });
  const page = await signIn(browser, planner, 'mette', { javaScriptEnabled: false });
  await page.goto(`${planner.url}/today`);
  const request = page.locator('.meeting', { hasText: 'Jeg kan kun efter kl. 15' });
  await request.getByText('Svar', { exact: false }).first().click();
  await request.getByRole('button', { name: 'Send svaret' }).click();
  expect(await page.locator('.error-summary').textContent()).toContain('Skriv et svar');
  await request.getByLabel('Svar til borgeren').fill('Vi ringer i morgen.');
  await request.getByRole('button', { name: 'Send svaret' }).click();
  expect(await page.locator('main').textContent()).not.toContain('Jeg kan kun efter kl. 15');
  expect(
    await planner.owner`select state from request where citizen_id = ${ids['dina'] as string}`,
  ).toMatchObject([{ state: 'answered' }]);
});

it.each(['light', 'dark'] as const)('axe finds nothing, %s', async (colorScheme) => {
  const page = await signIn(browser, planner, 'mette', { ...desktop, colorScheme });
  for (const path of ['/today', '/absences']) {
    await page.goto(`${planner.url}${path}`);
    expect(await findings(page), path).toEqual([]);
  }
});
