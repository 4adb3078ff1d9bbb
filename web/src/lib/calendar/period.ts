import { addDays, isLocalDate, mondayOf } from '../dates.ts';

export const views = ['day', 'week', 'month', 'agenda'] as const;
export type ViewName = (typeof views)[number];

/** What a view shows: local dates from `from` until before `to`, and where its arrows lead. */
export interface Period {
  view: ViewName;
  /** The date it was asked for: each view shows what this lies in. */
  anchor: string;
  from: string;
  to: string;
  days: string[];
  previous: string;
  next: string;
}

export const isView = (text: string | null): text is ViewName => views.includes(text as ViewName);

/** The period around a date; one typed by hand that is no date counts as today. */
export function periodOf(view: ViewName, asked: string | null, today: string): Period {
  const anchor = isLocalDate(asked) ? asked : today;
  if (view === 'day') {
    const [previous, next] = [workday(addDays(anchor, -1), -1), workday(addDays(anchor, 1), 1)];
    return { view, anchor, from: anchor, to: addDays(anchor, 1), days: [anchor], previous, next };
  }
  if (view === 'month') {
    const first = `${anchor.slice(0, 7)}-01`;
    const nextMonth = `${addDays(first, 31).slice(0, 7)}-01`;
    const from = mondayOf(first);
    const to = addDays(mondayOf(addDays(nextMonth, -1)), 7);
    const previous = `${addDays(first, -1).slice(0, 7)}-01`;
    return { view, anchor, from, to, days: daysBetween(from, to), previous, next: nextMonth };
  }
  const from = mondayOf(anchor);
  const to = addDays(from, 7);
  return {
    view,
    anchor,
    from,
    to,
    days: daysBetween(from, to),
    previous: addDays(from, -7),
    next: to,
  };
}

/** Monday to Friday, and those days of the weekend on which there is something. */
export function shownDays(days: readonly string[], busy: ReadonlySet<string>): string[] {
  return days.filter((day) => weekday(day) < 6 || busy.has(day));
}

/** ISO: 1 is Monday. */
export const weekday = (day: string) => ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;

/** The day itself, or the next workday in that direction. */
function workday(day: string, step: 1 | -1): string {
  return weekday(day) < 6 ? day : workday(addDays(day, step), step);
}

function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day < to; day = addDays(day, 1)) days.push(day);
  return days;
}
