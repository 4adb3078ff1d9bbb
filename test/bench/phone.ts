import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, CDPSession, Page } from 'playwright-core';

const KBIT_PER_SECOND = 400;
/** From a phone to a server in the same country over a poor mobile connection. */
const ROUND_TRIP_MS = 150;
const CPU_SLOWDOWN = 4;

/** What a page cost, in milliseconds and kB (1000 bytes). */
export interface PageCost {
  /** From the request until the marked element was painted. */
  usefulMs: number;
  /** What tasks of the main thread took beyond 50 ms each. */
  blockedMs: number;
  layoutShift: number;
  /** JavaScript files, each compressed with gzip whatever the connection chose. */
  scriptKb: number;
  /** All that came over the wire. */
  wireKb: number;
}

type State = BrowserContextOptions['storageState'];

/** An old phone on 400 kbit/s; `state` are the cookies it has. */
export async function openPhone(browser: Browser, state?: State): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    locale: 'da-DK',
    ...(state && { storageState: state }),
  });
  return context.newPage();
}

export async function slowDown(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  const bytes = (KBIT_PER_SECOND * 1000) / 8;
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: ROUND_TRIP_MS,
    downloadThroughput: bytes,
    uploadThroughput: bytes,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  return session;
}

/** Loads `url` with nothing kept from before, until it is quiet; `useful` is what one came for. */
export async function coldLoad(
  browser: Browser,
  state: State,
  url: string,
  useful: string,
): Promise<PageCost> {
  const page = await openPhone(browser, state);
  try {
    const session = await slowDown(page);
    let wire = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      wire += encodedDataLength;
    });
    const scripts: Promise<number>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script')
        scripts.push(response.body().then((body) => gzipSync(body).length));
    });
    await page.addInitScript(watchPaint, useful);
    await page.goto(url, { waitUntil: 'networkidle' });
    const seen = await page.evaluate(() => (globalThis as unknown as { paint: Watched }).paint);
    if (seen.usefulMs === 0) throw new Error(`${useful} was never painted on ${new URL(url).pathname}.`);
    const sum = (await Promise.all(scripts)).reduce((a, b) => a + b, 0);
    return { ...seen, scriptKb: sum / 1000, wireKb: wire / 1000 };
  } finally {
    await page.context().close();
  }
}

type Watched = Pick<PageCost, 'usefulMs' | 'blockedMs' | 'layoutShift'>;

/** Runs in the page before anything of it. */
function watchPaint(useful: string): void {
  const paint: Watched = { usefulMs: 0, blockedMs: 0, layoutShift: 0 };
  Object.assign(globalThis, { paint });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) paint.blockedMs += Math.max(0, duration - 50);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
    })[])
      if (!entry.hadRecentInput) paint.layoutShift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  // No frame is drawn while a style sheet is awaited, so the first frame with the element in it shows it.
  const look = () => {
    if (document.querySelector(useful)) setTimeout(() => (paint.usefulMs = performance.now()));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
