import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signIn } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';

/** The citizen's pages around the booking itself: start, offers, cancelling, details, who has looked, help. */
const { planner, browser } = await openPlanner();
beforeAll(async () => {
  await planner.owner`update job_centre set phone = '89 40 00 00', phone_hours = ${planner.owner.json(
    [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute: 480, endMinute: 930 })),
  )}`;
});
beforeEach(async () => {
  await planner.owner`update clock set ahead = '0'`;
});

const main = (page: Page) => page.locator('main').textContent();
const phone = { viewport: { width: 390, height: 844 } };
const desktop = { viewport: { width: 1280, height: 900 } };
const noScript = { javaScriptEnabled: false };

/** A talk in the diary of one of the fixture's people, which meets her open deadline if she has one. */
async function booked(who: string, hour: number, more: { offer?: string; session?: string } = {}) {
  const { ids, owner } = planner;
  const [row] = await owner`
    insert into booking (job_centre_id, offer_id, session_id, interview_type, citizen_id, caseworker_id, form, starts_at, ends_at,
      status, self_booked)
    values (${ids['north'] as string}, ${more.offer ?? (ids['offer'] as string)}, ${more.session ?? null}, 7, ${ids[who] as string},
      ${ids['mette'] as string}, 'PHONE', ${planner.at(hour)}, ${planner.at(hour, 30)}, 'booked', true) returning id`;
  await owner`update deadline set state = 'met', booking_id = ${row?.['id']}
    where citizen_id = ${ids[who] as string} and state = 'open'`;
  return row?.['id'] as string;
}
const clear = async (who: string) => {
  const citizen = planner.ids[who] as string;
  await planner.owner`update deadline set state = 'open', booking_id = null where citizen_id = ${citizen}`;
  await planner.owner`update booking set status = 'cancelled' where citizen_id = ${citizen} and status = 'booked'`;
};

describe.each([
  ['on a phone', phone],
  ['on a desktop', desktop],
  ['without JavaScript', noScript],
] as [string, BrowserContextOptions][])('%s', (_, options) => {
  it('the start page says first what must be done and by when, then what is next and what may be changed', async () => {
    await clear('anna');
    const page = await signIn(browser, planner, 'anna', options);
    expect(await page.locator('h2').first().textContent()).toContain('Du skal booke en jobsamtale');
    expect(await main(page)).toContain('Samtalen skal både bookes og holdes senest onsdag');
    await booked('anna', 7);
    await page.goto(`${planner.url}/`);
    expect(await page.locator('h2').first().textContent()).toContain('Dit næste møde');
    expect(await main(page)).toContain('Du kan flytte eller afbestille indtil tirsdag');
    // On the day before it is said in words, and then it is too late to change it here.
    await planner.owner`update clock set ahead = ${planner.at(7)}::timestamptz - interval '23 hours' - clock_timestamp()`;
    await page.goto(`${planner.url}/`);
    expect(await page.locator('.next-when').textContent()).toContain('I morgen, onsdag');
    expect(await main(page)).toContain('Det er for sent at flytte eller afbestille her.');
    await page.context().close();
  });

  it('a missed deadline tells what happened, who looks at it and whom to call', async () => {
    await clear('anna');
    await planner.owner`update deadline set state = 'missed' where citizen_id = ${planner.ids['anna'] as string}`;
    const page = await signIn(browser, planner, 'anna', options);
    const alert = page.locator('.alert-warning');
    expect(await alert.textContent()).toMatch(
      /Fristen for at booke en jobsamtale er gået.*En medarbejder i north ser på det/s,
    );
    expect(await alert.getByRole('link', { name: 'Ring 89 40 00 00' }).getAttribute('href')).toBe(
      'tel:89400000',
    );
    await page.context().close();
  });

  it('an offer that is not open says why', async () => {
    await clear('anna');
    await booked('anna', 7);
    const page = await signIn(browser, planner, 'anna', options);
    await page.getByRole('link', { name: 'Book et møde' }).click();
    await page.waitForURL(/\/offers/);
    expect(await main(page)).toContain('Du har allerede booket så mange af disse samtaler, som man kan.');
    await planner.owner`update offer set groups = '{99}' where id = ${planner.ids['offer'] as string}`;
    await page.reload();
    expect(await main(page)).toContain('Mødet er for borgere i en anden gruppe end din.');
    await planner.owner`update offer set groups = '{}' where id = ${planner.ids['offer'] as string}`;
    await page.context().close();
  });

  it('cancelling says what follows, and the deadline opens again with its date', async () => {
    await clear('anna');
    const id = await booked('anna', 7);
    const page = await signIn(browser, planner, 'anna', options);
    await page.getByRole('link', { name: 'Se mødet' }).click();
    await page.getByRole('link', { name: 'Afbestil mødet' }).click();
    await page.waitForURL(/\/cancel/);
    expect(await main(page)).toMatch(/en anden kan tage tiden.*book en ny tid senest onsdag/s);
    await page.getByRole('link', { name: 'Nej, behold mødet' }).click();
    await page.getByRole('link', { name: 'Afbestil mødet' }).click();
    await page.getByRole('button', { name: 'Ja, afbestil mødet' }).click();
    await page.waitForURL(/cancelled=/);
    expect(await page.getByRole('status').textContent()).toMatch(/Mødet onsdag .* er afbestilt/);
    const [row] = await planner.owner`select status from booking where id = ${id}`;
    expect(row?.['status']).toBe('cancelled');
    expect(await page.locator('h2').first().textContent()).toContain('Du skal booke en jobsamtale');
    await page.context().close();
  });

  it('details are saved, and what cannot be right is told at its field and kept as typed', async () => {
    const page = await signIn(browser, planner, 'carla', options);
    await page.goto(`${planner.url}/details`);
    await page.locator('#phone').fill('12 34');
    await page.getByRole('button', { name: 'Gem' }).click();
    const summary = page.locator('.error-summary');
    await summary.waitFor();
    expect(await summary.textContent()).toContain('Skriv telefonnummeret med 8 tal');
    expect(await page.locator('#phone').inputValue()).toBe('12 34');
    expect(await page.locator('#phone').getAttribute('aria-describedby')).toContain('phone-error');
    await page.locator('#phone').fill('20000003');
    await page.getByLabel('SMS').uncheck();
    await page.getByRole('button', { name: 'Gem' }).click();
    await page.waitForURL(/saved/);
    expect(await page.getByRole('status').textContent()).toContain('gemt');
    expect(await page.locator('#phone').inputValue()).toBe('20 00 00 03');
    expect(await page.getByLabel('SMS').isChecked()).toBe(false);
    // The language is remembered for the account, not on this device only.
    await page.getByLabel('English').check();
    await page.getByRole('button', { name: 'Gem' }).click();
    await page.getByRole('heading', { name: 'My details' }).waitFor();
    const [row] = await planner.owner`select language from user_account where name = 'carla'`;
    expect(row?.['language']).toBe('en');
    await planner.owner`update user_account set language = 'da' where name = 'carla'`;
    await planner.owner`update citizen_identity set remind_by_sms = true`;
    await page.context().close();
  });

  it('help says whether somebody answers now, and takes a request to be called at night', async () => {
    await planner.owner`delete from request_message`;
    await planner.owner`delete from request`;
    await planner.owner`update clock set ahead = ${planner.at(21)}::timestamptz - clock_timestamp()`;
    const page = await signIn(browser, planner, 'bo', options);
    await page.goto(`${planner.url}/help`);
    expect(await main(page)).toContain('Telefonen er lukket nu. Den åbner i morgen kl.\u00a08.00.');
    await page.getByRole('button', { name: 'Bed om et opkald' }).click();
    await page.locator('.error-summary').waitFor();
    expect(await page.locator('.error-summary').textContent()).toContain('Skriv det telefonnummer');
    await page.locator('#phone').fill('20 00 00 05');
    await page.getByRole('button', { name: 'Bed om et opkald' }).click();
    await page.getByText(/Nummer A-\d{4}-\d+\. Sendt onsdag/).waitFor();
    await page.goto(`${planner.url}/`);
    expect(await main(page)).toMatch(/Du har bedt om at blive ringet op.*Nummer A-/s);
    await page.goto(`${planner.url}/help`);
    await page.getByRole('button', { name: 'Træk anmodningen tilbage' }).click();
    await page.getByRole('heading', { name: 'Anmodningen er trukket tilbage' }).waitFor();
    await page.context().close();
  });
});

describe('help before sign-in', () => {
  it.each([phone, noScript])('asks for the job centre and shows its number', async (options) => {
    const page = await (await browser.newContext({ locale: 'da-DK', ...options })).newPage();
    await page.goto(`${planner.url}/help`);
    await page.locator('#centre').selectOption({ label: 'south' });
    await page.getByRole('button', { name: 'Vis nummeret' }).click();
    await page.getByRole('heading', { name: 'south' }).waitFor();
    expect(await page.getByRole('link', { name: 'Ring 89 40 00 00' }).count()).toBeGreaterThan(0);
    await page.context().close();
  });
});
