// How the ten main pages look. Meant to look different now? Renew the pictures, look at them, and commit them:
// UPDATE_SNAPSHOTS=1 node bin/test.mjs --project browser test/browser/snapshots.test.ts
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calendarPage, signIn, timesPage } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';
import { cannotCompare, compare } from '../src/picture.ts';

const day = new Date('2027-03-10T00:00:00Z');
const twoWeeksBefore = new Date('2027-02-24T08:00:00Z');

const { planner, browser } = await openPlanner({ day });
let anna: Page;
let mette: Page;
let unlike: string | null;
beforeAll(async () => {
  unlike = await cannotCompare(browser);
  await planner.owner`update job_centre set name = 'Jobcenter Nord', phone = '89 40 00 00',
    phone_hours = ${planner.owner.json([{ weekday: 3, startMinute: 480, endMinute: 930 }])} where code = '10001'`;
  const still = { reducedMotion: 'reduce' } as const;
  anna = await signIn(browser, planner, 'anna', still);
  mette = await signIn(browser, planner, 'mette', still);
});
beforeEach(async ({ skip }) => {
  if (unlike) skip(unlike);
  await setClock(twoWeeksBefore);
});

async function setClock(now: Date): Promise<void> {
  await planner.owner`update clock set ahead = ${now}::timestamptz - clock_timestamp()`;
  for (const page of [anna, mette]) await page.clock.setFixedTime(now);
}

/** The whole page once two pictures in a row are the same: another width may take it a moment. */
async function settled(page: Page, covered: string[] = []): Promise<Buffer> {
  const mask = covered.map((selector) => page.locator(selector));
  const take = () => page.screenshot({ fullPage: true, animations: 'disabled', mask });
  for (let last = await take(); ; ) {
    const picture = await take();
    if (picture.equals(last)) return picture;
    last = picture;
  }
}

/** On a phone and on a desktop, `dark` too if asked; what changes from run to run is covered. */
async function expectAsKept(page: Page, name: string, options: { dark?: boolean; covered?: string[] } = {}) {
  // Fonts come with the second page at the latest: the first doesn't wait for them.
  await page.reload({ waitUntil: 'networkidle' });
  const wrong: (string | null)[] = [];
  for (const scheme of options.dark ? (['light', 'dark'] as const) : (['light'] as const)) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [device, width, height] of [
      ['phone', 390, 844],
      ['desktop', 1280, 900],
    ] as const) {
      await page.setViewportSize({ width, height });
      const picture = await settled(page, options.covered);
      wrong.push(compare(`${name}-${device}${scheme === 'dark' ? '-dark' : ''}`, picture));
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  expect(wrong.filter(Boolean)).toEqual([]);
}

// One story: what a page has done shows on those after it.
describe('the pages look as they did', () => {
  it('start', async () => {
    await anna.goto(`${planner.url}/`);
    await expectAsKept(anna, 'start', { dark: true });
  });

  it('choose a time', async () => {
    await anna.goto(timesPage(planner));
    await expectAsKept(anna, 'choose');
  });

  it('confirm', async () => {
    await anna.locator(`button.time[value="${planner.at(8).toISOString()}"]`).click();
    await anna.waitForURL(/\/holds\//);
    await expectAsKept(anna, 'confirm', { covered: ['.hold-line'] });
  });

  it('receipt', async () => {
    await anna.locator('#booking .button-primary').first().click();
    await anna.waitForURL(/\/bookings\//);
    await expectAsKept(anna, 'receipt');
  });

  it('details', async () => {
    await anna.goto(`${planner.url}/details`);
    await expectAsKept(anna, 'details');
  });

  it('help', async () => {
    await anna.goto(`${planner.url}/help`);
    await expectAsKept(anna, 'help');
  });

  it('receipt of a request', async () => {
    const offer = encodeURIComponent(planner.gid('Offer', 'offer'));
    await anna.goto(`${planner.url}/requests/new?offer=${offer}`);
    await anna.locator('main form .button-primary').click();
    await anna.waitForURL((url) => /^\/requests\/(?!new)/.test(url.pathname));
    await expectAsKept(anna, 'request');
  });

  it('calendar', async () => {
    await setClock(planner.at(6, 45));
    await mette.goto(calendarPage(planner));
    await expectAsKept(mette, 'calendar', { dark: true });
  });

  it('talk', async () => {
    await setClock(planner.at(6, 45));
    const [row] = await planner.owner`select id from booking where status = 'booked'`;
    const id = Buffer.from(`Booking:${row?.['id']}`).toString('base64');
    await mette.goto(`${planner.url}/talks/${encodeURIComponent(id)}`);
    await expectAsKept(mette, 'talk');
  });

  it('today', async () => {
    await setClock(planner.at(6, 45));
    await mette.goto(`${planner.url}/today`);
    await expectAsKept(mette, 'today');
  });
});
