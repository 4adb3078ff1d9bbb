import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn, timesPage } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';

/** The page on which a held time is checked and booked, and what happens when it runs out. */
const { planner, browser } = await openPlanner();
beforeAll(async () => {
  await planner.owner`update offer set max_open = 9`;
  await planner.owner`update citizen_identity set phone = '20 00 00 01', email = 'anna@borger.example'`;
});
beforeEach(async () => {
  await planner.owner`update booking set status = 'cancelled' where status in ('booked', 'held')`;
  await planner.owner`update deadline set state = 'open', booking_id = null, hold_by = hold_by + 60`;
});

let used = 0;
/** A start that no test has had; the next half hour is free, too. */
const fresh = () => {
  used += 1;
  const week = Math.floor(used / 12);
  return planner.at((week * 7 + Math.floor((used % 12) / 4)) * 24 + 7 + (used % 4));
};
const later = (at: Date) => new Date(at.getTime() + 30 * 60_000);
const weekOf = (at: Date) => at.toISOString().slice(0, 10);
const time = (at: Date) => `button.time[value="${at.toISOString()}"]`;
const form = (page: Page, which: string) => page.locator(`input[name="form"][value="${which}"]`);
const main = (page: Page) => page.locator('main').textContent();
const phone = { viewport: { width: 390, height: 844 } };
const desktop = { viewport: { width: 1280, height: 900 } };
const noScript = { javaScriptEnabled: false };

async function hold(page: Page, at: Date) {
  page.setDefaultTimeout(10_000);
  await page.goto(timesPage(planner).replace(/from=.*/, `from=${weekOf(at)}`));
  await page.locator(time(at)).click();
  await page.waitForURL(/\/holds\//);
}
/** The hold's end is in the past; told in one transaction as a command would, since the feed tells of the booking alone. */
const runOut = () =>
  planner.owner`
    with ended as (
      update booking set expires_at = clock_timestamp() - interval '1 second' where status = 'held' returning id)
    update occupancy set expires_at = clock_timestamp() - interval '1 second' where booking_id in (select id from ended)`;
async function write(page: Page) {
  await form(page, 'PHONE').check();
  await page.locator('details.contact summary').click();
  await page.locator('#phone').fill('30 40 50 60');
  await page.locator('#email').fill('vagt@firma.example');
  await page.locator('textarea').fill('Jeg har min søster med.');
}
async function stillWritten(page: Page) {
  expect(await form(page, 'PHONE').isChecked()).toBe(true);
  expect(await page.locator('#phone').inputValue()).toBe('30 40 50 60');
  expect(await page.locator('#email').inputValue()).toBe('vagt@firma.example');
  expect(await page.locator('textarea').inputValue()).toBe('Jeg har min søster med.');
}
const said = async () => {
  const [row] = await planner.owner`
    select form, phone, email, message from booking b left join booking_contact c on c.booking_id = b.id
    left join booking_message w on w.booking_id = b.id where status = 'booked'`;
  return row;
};

describe.each([
  ['on a phone', phone],
  ['on a desktop', desktop],
  ['without JavaScript', noScript],
] as [string, BrowserContextOptions][])('%s', (_, options) => {
  it('what is known stands there, what is changed is kept with the talk, and what cannot be right is told', async () => {
    const at = fresh();
    const page = await signIn(browser, planner, 'anna', options);
    await hold(page, at);
    expect(await main(page)).toMatch(
      /Jobsamtale.*dag den .*mette caseworker.*Med denne tid overholder du fristen onsdag/s,
    );
    expect(await page.locator('#phone').inputValue()).toBe('20 00 00 01');
    expect(await form(page, 'IN_PERSON').isChecked()).toBe(true);
    await write(page);
    await page.locator('#phone').fill('12');
    await page.getByRole('button', { name: 'Book tiden' }).click();
    const link = page
      .locator('.error-summary')
      .getByRole('link', { name: 'Skriv telefonnummeret med 8 tal' });
    await link.click();
    await expect.poll(() => page.evaluate(() => location.hash)).toBe('#phone');
    await page.locator('#phone').fill('30 40 50 60');
    await stillWritten(page);
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.waitForURL(/\/bookings\//);
    expect(await said()).toEqual({
      form: 'PHONE',
      phone: '30 40 50 60',
      email: 'vagt@firma.example',
      message: 'Jeg har min søster med.',
    });
    await page.context().close();
  });

  it('what is left as it was goes on following her details', async () => {
    const at = fresh();
    const page = await signIn(browser, planner, 'anna', options);
    await hold(page, at);
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.waitForURL(/\/bookings\//);
    expect(await said()).toMatchObject({ phone: null, email: null, message: null });
    await page.context().close();
  });

  it('another time is chosen in another week, and what was written comes along', async () => {
    const at = fresh();
    const page = await signIn(browser, planner, 'anna', options);
    await hold(page, at);
    await write(page);
    await page.getByRole('button', { name: 'Vælg en anden tid' }).click();
    await page.getByText('Det, du har skrevet, følger med').waitFor();
    expect(page.url()).not.toMatch(/søster|firma/);
    expect(await planner.owner`select from booking where status = 'held'`).toEqual([]);
    // In the week of the time she had.
    expect(new URL(page.url()).searchParams.get('from')).toBe(weekOf(at));
    const week = page.locator('.weeks');
    await week.getByText('Næste uge').click();
    await page.waitForURL((url) => url.searchParams.get('from') !== weekOf(at));
    const next = week.getByText('Forrige uge');
    await next.waitFor();
    const other = page.locator('.days button.time').first();
    const startsAt = await other.getAttribute('value');
    await other.click();
    await page.getByRole('button', { name: 'Book tiden' }).waitFor();
    expect(await page.locator('textarea').inputValue()).toBe('Jeg har min søster med.');
    expect(await page.locator('#phone').inputValue()).toBe('30 40 50 60');
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.waitForURL(/\/bookings\//);
    expect(await said()).toMatchObject({ phone: '30 40 50 60', message: 'Jeg har min søster med.' });
    const [row] = await planner.owner`select starts_at from booking where status = 'booked'`;
    expect(row?.['starts_at']).toEqual(new Date(startsAt ?? 0));
    await page.context().close();
  });

  it('another time is chosen from the plain list when nothing was written', async () => {
    const page = await signIn(browser, planner, 'anna', options);
    await hold(page, fresh());
    await page.getByRole('button', { name: 'Vælg en anden tid' }).click();
    await page.waitForURL(/\/times/);
    await page.locator('.days button.time').first().waitFor();
    expect(await page.getByText('Det, du har skrevet').count()).toBe(0);
    await page.context().close();
  });

  it('a hold that ran out keeps what was written, and the same time is held again by one button', async () => {
    const at = fresh();
    const page = await signIn(browser, planner, 'anna', options);
    await hold(page, at);
    await write(page);
    await runOut();
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.locator('.error-summary').waitFor();
    expect(await page.locator('.error-summary').textContent()).toContain(
      'Vi holder ikke længere tiden til dig.',
    );
    await stillWritten(page);
    await page.getByRole('button', { name: 'Prøv den samme tid igen' }).first().click();
    await page.getByRole('button', { name: 'Book tiden' }).waitFor();
    await stillWritten(page);
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.waitForURL(/\/bookings\//);
    expect(await said()).toMatchObject({
      form: 'PHONE',
      phone: '30 40 50 60',
      message: 'Jeg har min søster med.',
    });
    await page.context().close();
  });

  it('taken meanwhile, the nearest are offered, and what was written follows to the one chosen', async () => {
    const at = fresh();
    const page = await signIn(browser, planner, 'anna', options);
    await hold(page, at);
    await write(page);
    await runOut();
    const other = await signIn(browser, planner, 'dina', noScript);
    await hold(other, at);
    await other.getByRole('button', { name: 'Book tiden' }).waitFor();
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.getByRole('button', { name: 'Prøv den samme tid igen' }).first().click();
    await page.getByText('Tiden er lige blevet taget.').waitFor();
    await stillWritten(page);
    await page.locator('.error-summary').getByRole('button').first().click();
    await page.getByRole('button', { name: 'Book tiden' }).waitFor();
    await stillWritten(page);
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.waitForURL(/\/bookings\//);
    expect(await said()).toMatchObject({ phone: '30 40 50 60', message: 'Jeg har min søster med.' });
    await page.context().close();
    await other.context().close();
  });

  it('moving brings along what was said with the old talk', async () => {
    const at = fresh();
    const page = await signIn(browser, planner, 'anna', options);
    await hold(page, at);
    await write(page);
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.waitForURL(/\/bookings\//);
    await page.getByRole('link', { name: 'Flyt mødet' }).click();
    await page.waitForURL(/replaces=/);
    await page.goto(`${page.url()}&from=${weekOf(at)}`);
    await page.locator(time(later(at))).click();
    await page.waitForURL(/\/holds\//);
    await stillWritten(page);
    await page.getByRole('button', { name: 'Flyt mødet hertil' }).click();
    await page.waitForURL(/\/bookings\//);
    expect(await said()).toMatchObject({
      form: 'PHONE',
      phone: '30 40 50 60',
      message: 'Jeg har min søster med.',
    });
    await page.context().close();
  });

  it('more time is given ten times, and how often is left is said when few', async () => {
    const at = fresh();
    const page = await signIn(browser, planner, 'anna', options);
    await hold(page, at);
    // Without the fragment that the list of times leaves in the address: with it nothing would be loaded again.
    const url = page.url().split('#', 1)[0] as string;
    await planner.owner`update booking set prolonged = 8, expires_at = clock_timestamp() + interval '50 seconds' where status = 'held'`;
    await page.goto(url);
    await write(page);
    for (const left of ['2 gange', 'én gang']) {
      await page.getByText(`Du kan få mere tid ${left} endnu.`).waitFor();
      await page.getByRole('button', { name: 'Giv mig mere tid' }).click();
      await expect
        .poll(
          () =>
            planner.owner`select prolonged from booking where status = 'held' and expires_at > clock_timestamp() + interval '5 minutes'`,
        )
        .toHaveLength(1);
      await stillWritten(page);
      if (left === 'én gang') break;
      await planner.owner`update booking set expires_at = clock_timestamp() + interval '50 seconds' where status = 'held'`;
      await page.goto(url);
      await write(page);
    }
    const [row] = await planner.owner`select prolonged from booking where status = 'held'`;
    expect(row?.['prolonged']).toBe(10);
    await page.context().close();
  });
});

describe('the countdown', () => {
  it.each([-60, 60])(
    'goes by the planner’s clock though the phone’s is wrong by %i minutes',
    async (minutes) => {
      const at = fresh();
      const page = await signIn(browser, planner, 'anna', phone);
      await page.clock.install({ time: Date.now() + minutes * 60_000 });
      await hold(page, at);
      await page.locator('.hold-line', { hasText: 'i 10 minutter' }).waitFor();
      const live = page.locator('#booking p[aria-live]');
      expect(await live.textContent()).toBe('');
      await page.clock.runFor(9 * 60_000);
      expect(await live.textContent()).toContain('Der er et minut tilbage.');
      await page.clock.runFor(41_000);
      expect(await live.textContent()).toBe('Der er 20 sekunder tilbage.');
      await page.locator('textarea').fill('Næsten færdig');
      await page.clock.runFor(20_000);
      expect(await live.textContent()).toContain('Tiden holdes ikke længere.');
      expect(await page.locator('textarea').inputValue()).toBe('Næsten færdig');
      await page.getByRole('button', { name: 'Prøv den samme tid igen' }).first().waitFor();
      await page.context().close();
    },
  );

  it('is walked through by keyboard, and focus stays where the reader is', async () => {
    const at = fresh();
    const page = await signIn(browser, planner, 'anna', desktop);
    await hold(page, at);
    await form(page, 'IN_PERSON').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('30405060');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Hej');
    await planner.owner`update booking set expires_at = clock_timestamp() + interval '50 seconds' where status = 'held'`;
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toContain('Book tiden');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/bookings\//);
    expect(await said()).toMatchObject({ form: 'PHONE', phone: '30 40 50 60', message: 'Hej' });
    await page.context().close();
  });

  it('when it cannot be sent, what is written stays and it is said', async () => {
    const at = fresh();
    const page = await signIn(browser, planner, 'anna', phone);
    await hold(page, at);
    await write(page);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.getByText('Det kunne ikke sendes.').waitFor();
    await stillWritten(page);
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.waitForURL(/\/bookings\//);
    await page.context().close();
  });
});

it.each(['light', 'dark'] as const)('axe finds nothing on a hold that ran out, %s', async (colorScheme) => {
  const at = fresh();
  const page = await signIn(browser, planner, 'anna', { colorScheme });
  await hold(page, at);
  await runOut();
  await page.getByRole('button', { name: 'Book tiden' }).click();
  await page.locator('.error-summary').waitFor();
  expect(await findings(page)).toEqual([]);
  await page.context().close();
});
