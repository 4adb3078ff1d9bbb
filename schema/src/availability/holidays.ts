import Holidays from 'date-holidays';
import type { Closing } from './engine.ts';

/** A public holiday closes everything, the whole day. */
export type Holiday = Required<Closing>;

// One for each language: asking one for another language changes what it speaks from then on.
const danish = new Holidays('DK', { languages: 'da' });
const english = new Holidays('DK', { languages: 'en' });
const years = new Map<number, Holiday[]>();

/** Danish public holidays (whole days, everybody) in the years that the window touches. */
export function publicHolidays(from: Date, to: Date): Holiday[] {
  const found: Holiday[] = [];
  for (let year = from.getUTCFullYear(); year <= to.getUTCFullYear(); year++) {
    let holidays = years.get(year);
    if (!holidays) {
      const inEnglish = new Map(english.getHolidays(year).map(({ date, name }) => [date, name]));
      holidays = danish
        .getHolidays(year)
        .filter((holiday) => holiday.type === 'public')
        .map(({ date, name }) => ({
          day: date.slice(0, 10),
          startMinute: 0,
          endMinute: 1440,
          caseworkerIds: null,
          name: { da: name, en: inEnglish.get(date) ?? name },
        }));
      years.set(year, holidays);
    }
    found.push(...holidays);
  }
  return found;
}
