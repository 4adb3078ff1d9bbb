import { offer } from '@planner/db';
import { sql } from 'drizzle-orm';

export type OfferState = 'draft' | 'upcoming' | 'published' | 'paused' | 'ended';

/** Where an offer stands now. An offer that has ended is over whether or not it was paused. */
export const offerState = sql<OfferState>`(case when ${offer.publishedFrom} is null then 'draft'
  when ${offer.publishedTo} <= planner_now() then 'ended' when ${offer.pausedAt} is not null then 'paused'
  when ${offer.publishedFrom} > planner_now() then 'upcoming' else 'published' end)`;
