import { describe, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { calendarPage, signIn, timesPage } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';

const { planner, browser } = await openPlanner();

describe.each(['light', 'dark'] as const)('axe finds nothing, %s,', (colorScheme) => {
  it('on the citizen’s way from start to receipt', async () => {
    const page = await signIn(browser, planner, colorScheme === 'light' ? 'anna' : 'carla', { colorScheme });
    expect(await findings(page)).toEqual([]);
    await page.goto(timesPage(planner));
    expect(await findings(page)).toEqual([]);
    await page
      .locator(`button.time[value="${planner.at(colorScheme === 'light' ? 7 : 8).toISOString()}"]`)
      .click();
    await page.waitForURL(/\/holds\//);
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Book tiden' }).click();
    await page.waitForURL(/\/bookings\//);
    expect(await findings(page)).toEqual([]);
  });

  it('on the caseworker’s calendar and the help page', async () => {
    const page = await signIn(browser, planner, 'mette', {
      colorScheme,
      viewport: { width: 1280, height: 900 },
    });
    await page.goto(calendarPage(planner));
    expect(await findings(page)).toEqual([]);
    await page.goto(`${planner.url}/help`);
    expect(await findings(page)).toEqual([]);
  });
});
