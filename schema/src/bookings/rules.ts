/**
 * The life of a booking.
 *
 *   held ──confirm──▶ booked ──cancel──▶ cancelled ──restore──▶ booked (taken back soon after, by who cancelled)
 *    │                   └───reschedule──▶ moved (a new booking takes its place, in the same transaction)
 *    ├──release──▶ released
 *    └──the database's clock passes expires_at──▶ expired
 *
 * A hold is judged by `expires_at` and the database's clock, never by whether it has been swept.
 */
export type Status = 'held' | 'booked' | 'cancelled' | 'released' | 'expired' | 'moved';
export type Event = 'confirm' | 'prolong' | 'release' | 'expire' | 'cancel' | 'move' | 'restore';

export const transitions: { readonly [S in Status]: { readonly [E in Event]?: Status } } = {
  held: { confirm: 'booked', prolong: 'held', release: 'released', expire: 'expired' },
  booked: { cancel: 'cancelled', move: 'moved' },
  cancelled: { restore: 'booked' },
  released: {},
  expired: {},
  moved: {},
};

/** The state after an event; null when the event doesn't belong to the state. */
export const after = (status: Status, event: Event): Status | null => transitions[status][event] ?? null;

export const holdMinutes = 10;
/** WCAG 2.2.1: a time limit can be extended at least ten times. */
export const maxProlongations = 10;

const minute = 60_000;

/** The last instant at which a citizen may still do it: the talk's start less the offer's limit in minutes. */
export const lastInstant = (startsAt: Date, limitMinutes: number) =>
  new Date(startsAt.getTime() - limitMinutes * minute);

/** Whether a talk may be moved or cancelled: staff until it starts, citizens until the offer's limit. */
export function mayChange(by: 'citizen' | 'staff', startsAt: Date, limitMinutes: number, now: Date): boolean {
  return now < (by === 'staff' ? startsAt : lastInstant(startsAt, limitMinutes));
}
