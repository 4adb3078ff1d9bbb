import { type Handle, hoursException, type Viewer } from '@planner/db';
import { and, eq } from 'drizzle-orm';
import { hoursOfDay } from '../availability/day-hours.ts';
import { lock } from '../lock.ts';
import { InvalidInput, NotAllowed, unknown } from '../refusals.ts';
import { withPiece } from './rules.ts';
import { sentence } from './sentences.ts';

export type ExtraHoursInput = { caseworker: string; day: string; startMinute: number; endMinute: number };

/**
 * Opens more of one day, within what the job centre allows: the day's hours and the added stretch become that day's
 * dated exception, so that a later change of the weekly pattern leaves the day as it was agreed. Adding the same twice
 * is adding it once. Returns the caseworker's id. Refusals: NotAllowed, InvalidInput.
 */
export async function addExtraHours(handle: Handle, viewer: Viewer, input: ExtraHoursInput): Promise<string> {
  const { language } = viewer;
  const [place] = await handle.query<{ id: string; from: number | null; to: number | null; today: string }>(
    `select j.id, j.extra_hours_from as "from", j.extra_hours_to as "to",
       (planner_now() at time zone j.zone)::date::text as today
     from employment e join job_centre j on j.id = e.job_centre_id
     where e.caseworker_id = $1 and e.job_centre_id = any ($2::uuid[]) order by j.code limit 1`,
    [input.caseworker, `{${viewer.centres.join(',')}}`],
  );
  if (!place) throw unknown(language);
  if (place.from === null || place.to === null) {
    throw new NotAllowed(
      'NO_EXTRA_HOURS',
      sentence.noExtraHours[language],
      sentence.askAdministrator[language],
    );
  }
  if (input.day < place.today) throw new InvalidInput('day', sentence.past[language]);
  if (input.endMinute <= input.startMinute)
    throw new InvalidInput('endMinute', sentence.endsBeforeItStarts[language]);
  if (input.startMinute < place.from || input.endMinute > place.to) {
    const clock = (minutes: number) =>
      `${Math.floor(minutes / 60)}${language === 'da' ? '.' : ':'}${String(minutes % 60).padStart(2, '0')}`;
    throw new InvalidInput(
      'startMinute',
      sentence.outsideExtraHours[language]
        .replace('{from}', clock(place.from))
        .replace('{to}', clock(place.to)),
    );
  }
  await lock(handle, [input.caseworker]);
  const { hours } = await hoursOfDay(handle, place.id, input.caseworker, input.day);
  const pieces = withPiece(hours, [input.startMinute, input.endMinute]);
  const ofDay = and(
    eq(hoursException.caseworkerId, input.caseworker),
    eq(hoursException.jobCentreId, place.id),
    eq(hoursException.day, input.day),
  );
  await handle.db.delete(hoursException).where(ofDay);
  await handle.db.insert(hoursException).values(
    pieces.map(([startMinute, endMinute]) => ({
      caseworkerId: input.caseworker,
      jobCentreId: place.id,
      day: input.day,
      startMinute,
      endMinute,
    })),
  );
  return input.caseworker;
}
