import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Planner } from './planner.ts';

/** A browser of one's own on a phone, signed in through the demo's provider as this persona. */
export async function signIn(
  browser: Browser,
  planner: Planner,
  persona: string,
  more: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'da-DK',
    ...more,
  });
  const page = await context.newPage();
  await page.goto(`${planner.url}/sign-in?returnTo=/`);
  await page.locator(`button[value="${persona}"]`).click();
  await page.waitForURL((url) => !/^\/(demo-id|sign-in)/.test(url.pathname));
  return page;
}

/** The page on which the fixture's offer is chosen from, in the week of its day. */
export const timesPage = (planner: Planner) =>
  `${planner.url}/offers/${encodeURIComponent(planner.gid('Offer', 'offer'))}/times?from=${day(planner)}`;

/** The caseworkers' week of the fixture's day. */
export const calendarPage = (planner: Planner) =>
  `${planner.url}/calendar?team=${encodeURIComponent(planner.gid('Team', 'north team'))}&from=${day(planner)}`;

const day = (planner: Planner) => planner.at(0).toISOString().slice(0, 10);
