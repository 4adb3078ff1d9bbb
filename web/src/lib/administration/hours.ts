import type { HoursPeriod, Workday } from '../documents/administration/hours.ts';

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** Minutes from midnight of a time field; null when it is empty. */
export function minuteOf(typed: string): number | null {
  const [hour = '', minute = ''] = typed.split(':');
  return typed === '' ? null : Number(hour) * 60 + Number(minute);
}

/** The value of a time field. Midnight at the end of a day is its last minute. */
export function fieldOf(minute: number | null | undefined): string {
  if (minute === null || minute === undefined) return '';
  const shown = Math.min(minute, 1439);
  return `${String(Math.floor(shown / 60)).padStart(2, '0')}:${String(shown % 60).padStart(2, '0')}`;
}

/** A period as rows to fill in: a day's first and last minute, and its first break or the gap between its pieces. */
export function rowsOf(period: Pick<HoursPeriod, 'hours' | 'breaks'> | null): Workday[] {
  return weekdays.map((weekday) => {
    const pieces = (period?.hours ?? []).filter((piece) => piece.weekday === weekday);
    const [rest] = (period?.breaks ?? []).filter((piece) => piece.weekday === weekday);
    const [first, second] = pieces;
    return {
      weekday,
      startMinute: first?.startMinute ?? null,
      endMinute: pieces.at(-1)?.endMinute ?? null,
      breakStart: first ? (rest?.startMinute ?? (second ? first.endMinute : null)) : null,
      breakEnd: first ? (rest?.endMinute ?? second?.startMinute ?? null) : null,
    };
  });
}

/** The period that holds on a day; the next to come when none does. */
export const periodOn = (periods: readonly HoursPeriod[], day: string): HoursPeriod | null =>
  periods.find((one) => one.validFrom <= day && (one.validTo ?? day) >= day) ??
  periods.find((one) => one.validFrom > day) ??
  null;
