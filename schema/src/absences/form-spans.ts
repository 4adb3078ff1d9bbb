import { randomUUID } from 'node:crypto';
import { formSpan, type Handle, type Viewer } from '@planner/db';
import { eq } from 'drizzle-orm';
import { minute } from '../availability/slot.ts';
import { remember, replayed } from '../idempotency.ts';
import { lock, readNow } from '../lock.ts';
import { InvalidInput, LimitReached, NotAllowed, unknown } from '../refusals.ts';
import { maxRows, occurrences, type Repeat } from './rules.ts';
import { sentence } from './sentences.ts';

type Form = (typeof formSpan.$inferSelect)['forms'][number];
export type EnterFormSpanInput = {
  caseworker: string;
  forms: Form[];
  startsAt: Date;
  endsAt: Date;
  repeat: Repeat | null;
  idempotencyKey: string;
};

/**
 * Says that a caseworker holds talks in these forms only for a while, once or as a series; the forms are among those of
 * the job centre's offers. Talks that are booked in it stay as they are. Returns the series' id. Refusals: NotAllowed
 * (nobody the viewer works with, or forms are chosen there already), LimitReached, KeyReused, InvalidInput.
 */
export async function enterFormSpan(
  handle: Handle,
  viewer: Viewer,
  input: EnterFormSpanInput,
): Promise<string> {
  const { language } = viewer;
  const known = await replayed(handle, viewer, input.idempotencyKey, input);
  if (known) return known;
  const place = await placeOf(handle, viewer, input.caseworker);
  if (input.forms.length === 0) throw new InvalidInput('forms', sentence.formsNeeded[language]);
  if (!input.forms.every((form) => place.forms.includes(form)))
    throw new InvalidInput('forms', sentence.formNotOffered[language]);
  if (input.startsAt.getTime() % minute !== 0 || input.endsAt.getTime() % minute !== 0)
    throw new InvalidInput('startsAt', sentence.wholeMinutes[language]);
  if (input.endsAt <= input.startsAt) throw new InvalidInput('endsAt', sentence.endsBeforeItStarts[language]);
  const spans = occurrences(input, input.repeat, place.zone);
  if (spans.length === 0) throw new InvalidInput('repeat', sentence.endsBeforeItStarts[language]);
  if (spans.length > maxRows)
    throw new LimitReached('TOO_MANY', sentence.tooManyTimes[language], sentence.enterInParts[language]);
  // The same lock as whoever books her: a hold that came first is confirmed in a form that is left, or not at all.
  await lock(handle, [input.caseworker]);
  if (input.endsAt <= (await readNow(handle))) throw new InvalidInput('endsAt', sentence.past[language]);
  const seriesId = randomUUID();
  const { caseworker: caseworkerId, forms } = input;
  const written = await handle.db
    .insert(formSpan)
    .values(spans.map((span) => ({ ...span, caseworkerId, seriesId, forms })))
    .onConflictDoNothing()
    .returning({ id: formSpan.id });
  if (written.length < spans.length)
    throw new NotAllowed('FORMS_CHOSEN', sentence.formsAgreed[language], sentence.removeFirst[language]);
  await remember(handle, viewer, input.idempotencyKey, input, seriesId);
  return seriesId;
}

/** The wall clock and the offered forms where both work. */
async function placeOf(handle: Handle, viewer: Viewer, caseworker: string) {
  const [place] = await handle.query<{ zone: string; forms: Form[] }>(
    `select j.zone, array(select distinct unnest(o.forms) from offer o where o.job_centre_id = j.id and o.seats = 1) as forms
     from membership m join job_centre j on j.id = m.job_centre_id
     where m.caseworker_id = $1 and j.id = any ($2::uuid[]) order by j.code limit 1`,
    [caseworker, `{${viewer.centres.join(',')}}`],
  );
  if (!place) throw unknown(viewer.language);
  return place;
}

/** Takes a form span away, or all that was entered with it. Returns how many stretches are open to all forms again. */
export async function removeFormSpan(
  handle: Handle,
  viewer: Viewer,
  input: { formSpan: string; wholeSeries: boolean },
): Promise<number> {
  const [seen] = await handle.query<{ caseworkerId: string; seriesId: string }>(
    `select caseworker_id as "caseworkerId", series_id as "seriesId" from form_span where id = $1 and caseworker_id in
       (select caseworker_id from membership where job_centre_id = any ($2::uuid[]))`,
    [input.formSpan, `{${viewer.centres.join(',')}}`],
  );
  if (!seen) throw unknown(viewer.language);
  await lock(handle, [seen.caseworkerId]);
  const gone = await handle.db
    .delete(formSpan)
    .where(input.wholeSeries ? eq(formSpan.seriesId, seen.seriesId) : eq(formSpan.id, input.formSpan))
    .returning({ id: formSpan.id });
  return gone.length;
}
