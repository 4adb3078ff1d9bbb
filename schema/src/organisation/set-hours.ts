import { employment, type Handle, type Viewer, workBreak, workingHours } from '@planner/db';
import { and, eq, gte, isNull, lt, or, sql } from 'drizzle-orm';
import { once } from '../idempotency.ts';
import { lock } from '../lock.ts';
import { InvalidInput, unknown } from '../refusals.ts';
import type { Read } from '../versioned.ts';
import { stillAsRead } from './save-caseworker.ts';
import { sentence } from './sentences.ts';

type Span = { startMinute: number; endMinute: number };
/** A weekday's hours, 1 is Monday; null: she does not work, or has no break. */
export type Workday = {
  weekday: number;
  startMinute: number | null;
  endMinute: number | null;
  breakStart: number | null;
  breakEnd: number | null;
};
export type SetHoursInput = {
  jobCentreId: string;
  caseworker: Read;
  /** Local dates, both included; no `to`: until further notice. */
  from: string;
  to: string | null;
  everyWeeks: number;
  /** Other periods stay, such as those of the weeks in between; else what holds from then on ends the day before. */
  besideOthers: boolean;
  days: Workday[];
  idempotencyKey: string;
};

/**
 * Gives a caseworker these hours and breaks from a date on. Returns her id. Booked talks stay. Refusals: NotAllowed,
 * InvalidInput (its path names the weekday, such as `start-1`), Outdated, KeyReused.
 */
export function setHours(handle: Handle, viewer: Viewer, input: SetHoursInput): Promise<string> {
  const { language } = viewer;
  const { jobCentreId, from, to, everyWeeks } = input;
  const { id } = input.caseworker;
  return once(handle, viewer, input, async () => {
    if (!viewer.administers.includes(jobCentreId)) throw unknown(language);
    if (to !== null && to < from) throw new InvalidInput('to', sentence.endsBeforeItBegins[language]);
    if (everyWeeks < 1 || everyWeeks > 8) throw new InvalidInput('everyWeeks', sentence.weeksWrong[language]);
    const spans = input.days.map((day) => {
      if (day.weekday < 1 || day.weekday > 7) throw new InvalidInput('days', sentence.spanWrong[language]);
      const works = readSpan(`start-${day.weekday}`, day.startMinute, day.endMinute, language);
      const rests = readSpan(`break-${day.weekday}`, day.breakStart, day.breakEnd, language);
      if (rests && !(works && works.startMinute <= rests.startMinute && rests.endMinute <= works.endMinute))
        throw new InvalidInput(`break-${day.weekday}`, sentence.breakOutside[language]);
      return { weekday: day.weekday, works, rests };
    });
    await lock(handle, [id]);
    const [clock] = await handle.query<{ past: boolean }>(
      'select $2::date < (planner_now() at time zone zone)::date as past from job_centre where id = $1',
      [jobCentreId, from],
    );
    if (clock?.past) throw new InvalidInput('from', sentence.fromPast[language]);
    await stillAsRead(handle, viewer, jobCentreId, input.caseworker);
    const row = (span: Span | null, weekday: number) =>
      span ? [{ caseworkerId: id, jobCentreId, weekday, ...span, validFrom: from, validTo: to }] : [];
    const hours = spans.flatMap(({ weekday, works }) =>
      row(works, weekday).map((one) => ({ ...one, everyWeeks })),
    );
    const breaks = spans.flatMap(({ weekday, rests }) => row(rests, weekday));
    for (const table of input.besideOthers ? [] : [workingHours, workBreak]) {
      const hers = and(eq(table.caseworkerId, id), eq(table.jobCentreId, jobCentreId));
      await handle.db.delete(table).where(and(hers, gte(table.validFrom, from)));
      await handle.db
        .update(table)
        .set({ validTo: sql`${from}::date - 1` })
        .where(and(hers, lt(table.validFrom, from), or(isNull(table.validTo), gte(table.validTo, from))));
    }
    if (hours.length > 0) await handle.db.insert(workingHours).values(hours);
    if (breaks.length > 0) await handle.db.insert(workBreak).values(breaks);
    await handle.db
      .update(employment)
      .set({ version: sql`${employment.version} + 1` })
      .where(and(eq(employment.caseworkerId, id), eq(employment.jobCentreId, jobCentreId)));
    return id;
  });
}

function readSpan(
  path: string,
  startMinute: number | null,
  endMinute: number | null,
  language: Viewer['language'],
): Span | null {
  if (startMinute === null && endMinute === null) return null;
  if (startMinute === null || endMinute === null) throw new InvalidInput(path, sentence.halfSpan[language]);
  if (startMinute < 0 || endMinute > 1440 || startMinute >= endMinute)
    throw new InvalidInput(path, sentence.spanWrong[language]);
  return { startMinute, endMinute };
}
