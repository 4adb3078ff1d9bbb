import type { Browser } from 'playwright-core';
import { afterAll } from 'vitest';
import { launchChromium } from './chromium.ts';
import { type Planner, startPlanner } from './planner.ts';

/** A planner and a browser for all tests of the file that awaits it at its top; both are gone after the last. */
export async function openPlanner(
  options?: Parameters<typeof startPlanner>[0],
): Promise<{ planner: Planner; browser: Browser }> {
  const planner = await startPlanner(options);
  const browser = await launchChromium();
  afterAll(async () => {
    await browser.close();
    await planner[Symbol.asyncDispose]();
  });
  return { planner, browser };
}
