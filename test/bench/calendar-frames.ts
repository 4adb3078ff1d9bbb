import type { Page } from 'playwright-core';
import { signIn } from '../src/browser.ts';
import { launchChromium } from '../src/chromium.ts';
import type { Planner } from '../src/planner.ts';
import { absolute, type Figure, median } from './figure.ts';

const COLLEAGUES = 20;
/** Of each colleague on each of five days: 500 in all. */
const TALKS_A_DAY = 5;
const STEPS = 120;
/** A frame at 60 a second takes 16.7 ms; of the slowest in twenty one may be missed. */
const [MEDIAN_MS, P95_MS] = [17, 34];

/** How long frames take while 20 colleagues' week with 500 entries is scrolled, and while a talk is dragged over it. */
export async function benchCalendarFrames(planner: Planner): Promise<Figure[]> {
  const { colleagues, monday } = await twentyColleagues(planner);
  const browser = await launchChromium();
  try {
    const page = await signIn(browser, planner, 'mette', { viewport: { width: 1000, height: 600 } });
    const search = new URLSearchParams({ view: 'week', from: monday });
    for (const id of colleagues) search.append('who', Buffer.from(`Caseworker:${id}`).toString('base64'));
    await page.goto(`${planner.url}/calendar?${search}`);
    await page.locator('.live-live').waitFor();
    const entries = await page.locator('[data-entry]').count();
    if (entries < COLLEAGUES * 5 * TALKS_A_DAY) throw new Error(`only ${entries} entries are shown`);
    const scrolled = await frames(page, () => scroll(page));
    const dragged = await frames(page, () => drag(page));
    return [
      figures('Scrolling 500 entries', scrolled),
      figures('Dragging among 500 entries', dragged),
    ].flat();
  } finally {
    await browser.close();
  }
}

function figures(name: string, times: number[]): Figure[] {
  const p95 = [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
  return [
    absolute(`${name}: a frame, ms (median)`, median(times), { atMost: MEDIAN_MS }),
    absolute(`${name}: a frame, ms (p95)`, p95, { atMost: P95_MS }),
  ];
}

/** Milliseconds from frame to frame while something goes on. */
async function frames(page: Page, during: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    let last = performance.now();
    const each = (now: number) => {
      times.push(now - last);
      last = now;
      requestAnimationFrame(each);
    };
    requestAnimationFrame(each);
    Object.assign(globalThis, { times });
  });
  await during();
  return page.evaluate(() => {
    const { times } = globalThis as unknown as { times: number[] };
    return times.splice(0).slice(1);
  });
}

async function scroll(page: Page): Promise<void> {
  await page.locator('.grid').evaluate(async (grid, steps) => {
    if (grid.scrollHeight - grid.clientHeight < 50) throw new Error('nothing to scroll');
    for (let step = 0; step < steps; step += 1) {
      const along = Math.sin((step / steps) * Math.PI);
      grid.scrollTop = along * (grid.scrollHeight - grid.clientHeight);
      grid.scrollLeft = along * (grid.scrollWidth - grid.clientWidth);
      await new Promise(requestAnimationFrame);
    }
    grid.scrollTo(0, 0);
  }, STEPS);
}

async function drag(page: Page): Promise<void> {
  const box = await page.locator('[data-entry]').first().boundingBox();
  const grid = await page.locator('.grid').boundingBox();
  if (!box || !grid) throw new Error('nothing to drag');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  for (let step = 0; step < STEPS; step += 1) {
    const along = step / STEPS;
    await page.mouse.move(
      grid.x + 200 + along * (grid.width - 300),
      grid.y + 80 + along * (grid.height - 160),
    );
  }
  if ((await page.locator('.grid.carrying').count()) === 0) throw new Error('nothing was dragged');
  await page.keyboard.press('Escape');
  await page.mouse.up();
}

/** Caseworkers of North with hours and talks in one week; triggers are off while it is written. */
async function twentyColleagues({ owner, ids }: Planner) {
  const north = ids['north'] as string;
  const monday = new Date(Date.now() + 10 * 86_400_000);
  while (monday.getUTCDay() !== 1) monday.setTime(monday.getTime() + 86_400_000);
  const day = monday.toISOString().slice(0, 10);
  const colleagues = Array.from({ length: COLLEAGUES }, () => crypto.randomUUID());
  await owner.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`insert into resource (id, kind) select unnest(${colleagues}::uuid[]), 'person'`;
    await sql`insert into caseworker (id, name)
      select id, 'Colleague ' || n from unnest(${colleagues}::uuid[]) with ordinality c (id, n)`;
    await sql`insert into membership (caseworker_id, team_id, job_centre_id)
      select unnest(${colleagues}::uuid[]), ${ids['north team'] as string}, ${north}`;
    await sql`insert into competence (caseworker_id, job_centre_id, interview_type)
      select unnest(${colleagues}::uuid[]), ${north}, 7`;
    await sql`insert into working_hours (caseworker_id, job_centre_id, weekday, start_minute, end_minute, valid_from)
      select id, ${north}, day, 480, 960, '2020-01-01' from unnest(${colleagues}::uuid[]) id, generate_series(1, 5) day`;
    await sql`create temp table frame_talk on commit drop as
      select gen_random_uuid() as id, c as caseworker,
        (${day}::date + d + interval '8 hours' + t * interval '90 minutes') at time zone 'Europe/Copenhagen' as starts_at
      from unnest(${colleagues}::uuid[]) c, generate_series(0, 4) d, generate_series(0, ${TALKS_A_DAY - 1}::int) t`;
    await sql`insert into booking (id, job_centre_id, offer_id, interview_type, citizen_id, caseworker_id, form, starts_at,
        ends_at, status, self_booked)
      select id, ${north}, ${ids['offer'] as string}, 7, ${ids['anna'] as string}, caseworker, 'PHONE', starts_at,
        starts_at + interval '30 minutes', 'booked', true from frame_talk`;
    await sql`insert into occupancy (resource_id, kind, claim_id, booking_id, during, starts_at, offer_id)
      select caseworker, 'person', id, id, tstzrange(starts_at, starts_at + interval '30 minutes'), starts_at,
        ${ids['offer'] as string} from frame_talk`;
  });
  return { colleagues, monday: day };
}
