import type { Page } from 'playwright-core';
import { timesPage } from './browser.ts';
import type { Planner } from './planner.ts';

/** The day that is chosen from in the fixture: a start every half hour from 8 to 12, all of them mette's. */
export function dayOf(planner: Planner) {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Copenhagen', hour: 'numeric' });
  const midnight = Number(clock.format(planner.at(0)));
  return {
    /** A start by the clock in the job centre. */
    at: (hour: number, minute = 0) => planner.at(hour - midnight, minute),
    /** Mette is away between two instants: their times are no longer free. */
    away: (from: Date, to: Date) =>
      planner.owner`insert into absence (resource_id, during)
        values (${planner.ids['mette'] as string}, tstzrange(${from}, ${to}))`,
    /** Every time is free again. */
    clear: async () => {
      await planner.owner`delete from absence`;
      await planner.owner`delete from occupancy`;
      await planner.owner`update booking set status = 'released'`;
    },
  };
}

/** The button of one start in the list by day. */
export const time = (start: Date) => `button.time[value="${start.toISOString()}"]`;

/** What a part of the page says, as one line. */
export const words = async (page: Page, of = 'main') =>
  ((await page.locator(of).textContent()) ?? '').replace(/\s+/g, ' ');

/** Opens the week of the day, and waits until what happens elsewhere reaches it. */
export async function openLive(page: Page, planner: Planner): Promise<Page> {
  await page.goto(timesPage(planner));
  await page.getByText('Opdateres løbende').waitFor();
  return page;
}
