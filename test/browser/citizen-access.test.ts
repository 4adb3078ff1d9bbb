import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';

/** The citizen's pages for whoever uses a keyboard, a screen reader, a narrow screen or no pointer. */
const { planner, browser } = await openPlanner();
beforeAll(async () => {
  const { ids, owner } = planner;
  await owner`update job_centre set phone = '89 40 00 00'`;
  await owner`insert into booking (job_centre_id, offer_id, interview_type, citizen_id, caseworker_id, form, starts_at, ends_at,
      status, self_booked)
    values (${ids['north'] as string}, ${ids['offer'] as string}, 7, ${ids['carla'] as string}, ${ids['mette'] as string}, 'PHONE',
      ${planner.at(8)}, ${planner.at(8, 30)}, 'booked', false)`;
  for (let look = 119; look >= 0; look--)
    await owner`insert into access_log (at, viewer_id, citizen_id, operation, kind, role, organisation, purpose)
      values (planner_now() - ${look} * interval '1 hour', ${ids['user mette'] as string}, ${ids['carla'] as string}, 'x',
        ${look === 0 ? 'cpr' : 'read'}, 'caseworker', 'north', ${look === 0 ? 'identify' : null})`;
});

const pages = [
  '/',
  '/offers',
  '/details',
  '/access-log',
  '/help',
  '/accessibility',
  '/cookies',
  '/no-such-page',
];

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  it.each([390, 1280])('axe finds nothing at %i pixels', async (width) => {
    const page = await signIn(browser, planner, 'carla', { colorScheme, viewport: { width, height: 900 } });
    for (const path of pages) {
      await page.goto(planner.url + path);
      expect(await findings(page), path).toEqual([]);
    }
    await page.context().close();
  });
});

it('nothing is cut off at 320 pixels, which is 1280 at a zoom of 400 %', async () => {
  const page = await signIn(browser, planner, 'carla', { viewport: { width: 320, height: 640 } });
  for (const path of pages) {
    await page.goto(planner.url + path);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over, path).toBeLessThanOrEqual(0);
  }
  await page.context().close();
});

it('print has what is to be read, dark on white, and nothing to press', async () => {
  const page = await signIn(browser, planner, 'carla', { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  for (const path of ['/', '/details', '/help']) {
    await page.goto(planner.url + path);
    const [ground, toPress] = await page.evaluate(() => {
      const pressable = [
        ...document.querySelectorAll<HTMLElement>('main .back-link, main button, nav a, footer a'),
      ];
      return [
        getComputedStyle(document.body).backgroundColor,
        pressable.filter((one) => one.checkVisibility()).length,
      ];
    });
    expect([path, ground, toPress]).toEqual([path, expect.stringMatching(/255, 255, 255|0, 0, 0, 0/), 0]);
    expect(await page.locator('h1').isVisible()).toBe(true);
  }
  await page.context().close();
});

it('the accessibility statement says whom to complain to, by an address that lasts', async () => {
  const page = await signIn(browser, planner, 'carla');
  await page.goto(`${planner.url}/accessibility`);
  expect(await page.locator('main').textContent()).toMatch(
    /10 arbejdsdage.*klage til Digitaliseringsstyrelsen/s,
  );
  expect(await page.getByRole('link', { name: 'digst.dk' }).getAttribute('href')).toBe('https://digst.dk/');
  await page.context().close();
});

describe('by keyboard alone', () => {
  /** Tabs on until the focus is on what is named so; says what it passed when it never comes. */
  async function tabTo(page: Page, name: string) {
    const passed: string[] = [];
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab');
      const on = await page.evaluate(() => {
        const element = document.activeElement;
        const visible = element?.matches(':focus-visible') ?? false;
        const label = element?.id ? document.querySelector(`label[for="${element.id}"]`) : null;
        return { name: (label ?? element)?.textContent?.trim() ?? '', visible };
      });
      expect(on.visible, `focus on ${on.name}`).toBe(true);
      if (on.name === name) return;
      passed.push(on.name);
    }
    throw new Error(`No “${name}” among ${passed.join(' · ')}`);
  }

  it('one gets from the start through the menu to the details and saves them', async () => {
    const page = await signIn(browser, planner, 'carla', { viewport: { width: 1280, height: 900 } });
    // From here on the pages change in place, which is when the focus must be seen to.
    await page.waitForLoadState('networkidle');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Gå til indholdet');
    await tabTo(page, 'Mine oplysninger');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/details/);
    // The new page's heading has the focus, so that a screen reader begins there.
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await tabTo(page, 'Telefon (kan udelades)');
    await page.keyboard.type('20 00 00 03');
    await page.keyboard.press('Enter');
    await page.waitForURL(/saved/);
    await page.context().close();
  });

  it('the menu of a phone opens, and a meeting is cancelled', async () => {
    const page = await signIn(browser, planner, 'carla');
    await tabTo(page, 'Menu');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Mine møder');
    await tabTo(page, 'Se mødet');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/bookings\//);
    await tabTo(page, 'Afbestil mødet');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/cancel/);
    await tabTo(page, 'Ja, afbestil mødet');
    await page.keyboard.press('Enter');
    await page.waitForURL(/cancelled=/);
    await page.context().close();
  });
});

describe('who has looked', () => {
  it.each([true, false])(
    'is told by day with role, place and purpose, and older ones follow (JavaScript: %s)',
    async (javaScriptEnabled) => {
      const page = await signIn(browser, planner, 'carla', { javaScriptEnabled });
      await page.goto(`${planner.url}/access-log`);
      const text = await page.locator('main').textContent();
      expect(text).toContain('Vejleder, north');
      expect(text).toContain('Har set hele dit CPR-nummer');
      expect(text).toContain('Formål: at være sikker på, hvem du er');
      expect(text).toContain('6 måneder tilbage');
      expect(text).not.toContain('mette');
      const days = await page.locator('main h2').count();
      await page.getByRole('link', { name: 'Vis ældre' }).click();
      await page.waitForURL(/after=/);
      expect(await page.locator('main h2').count()).toBeGreaterThan(0);
      expect(await page.locator('main h2').count()).toBeLessThan(days);
      await page.getByRole('link', { name: 'Vis de nyeste' }).click();
      await page.waitForURL(/access-log$/);
      await page.context().close();
    },
  );
});
