import { beforeAll, describe, expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';

/** An information meeting with three seats, the day after the fixture's day. */
const { planner, browser } = await openPlanner();
let times: string;
beforeAll(async () => {
  const { ids, owner } = planner;
  const start = planner.at(36);
  const [offer] = await owner`
    insert into offer (job_centre_id, interview_type, title_da, title_en, forms, duration_minutes, grid_minutes, seats, published_from)
    values (${ids['north'] as string}, 7, 'Informationsmøde', 'Information meeting', '{IN_PERSON}', 60, 60, 3, '2020-01-01')
    returning id`;
  await owner`insert into group_session (offer_id, job_centre_id, caseworker_id, starts_at, ends_at, seats)
    values (${offer?.['id']}, ${ids['north'] as string}, ${ids['mette'] as string}, ${start},
      ${new Date(start.getTime() + 3_600_000)}, 3)`;
  const id = Buffer.from(`Offer:${offer?.['id']}`).toString('base64');
  times = `${planner.url}/offers/${encodeURIComponent(id)}/times?from=${start.toISOString().slice(0, 10)}`;
});

describe('a group meeting', () => {
  it.each([
    ['carla', '3 pladser', { viewport: { width: 390, height: 844 } }],
    ['dina', '2 pladser', { viewport: { width: 1280, height: 900 } }],
    ['fatima', '1 plads', { javaScriptEnabled: false }],
  ] as const)(
    'is booked like any other by %s, who sees %s left and nobody’s name',
    async (who, left, options) => {
      if (who === 'fatima') await renameFridaForSignIn();
      const page = await signIn(browser, planner, who, options);
      await page.goto(times);
      const slot = page.locator('button.time');
      expect(await slot.textContent()).toContain(left);
      expect(await page.locator('main').textContent()).toContain('Du er sammen med andre borgere.');
      await slot.click();
      await page.waitForURL(/\/holds\//);
      expect(await page.locator('main').textContent()).toContain('gruppemøde');
      await page.getByRole('button', { name: 'Book tiden' }).click();
      await page.waitForURL(/\/bookings\//);
      const receipt = await page.locator('main').textContent();
      expect(receipt).toContain('gruppemøde');
      for (const other of ['carla', 'dina', 'frida'])
        if (other !== who) expect(receipt).not.toContain(`${other} citizen`);
      await page.goto(`${planner.url}/`);
      expect(await page.locator('.next').textContent()).toContain('gruppemøde');
      // axe itself needs the page's JavaScript.
      if (who !== 'fatima') expect(await findings(page)).toEqual([]);
      await page.context().close();
    },
  );

  it('that is full is not offered any more', async () => {
    const page = await signIn(browser, planner, 'anna');
    await page.goto(times);
    expect(await page.locator('button.time').count()).toBe(0);
    await page.context().close();
  });

  it('asked for a cancellation says that the seat goes to another', async () => {
    const page = await signIn(browser, planner, 'carla');
    await page.getByRole('link', { name: 'Se mødet' }).click();
    await page.getByRole('link', { name: 'Afbestil mødet' }).click();
    await page.waitForURL(/\/cancel/);
    expect(await page.locator('main').textContent()).toContain('er din plads fri');
    await page.getByRole('button', { name: 'Ja, afbestil mødet' }).click();
    await page.waitForURL(/cancelled=/);
    expect(await planner.owner`select seat from seat`).toHaveLength(2);
    await page.context().close();
  });
});

/** The fixture's Frida is no persona of the demo: she signs in as one. */
const renameFridaForSignIn = () =>
  planner.owner`update user_account set subject = 'demo:fatima' where name = 'frida'`;
