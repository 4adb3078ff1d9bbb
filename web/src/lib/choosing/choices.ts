import { localDateOf } from '#lib/dates.ts';
import { type Daytime, isIn } from '#lib/days.ts';
import type { Form, Slot } from '#lib/documents/document.ts';

/** What somebody wants to see of an offer's times. */
export interface Choices {
  /** Only times that can be had in it; null: in any. */
  form: Form | null;
  daytime: Daytime;
  /** 1 is Monday; none: every day. */
  weekdays: readonly number[];
  /** Only with the citizen's own caseworker. */
  own: boolean;
}

/** Monday to Friday: what can be chosen. Other days are shown while none is chosen. */
export const WEEKDAYS = [1, 2, 3, 4, 5] as const;

/** The choices an address carries, the form one of these; anything else in it counts as none. */
export function choicesOf(search: URLSearchParams, forms: readonly Form[]): Choices {
  const daytime = search.get('day');
  return {
    form: forms.find((form) => form === search.get('form')) ?? null,
    daytime: daytime === 'morning' || daytime === 'afternoon' ? daytime : 'all',
    weekdays: WEEKDAYS.filter((weekday) => search.getAll('weekday').includes(String(weekday))),
    own: search.get('own') === 'yes',
  };
}

/** For an address without any of them. */
export const noChoices = { form: null, day: null, weekday: null, own: null } as const;

/** Whether they leave any time out. */
export function narrows({ form, daytime, weekdays, own }: Choices): boolean {
  return form !== null || daytime !== 'all' || weekdays.length > 0 || own;
}

/** Whether a day of the list is among those chosen. */
export function isChosenDay({ weekdays }: Pick<Choices, 'weekdays'>, localDate: string): boolean {
  return weekdays.length === 0 || weekdays.includes(weekdayOf(localDate));
}

/** Whether a time can be had in the form and is on a day and in the part of the day chosen; with whom, the server has answered. */
export function fits(
  choices: Choices,
  { startsAt, forms }: Pick<Slot, 'startsAt' | 'forms'>,
  zone: string,
): boolean {
  const inForm = choices.form === null || forms?.includes(choices.form) !== false;
  return inForm && isIn(choices.daytime, startsAt, zone) && isChosenDay(choices, localDateOf(startsAt, zone));
}

/** 1 is Monday. */
function weekdayOf(localDate: string): number {
  return new Date(`${localDate}T00:00:00Z`).getUTCDay() || 7;
}
