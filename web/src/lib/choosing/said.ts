import { m } from '#lib/generated/paraglide/messages.js';
import type { Announcement } from '#lib/live/slots-view.svelte.ts';
import { dates, freeCount } from '#lib/words.ts';

/** "12 ledige tider i uge 48", and "med dine valg" when choices leave others out. */
export function timesInWeek(count: number, week: number, narrowed: boolean): string {
  let times = m.times_many({ count, week });
  if (count === 0) times = m.times_none({ week });
  if (count === 1) times = m.times_one({ week });
  return narrowed ? `${times} ${m.with_choices()}` : times;
}

/** What is read out of a list that has changed: the loss of the chosen time first, with the nearest others. */
export function announcement({ free, waiting, lost }: Announcement, zone: string): string {
  const words = dates(zone);
  const times = lost?.nearest.map(({ startsAt }) => words.shortMoment(startsAt)).join(', ');
  return [
    lost && m.announce_lost({ moment: words.shortMoment(lost.slot.startsAt) }),
    times && m.announce_nearest({ times }),
    m.announce_free({ free: freeCount(free) }),
    waiting === 1 && m.announce_new_one(),
    waiting > 1 && m.announce_new_many({ count: waiting }),
  ]
    .filter(Boolean)
    .join(' ');
}
