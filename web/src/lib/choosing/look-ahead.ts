import { addDays, localDateOf } from '#lib/dates.ts';
import type { LocalDate, Slot } from '#lib/documents/document.ts';

/** Days searched for the first free time before looking further ahead. */
export const NEAR_DAYS = 28;
const FAR_DAYS = 84;

/** Asks for free times from one local date until, but without, another. */
export type Look = (from: LocalDate, to: LocalDate) => Promise<readonly Slot[]>;

/** The same question is asked once. */
export function once(look: Look): Look {
  const asked = new Map<string, Promise<readonly Slot[]>>();
  return (from, to) => {
    const key = `${from} ${to}`;
    const known = asked.get(key) ?? look(from, to);
    asked.set(key, known);
    return known;
  };
}

export interface Ahead {
  /** The first wanted time; null when there is none as far as was looked. */
  first: Slot | null;
  /** The wanted times of a week, by its Monday. */
  week(monday: LocalDate): Promise<Slot[]>;
}

/**
 * Looks for wanted times from a Monday on: four weeks, and further only when they have none. `until` is the last day
 * on which a time can be wanted; nothing is asked beyond it.
 */
export async function lookAhead(
  look: Look,
  monday: LocalDate,
  zone: string,
  { wanted, until }: { wanted: (slot: Slot) => boolean; until: LocalDate | null },
): Promise<Ahead> {
  const far = addDays(monday, NEAR_DAYS);
  let known = (await look(monday, far)).filter(wanted);
  let end = far;
  if (known.length === 0 && (until === null || until >= far)) {
    end = addDays(monday, FAR_DAYS);
    known = (await look(far, end)).filter(wanted);
  }
  return {
    first: known[0] ?? null,
    async week(start) {
      const next = addDays(start, 7);
      if (until !== null && start > until) return [];
      if (start < monday || next > end) return (await look(start, next)).filter(wanted);
      return known.filter(({ startsAt }) => {
        const day = localDateOf(startsAt, zone);
        return day >= start && day < next;
      });
    },
  };
}
