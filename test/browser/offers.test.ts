import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { findings } from '../src/axe.ts';
import { signIn } from '../src/browser.ts';
import { openPlanner } from '../src/open-planner.ts';
import { addTalk } from '../src/talk.ts';

const { planner, browser } = await openPlanner();

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 2, name }).waitFor();

it.each([
  ['a phone without scripts', { viewport: { width: 390, height: 844 }, javaScriptEnabled: false }, 'Vest'],
  ['a desktop', { viewport: { width: 1280, height: 900 }, javaScriptEnabled: true }, 'Øst'],
])(
  'an administrator makes an offer step by step, is told what is wrong, pauses and copies it, on %s',
  async (_, device, title) => {
    const page = await signIn(browser, planner, 'ida', device);
    const examine = async () => expect(device.javaScriptEnabled ? await findings(page) : []).toEqual([]);
    await page.goto(`${planner.url}/administration/offers/ready-made`);
    await examine();
    await page.getByRole('link', { name: 'Jobsamtale', exact: true }).click();
    await heading(page, 'Fire spørgsmål');
    await examine();
    await page.getByLabel('Gruppe 2').check();
    await page.getByLabel('Samtalens længde').fill('3');
    await button(page, 'Vis alle indstillinger').click();
    await heading(page, 'Hvad');
    await page.getByLabel('Titel på dansk').fill('');
    await button(page, 'Gem som kladde').click();
    await page.locator('.error-summary').getByText('Skriv en titel').waitFor();
    await page.getByLabel('Titel på dansk').fill(title);
    await button(page, 'Gem som kladde').click();
    // The next wrong value is in another step: the form goes there.
    await page.locator('.error-summary').getByText('Skriv et helt tal fra 5 til 480.').waitFor();
    await heading(page, 'Hvornår');
    await page.getByLabel('Samtalens længde').fill('30');
    await page.getByText('Kun på bestemte tider').click();
    await page.getByLabel('onsdag, fra (1)').fill('09:00');
    await page.getByLabel('onsdag, til (1)').fill('11:00');
    await examine();
    await button(page, 'Næste').click();
    await heading(page, 'Regler');
    await page.getByLabel('Loft pr. medarbejder om dagen').fill('4');
    await button(page, 'Næste').click();
    await heading(page, 'Åbning');
    // Beside the form: what citizens would get, and why an hour is closed.
    await page.getByRole('button', { name: /^onsdag 9\.00: [1-9]/ }).waitFor();
    await page.getByRole('button', { name: /^onsdag 8\.00: 0/ }).click();
    await page.getByText('Uden for tilbuddets tider').first().waitFor();
    await button(page, 'Gem og åbn nu').click();
    await page.waitForURL(/done=published/);
    const [row] =
      await planner.owner`select groups, own_hours, daily_cap, duration_minutes from offer where title_da = ${title}`;
    expect(row).toEqual({
      groups: ['2'],
      own_hours: [{ weekday: 3, startMinute: 540, endMinute: 660 }],
      daily_cap: 4,
      duration_minutes: 30,
    });

    await page.getByRole('link', { name: title }).click();
    await button(page, 'Sæt på pause nu').click();
    await page.waitForURL(/done=paused/);
    await examine();
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('link', { name: 'Ændringer' }).click();
    await page.waitForURL(/\/history/);
    await page.getByRole('rowheader', { name: 'På pause' }).waitFor();
    await examine();
    await page.getByRole('link', { name: 'Tilbage' }).click();
    await page.getByRole('link', { name: 'Kopiér tilbuddet' }).click();
    await page.waitForURL(/copy=/);
    expect(await page.getByLabel('Titel på dansk').inputValue()).toBe(`${title} (kopi)`);
    await button(page, 'Gem som kladde').click();
    await page.waitForURL(/done=saved/);
    const copies =
      await planner.owner`select daily_cap, published_from from offer where title_da = ${`${title} (kopi)`}`;
    expect(copies).toEqual([{ daily_cap: 4, published_from: null }]);
  },
);

it('tells the second of two editors, who keeps what she wrote', async () => {
  const desktop = { viewport: { width: 1280, height: 900 } };
  const [first, second] = [
    await signIn(browser, planner, 'ida', desktop),
    await signIn(browser, planner, 'ida', desktop),
  ];
  const address = `${planner.url}/administration/offers/${encodeURIComponent(planner.gid('Offer', 'offer'))}`;
  for (const page of [first, second]) await page.goto(address);
  await first.getByLabel('Titel på dansk').fill('Den første');
  await second.getByLabel('Titel på dansk').fill('Den anden');
  await button(first, 'Gem').click();
  await first.waitForURL(/done=saved/);
  for (let twice = 0; twice < 2; twice++) {
    await button(second, 'Gem').click();
    await second.locator('.error-summary').getByText('En anden har ændret det').waitFor();
    expect(await second.getByLabel('Titel på dansk').inputValue()).toBe('Den anden');
  }
  const rows = await planner.owner`select title_da from offer where id = ${planner.ids['offer'] as string}`;
  expect(rows).toEqual([{ title_da: 'Den første' }]);
});

it('tells which talks a change would hit before it is saved', async () => {
  const starts = planner.at(8);
  await addTalk(planner, 'frida', 8);
  const page = await signIn(browser, planner, 'ida', { viewport: { width: 1280, height: 900 } });
  const address = `${planner.url}/administration/offers/${encodeURIComponent(planner.gid('Offer', 'offer'))}`;
  await page.goto(`${address}?step=when`);
  await page.getByText('Kun på bestemte tider').click();
  await page.getByLabel('fredag, fra (1)').fill('09:00');
  await page.getByLabel('fredag, til (1)').fill('11:00');
  await button(page, 'Gem').click();
  await page.getByText('Samtaler: 1. Frister: 0.').waitFor();
  expect(await page.locator('.alert-warning').textContent()).toContain('frida citizen');
  expect(await findings(page)).toEqual([]);
  const stored = () =>
    planner.owner`select own_hours from offer where id = ${planner.ids['offer'] as string}`;
  expect(await stored()).toEqual([{ own_hours: null }]);
  await button(page, 'Gem alligevel').click();
  await page.waitForURL(/done=saved/);
  expect(await stored()).toEqual([{ own_hours: [{ weekday: 5, startMinute: 540, endMinute: 660 }] }]);
  const [talk] = await planner.owner`select status from booking where starts_at = ${starts}`;
  expect(talk).toEqual({ status: 'booked' });
});

it('sets one figure in the offers that were ticked', async () => {
  const page = await signIn(browser, planner, 'ida');
  await page.goto(`${planner.url}/administration/offers`);
  const boxes = page.getByRole('checkbox', { name: /^Vælg / });
  for (const box of (await boxes.all()).slice(0, 2)) await box.check();
  await button(page, 'Ret et tal i de valgte').click();
  await page.waitForURL(/offers\/change/);
  expect(await findings(page)).toEqual([]);
  await page.getByLabel('Indstilling').selectOption('Varsel (minutter)');
  await button(page, 'Gem').click();
  await page.locator('.error-summary').getByText('Skriv et helt tal.').waitFor();
  await page.getByLabel('Ny værdi').fill('180');
  await button(page, 'Gem').click();
  await page.waitForURL(/done=changed/);
  expect(await planner.owner`select from offer where notice_minutes = 180`).toHaveLength(2);
});

it('goes through the form by keyboard only', async () => {
  const page = await signIn(browser, planner, 'ida', { viewport: { width: 1280, height: 900 } });
  await page.goto(`${planner.url}/administration/offers/new?from=job-talk`);
  /** Tabs until the focus is on what is called so. */
  const tabTo = async (name: string | RegExp) => {
    for (let presses = 0; presses < 80; presses++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const node = document.activeElement as HTMLInputElement | null;
        return node?.labels?.[0]?.textContent?.trim() ?? node?.textContent?.trim() ?? '';
      });
      if (typeof name === 'string' ? focused === name : name.test(focused)) return;
    }
    throw new Error(`The keyboard never came to ${name}.`);
  };
  await tabTo('Gruppe 2');
  await page.keyboard.press('Space');
  await tabTo('Samtalens længde i minutter');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('30');
  await tabTo('Vis alle indstillinger');
  await page.keyboard.press('Enter');
  await heading(page, 'Hvad');
  // The focus has moved to the step's heading, so the next Tab is its first field.
  await page.waitForFunction(() => document.activeElement?.textContent === 'Hvad');
  await page.keyboard.press('Tab');
  await tabTo('Titel på dansk');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Med tasterne');
  // Enter goes on, as the button does.
  await page.keyboard.press('Enter');
  for (const step of ['For hvem', 'Af hvem', 'Hvornår', 'Regler']) {
    await page.waitForFunction((name) => document.activeElement?.textContent === name, step);
    await tabTo('Næste');
    await page.keyboard.press('Enter');
  }
  await page.waitForFunction(() => document.activeElement?.textContent === 'Åbning');
  await tabTo('Gem og åbn nu');
  await page.keyboard.press('Enter');
  await page.waitForURL(/done=published/);
  const rows =
    await planner.owner`select groups, duration_minutes from offer where title_da = 'Med tasterne'`;
  expect(rows).toEqual([{ groups: ['2'], duration_minutes: 30 }]);
});
