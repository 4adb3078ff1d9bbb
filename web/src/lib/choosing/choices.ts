import { localDateOf } from '#lib/dates.ts';
import { type Daytime, isIn } from '#lib/days.ts';

/** What somebody wants to see of an offer's times. */
export interface Choices {
  daytime: Daytime;
  /** 1 is Monday; none: every day. */
  weekdays: readonly number[];
  /** Only with the citizen's own caseworker. */
  own: boolean;
}

/** Monday to Friday: what can be chosen. Other days are shown while none is chosen. */
export const WEEKDAYS = [1, 2, 3, 4, 5] as const;

/** The choices an address carries; anything else in it counts as none. */
export function choicesOf(search: URLSearchParams): Choices {
  const daytime = search.get('day');
  return {
    daytime: daytime === 'morning' || daytime === 'afternoon' ? daytime : 'all',
    weekdays: WEEKDAYS.filter((weekday) => search.getAll('weekday').includes(String(weekday))),
    own: search.get('own') === 'yes',
  };
}

/** For an address without any of them. */
export const noChoices = { day: null, weekday: null, own: null } as const;

/** Whether they leave any time out. */
export function narrows({ daytime, weekdays, own }: Choices): boolean {
  return daytime !== 'all' || weekdays.length > 0 || own;
}

/** Whether a day of the list is among those chosen. */
export function isChosenDay({ weekdays }: Pick<Choices, 'weekdays'>, localDate: string): boolean {
  return weekdays.length === 0 || weekdays.includes(weekdayOf(localDate));
}

/** Whether a time is on a day and in the part of the day chosen; with whom, the server has answered. */
export function fits(choices: Choices, startsAt: string, zone: string): boolean {
  return isIn(choices.daytime, startsAt, zone) && isChosenDay(choices, localDateOf(startsAt, zone));
}

/** 1 is Monday. */
function weekdayOf(localDate: string): number {
  return new Date(`${localDate}T00:00:00Z`).getUTCDay() || 7;
}
