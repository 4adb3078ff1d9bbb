import { signIn } from '../src/browser.ts';
import { launchChromium } from '../src/chromium.ts';
import type { Planner } from '../src/planner.ts';
import { absolute, type Figure, median } from './figure.ts';
import { coldLoad, openPhone, type PageCost, slowDown } from './phone.ts';
import type { Population } from './population.ts';

const ROUNDS = 3;

/** Row 11: the citizen's pages on an old phone that has nothing of them yet; `useful` is what one came for. */
export async function benchPages(planner: Planner, people: Population): Promise<Figure[]> {
  const browser = await launchChromium();
  try {
    const page = await signIn(browser, planner, 'carla');
    const figures: Figure[] = [];
    const measure = async (name: string, useful: string) => {
      const url = page.url();
      const state = await page.context().storageState();
      const costs: PageCost[] = [];
      for (let round = 0; round < ROUNDS; round++) costs.push(await coldLoad(browser, state, url, useful));
      const of = (cost: 'scriptKb' | 'usefulMs' | 'blockedMs' | 'layoutShift') =>
        median(costs.map((each) => each[cost]));
      figures.push(
        absolute(`11: ${name}, JavaScript (kB gzip)`, of('scriptKb'), { atMost: 60 }),
        absolute(`11: ${name}, first useful paint at 400 kbit/s (ms)`, of('usefulMs'), { atMost: 2000 }),
        absolute(`11: ${name}, main thread blocked, CPU 4× slower (ms)`, of('blockedMs'), { atMost: 300 }),
        absolute(`11: ${name}, layout shift`, of('layoutShift'), { atMost: 0 }),
      );
    };
    await measure('start', 'main h1');
    await page.goto(`${planner.url}/offers/${encodeURIComponent(people.offer)}/times`);
    await measure('choose a time', 'button.time');
    await page.locator('button[name="startsAt"]').first().click();
    await page.waitForURL(/\/holds\//);
    await measure('confirm', '#booking .button-primary');
    // The population's phones are not known, and the talk may be by phone.
    await page.locator('#phone').fill('20 00 00 01');
    await page.locator('#booking .button-primary').click();
    await page.waitForURL(/\/bookings\//);
    await measure('receipt', 'main h1');
    return figures;
  } finally {
    await browser.close();
  }
}

/** The citizen's way from sign-in to receipt on the same phone, one action a step; it is timed until the next can be taken. */
export async function benchWalk(planner: Planner): Promise<Figure[]> {
  const browser = await launchChromium();
  try {
    const page = await openPhone(browser);
    await slowDown(page);
    await page.goto(`${planner.url}/sign-in?returnTo=/`);
    const steps: [name: string, press: string, then: string][] = [
      ['sign in', 'button[value="anna"]', 'main .duty .button-primary'],
      ['find a time', 'main .duty .button-primary', 'button[name="startsAt"]'],
      ['choose it', 'button[name="startsAt"]', '#booking .button-primary'],
      ['book it', '#booking .button-primary', 'main a[href*="/graphql/"], main a[href*=".ics"]'],
    ];
    const figures: Figure[] = [];
    for (const [name, press, then] of steps) {
      const begin = performance.now();
      await page.locator(press).first().click();
      await page.locator(then).first().waitFor();
      figures.push(absolute(`Walk: ${name} (ms)`, performance.now() - begin, { atMost: 5000 }));
    }
    return [absolute('Walk: actions from sign-in to receipt', steps.length, { atMost: 5 }), ...figures];
  } finally {
    await browser.close();
  }
}
