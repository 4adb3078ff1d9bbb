import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn } from '../src/browser.ts';
import { giveCpr } from '../src/cpr.ts';
import { openPlanner } from '../src/open-planner.ts';

const { planner, browser } = await openPlanner();
beforeAll(async () => {
  await giveCpr(planner, 'carla', '0203041234');
});

const desktop = { viewport: { width: 1280, height: 900 } };
const mette = () => planner.gid('Caseworker', 'mette');
/** The panel for one spot in mette's day; local wall time. */
const spot = (time: string) => {
  const day = planner.at(0).toISOString().slice(0, 10);
  return `${planner.url}/calendar?${new URLSearchParams({ view: 'day', from: day, who: mette(), book: `${day}T${time}`, for: mette() })}`;
};
const booked = async (citizen: string) =>
  planner.owner`select b.starts_at, b.form, b.self_booked, n.note from booking b left join booking_note n on n.booking_id = b.id
    where b.citizen_id = ${planner.ids[citizen] as string} and b.status = 'booked'`;

async function choose(page: Page, words: string, name: string) {
  await page.fill('#words', words);
  await page.getByRole('button', { name: 'Søg' }).click();
  await page.locator('.panel').getByRole('link', { name }).click();
}

describe.each([
  ['with JavaScript', {}, ['anna', 'dina'], ['10:00', '11:00']],
  ['without', { javaScriptEnabled: false }, ['erik', 'frida'], ['10:30', '11:30']],
] as const)('an empty spot, %s,', (_, how, [first, second], [free, other]) => {
  it('is booked for a citizen found by name, who is shown with what she must book', async () => {
    const page = await signIn(browser, planner, 'mette', { ...desktop, ...how });
    await page.goto(spot(free));
    await page.getByText('Tiden er ledig.').waitFor();
    await choose(page, first, `${first} citizen`);
    if (first === 'anna') await page.getByText('Frist: Jobsamtale').waitFor();
    await page.selectOption('#book-form', 'PHONE');
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.getByText('Mødet er booket.').waitFor();
    expect(await page.locator('.panel').textContent()).toContain(`${first} citizen`);
    const [row] = await booked(first);
    expect(row).toMatchObject({ form: 'PHONE', self_booked: false, note: null });
  });

  it('that is taken is booked on purpose, with a reason, after saying what is in the way', async () => {
    const page = await signIn(browser, planner, 'mette', { ...desktop, ...how });
    await page.goto(spot(free));
    await page.getByText('Tiden er ikke ledig:').waitFor();
    expect(await page.locator('.panel .rules li').count()).toBeGreaterThan(0);
    await choose(page, second, `${second} citizen`);
    await page.getByRole('button', { name: 'Book alligevel' }).click();
    await page.locator('.error-summary').waitFor();
    expect(await booked(second)).toHaveLength(0);
    await page.fill('#note', 'Aftalt i telefonen');
    await page.getByRole('button', { name: 'Book alligevel' }).click();
    await page.getByText('Mødet er booket.').waitFor();
    expect(await booked(second)).toMatchObject([{ note: 'Aftalt i telefonen' }]);
    const [a] = await booked(first);
    expect((await booked(second))[0]?.['starts_at']).toEqual(a?.['starts_at']);
  });

  it('finds by CPR number, which is in no address, and refuses an unknown one without repeating it', async () => {
    const page = await signIn(browser, planner, 'mette', { ...desktop, ...how });
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await page.goto(spot(other));
    // Once alive, the page shows the refusal itself; it went lost when it thought it had to load anew.
    await page.waitForLoadState('networkidle');
    await page.fill('#words', '040506-1234');
    await page.getByRole('button', { name: 'Søg' }).click();
    await page.locator('.error-summary').waitFor();
    await page.waitForLoadState('networkidle');
    await page.fill('#words', '020304-1234');
    await page.getByRole('button', { name: 'Søg' }).click();
    await page.locator('.panel', { hasText: 'carla citizen' }).waitFor();
    expect(addresses.filter((url) => /\d{6}-?1234/.test(url))).toEqual([]);
    expect(await page.content()).not.toContain('040506');
  });
});

it('is reached from a citizen’s page, and axe finds nothing there, light or dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await signIn(browser, planner, 'mette', { ...desktop, colorScheme });
    const day = planner.at(0).toISOString().slice(0, 10);
    await page.goto(
      `${planner.url}/citizens/${encodeURIComponent(planner.gid('Citizen', 'carla'))}/book?from=${day}`,
    );
    await page.fill('#other-at', `${day}T11:00`);
    await page.getByRole('button', { name: 'Se tiden i kalenderen' }).click();
    await page.locator('.panel', { hasText: 'carla citizen' }).waitFor();
    expect(await findings(page)).toEqual([]);
  }
});
