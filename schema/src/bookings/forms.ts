import type { Handle } from '@planner/db';
import { type Language, NotAllowed } from '../refusals.ts';
import { sentence } from './sentences.ts';
import type { Booking } from './take.ts';

type Form = Booking['form'];

/** What the form spans that a booking's time touches allow, each as its forms; a seat in a session touches none. */
export async function readFormSpans(handle: Handle, bookingId: string): Promise<Form[][]> {
  const rows = await handle.query<{ forms: Form[] }>(
    `select s.forms from booking b join form_span s on s.caseworker_id = b.caseworker_id
       and tstzrange(s.starts_at, s.ends_at) && tstzrange(b.starts_at, b.ends_at)
     where b.id = $1 and b.session_id is null`,
    [bookingId],
  );
  return rows.map(({ forms }) => forms);
}

/** Those of these forms in which its caseworker holds a booking. */
export const heldForms = (forms: readonly Form[], spans: readonly Form[][]) =>
  forms.filter((form) => spans.every((allowed) => allowed.includes(form)));

/** In which of its offer's forms a booking can be held, or held otherwise: those that its caseworker holds then. */
export const readHeldForms = async (handle: Handle, booking: string, forms: readonly Form[]) =>
  heldForms(forms, await readFormSpans(handle, booking));

/** The time is free, or held, but not in the form that is asked for. */
export const formNotFree = (language: Language, seen: NotAllowed['seen'] = null) =>
  new NotAllowed('FORM_NOT_FREE', sentence.formNotFree[language], sentence.chooseFormOrTime[language], seen);
