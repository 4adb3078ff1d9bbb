import { datesFor } from '#lib/dates.ts';
import type { Form, InterviewType } from '#lib/documents/document.ts';
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

export function typeName(type: InterviewType): string {
  return getLocale() === 'da' ? type.nameDa : type.nameEn;
}

/** "3 ledige", "1 ledig", "ingen ledige". */
export function freeCount(count: number): string {
  if (count === 0) return m.free_none();
  return count === 1 ? m.free_one() : m.free_many({ count });
}

/** For headings: the first letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
