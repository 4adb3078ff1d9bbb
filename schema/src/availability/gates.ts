import { isForGroup, isPublished as isOpenAt } from '../offers/rules.ts';
import type { EngineInput } from './model.ts';
import { localDayOf, startOfLocalDay } from './wall-time.ts';

/** Rules that depend on who asks and when, not on anybody's calendar. */

/** Citizens book between the offer's publication and its end; staff at any time. */
export function isPublished({ offer, audience, now }: EngineInput): boolean {
  return audience.rights === 'staff' || isOpenAt(offer, now);
}

/** Without a known group only staff (who name no citizen then) get past a list of groups. */
export function groupAllowed({ offer, audience }: EngineInput): boolean {
  if (audience.group === null && offer.groups.length > 0) return audience.rights === 'staff';
  return isForGroup(offer.groups, audience.group ?? '');
}

/** First start that the notice allows, epoch minutes. */
export const noticeEnd = ({ offer, now }: EngineInput): number => now + offer.noticeMinutes;

/** First start beyond the horizon, epoch minutes: a local midnight. `today` may be given to look ahead. */
export function horizonEnd({ zone, offer, now }: EngineInput, today = localDayOf(zone, now)): number {
  return startOfLocalDay(zone, today + offer.horizonDays + 1);
}

/**
 * Epoch minute from which colleagues of the own caseworker are open too: −Infinity when they always are,
 * +Infinity while the waiting has not begun. Whole local days are waited.
 */
export function colleaguesFrom({ zone, offer, audience }: EngineInput): number {
  const days = offer.ownCaseworkerDays;
  if (days === null || days <= 0 || audience.ownCaseworkerId === null) return Number.NEGATIVE_INFINITY;
  if (audience.ownSince === null) return Number.POSITIVE_INFINITY;
  return startOfLocalDay(zone, localDayOf(zone, audience.ownSince) + days);
}
