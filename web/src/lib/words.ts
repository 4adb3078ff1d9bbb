import { addDays, datesFor } from '#lib/dates.ts';
import type { Form, InterviewType } from '#lib/documents/document.ts';
import type { Meeting } from '#lib/documents/meetings.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { getLocale } from '#lib/generated/paraglide/runtime.js';

/** Dates in the reader's language and the job centre's zone. */
export const dates = (zone?: string) => datesFor(getLocale(), zone);

/** "telefon", "fremmøde" … */
export function formName(form: Form): string {
  return {
    IN_PERSON: m.form_IN_PERSON,
    PHONE: m.form_PHONE,
    DIGITAL: m.form_DIGITAL,
    WORKPLACE: m.form_WORKPLACE,
  }[form]();
}

/** "fremmøde eller telefon". */
export function formNames(forms: readonly Form[]): string {
  return forms.map(formName).join(` ${m.or()} `);
}

/** "en jobsamtale", "et informationsmøde", "a job talk": for use inside a sentence. */
export function aType(type: InterviewType): string {
  const name = typeName(type).replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());
  if (getLocale() === 'en') return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
  // Danish has two genders; the kinds of talk end in one of these two.
  return `${/^\P{Z}*(?: \P{Z}+)??møde\b/u.test(name) && !/samtale/.test(name) ? 'et' : 'en'} ${name}`;
}

export function typeName(type: InterviewType): string {
  return getLocale() === 'da' ? type.nameDa : type.nameEn;
}

/** "3 ledige", "1 ledig", "ingen ledige". */
export function freeCount(count: number): string {
  if (count === 0) return m.free_none();
  return count === 1 ? m.free_one() : m.free_many({ count });
}

/** For a link that calls. */
export const telHref = (phone: string) => `tel:${phone.replaceAll(' ', '')}`;

/** What the reader may change of a coming meeting and until when, in a sentence or two. */
export function changeUntil(
  meeting: Pick<Meeting, 'mayRebook' | 'mayCancel' | 'rebookUntil' | 'cancelUntil'>,
  zone: string,
): string {
  const { mayRebook, mayCancel, rebookUntil, cancelUntil } = meeting;
  const words = dates(zone);
  const move = mayRebook && rebookUntil ? words.moment(rebookUntil) : '';
  const cancel = mayCancel && cancelUntil ? words.moment(cancelUntil) : '';
  if (move && move === cancel) return m.change_until({ moment: move });
  const sentences = [move && m.move_until({ moment: move }), cancel && m.cancel_until({ moment: cancel })];
  return sentences.filter(Boolean).join(' ') || m.too_late_short();
}

/** "i dag", "i morgen" or nothing, for a local date seen on another. */
export function nearDay(date: string, today: string): string {
  if (date === today) return m.near_today();
  return date === addDays(today, 1) ? m.near_tomorrow() : '';
}

/** "12 pladser", "1 plads". */
export const seatsLeft = (count: number) => (count === 1 ? m.seats_one() : m.seats_many({ count }));

/** For headings: the first letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
