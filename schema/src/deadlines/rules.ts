/**
 * A deadline is open until one of: met (a talk of its type is booked), missed (its day passed), lifted (staff),
 * lapsed (three months). Only `open → met` and `met → open` happen here; when the talk that met it falls away, it
 * opens again: by the citizen's own act with the same date, by ours with a new one of full length.
 */
export type Dates = { bookBy: string; holdBy: string };

const day = 86_400_000;
export const addDays = (date: string, days: number) =>
  new Date(Date.parse(date) + days * day).toISOString().slice(0, 10);

/** The local date of an instant in a zone, `2026-12-07`. */
export function localDate(instant: Date, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(instant);
}

/** The dates a deadline has after the talk that met it fell away. `today` is the job centre's local date. */
export function reopened(
  deadline: Dates & { lengthDays: number },
  by: 'citizen' | 'staff',
  today: string,
): Dates {
  if (by === 'citizen') return { bookBy: deadline.bookBy, holdBy: deadline.holdBy };
  const bookBy = addDays(today, deadline.lengthDays);
  const span = Math.round((Date.parse(deadline.holdBy) - Date.parse(deadline.bookBy)) / day);
  // Never shorter than it was: our own act must not cost the citizen days.
  const later = bookBy > deadline.bookBy ? bookBy : deadline.bookBy;
  return { bookBy: later, holdBy: addDays(later, span) };
}

/** Whether a talk on this local date keeps the deadline's last day of holding. */
export const keeps = (deadline: Dates, talkDate: string) => talkDate <= deadline.holdBy;

type State = 'open' | 'met' | 'missed' | 'lifted' | 'lapsed';
/** What is shown besides: `waiting`, its day has passed and a person has yet to look at what its citizen asked for. */
export type ShownState = State | 'waiting';

/**
 * Where a deadline stands. Never missed while a request of its citizen's waits for an answer: who could not find a time
 * must not pay for it before a person has looked. `today` is the job centre's local date; the last day to book is still
 * in time. Nothing else may report a deadline as missed.
 */
export function shownState(
  deadline: { state: State; bookBy: string },
  today: string,
  awaitsAnswer: boolean,
): ShownState {
  const { state, bookBy } = deadline;
  const passed = state === 'missed' || (state === 'open' && today > bookBy);
  if (!passed) return state;
  return awaitsAnswer ? 'waiting' : 'missed';
}
