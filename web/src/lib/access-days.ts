import { localDateOf } from './dates.ts';
import type { AccessEntry } from './documents/access-log.ts';
import type { Instant } from './documents/document.ts';

/** The same use by the same kind of employee on one day: told once, with its times. */
export interface Look extends Omit<AccessEntry, 'at'> {
  /** Earliest first. */
  times: Instant[];
}

/** Entries, newest first, by local day; a screen that is open all day must not fill the page. */
export function accessDays(entries: readonly AccessEntry[], zone: string): { date: string; looks: Look[] }[] {
  const days = Map.groupBy(entries, ({ at }) => localDateOf(at, zone));
  return [...days].map(([date, ofDay]) => {
    const alike = Map.groupBy(ofDay, ({ at: _, ...look }) => JSON.stringify(look));
    return {
      date,
      looks: [...alike.values()].map((same) => {
        const { at: _, ...look } = same[0] as AccessEntry;
        return { ...look, times: same.map(({ at }) => at).reverse() };
      }),
    };
  });
}
