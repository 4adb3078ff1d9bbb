import type { Asked, AskedFor } from './documents/asked.ts';
import type { Instant } from './documents/document.ts';

const ANSWER_SHOWN_MS = 14 * 86_400_000;

/** What waits for an answer, and answers of the last fortnight, the newest first. */
export function recentlyAsked({ edges }: Asked, now: Instant): AskedFor[] {
  const since = new Date(Date.parse(now) - ANSWER_SHOWN_MS).toISOString();
  return edges
    .map(({ node }) => node)
    .filter(({ answeredAt }) => answeredAt === null || answeredAt > since)
    .reverse();
}
