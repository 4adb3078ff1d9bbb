import Holidays from 'date-holidays';
import type { Closing } from './engine.ts';

const denmark = new Holidays('DK');
const years = new Map<number, Closing[]>();

/** Danish public holidays (whole days, everybody) in the years that the window touches. */
export function publicHolidays(from: Date, to: Date): Closing[] {
  const found: Closing[] = [];
  for (let year = from.getUTCFullYear(); year <= to.getUTCFullYear(); year++) {
    let closings = years.get(year);
    if (!closings) {
      closings = denmark
        .getHolidays(year)
        .filter((holiday) => holiday.type === 'public')
        .map((holiday) => ({
          day: holiday.date.slice(0, 10),
          startMinute: 0,
          endMinute: 1440,
          caseworkerIds: null,
        }));
      years.set(year, closings);
    }
    found.push(...closings);
  }
  return found;
}
