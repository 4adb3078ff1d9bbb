import { randomUUID } from 'node:crypto';
import { absence, type Handle, type Viewer } from '@planner/db';
import { minute } from '../availability/slot.ts';
import { remember, replayed } from '../idempotency.ts';
import { lock, readNow } from '../lock.ts';
import { InvalidInput, LimitReached, unknown } from '../refusals.ts';
import { maxRows, occurrences, type Repeat } from './rules.ts';
import { sentence } from './sentences.ts';

export type AbsenceKind = (typeof absence.$inferSelect)['kind'];
export type EnterAbsenceInput = {
  caseworkers: string[];
  team: string | null;
  kind: AbsenceKind;
  startsAt: Date;
  endsAt: Date;
  repeat: Repeat | null;
  idempotencyKey: string;
};

/**
 * Takes time of one or several caseworkers out of what citizens can book, once or as a series. Talks that are booked
 * in it stay: who enters it is shown them. Returns the series' id. Refusals: NotAllowed (somebody isn't the viewer's
 * colleague), LimitReached, KeyReused, InvalidInput.
 */
export async function enterAbsence(
  handle: Handle,
  viewer: Viewer,
  input: EnterAbsenceInput,
): Promise<string> {
  const { language } = viewer;
  const known = await replayed(handle, viewer, input.idempotencyKey, input);
  if (known) return known;
  if (input.startsAt.getTime() % minute !== 0 || input.endsAt.getTime() % minute !== 0)
    throw new InvalidInput('startsAt', sentence.wholeMinutes[language]);
  if (input.endsAt <= input.startsAt) throw new InvalidInput('endsAt', sentence.endsBeforeItStarts[language]);
  const people = await colleagues(handle, viewer, input);
  const spans = occurrences(input, input.repeat, people.zone);
  if (spans.length === 0) throw new InvalidInput('repeat', sentence.endsBeforeItStarts[language]);
  if (spans.length * people.ids.length > maxRows) {
    throw new LimitReached('TOO_MANY', sentence.tooMany[language], sentence.enterInParts[language]);
  }
  // The same locks as whoever books them: a hold that came first is seen as a talk that is hit, a later one sees this.
  await lock(handle, people.ids);
  const now = await readNow(handle);
  if (input.endsAt <= now) throw new InvalidInput('endsAt', sentence.past[language]);
  const seriesId = randomUUID();
  await handle.db.insert(absence).values(
    people.ids.flatMap((resourceId) =>
      spans.map(({ startsAt, endsAt }) => ({
        resourceId,
        seriesId,
        kind: input.kind,
        during: `[${startsAt.toISOString()},${endsAt.toISOString()})`,
      })),
    ),
  );
  await remember(handle, viewer, input.idempotencyKey, input, seriesId);
  return seriesId;
}

/**
 * Those named and the team's members, all of whom must work where the viewer serves or be her staff; and the wall clock
 * they go by.
 */
async function colleagues(handle: Handle, viewer: Viewer, input: EnterAbsenceInput) {
  const rows = await handle.query<{ id: string; zone: string }>(
    `select distinct e.caseworker_id as id, j.zone from employment e join job_centre j on j.id = e.job_centre_id
     where (e.job_centre_id = any ($1::uuid[]) or e.caseworker_id = any ($4::uuid[])) and (e.caseworker_id = any ($3::uuid[])
       or exists (select from membership m
         where m.team_id = $2::uuid and m.job_centre_id = e.job_centre_id and m.caseworker_id = e.caseworker_id))
     order by 1`,
    [
      `{${viewer.centres.join(',')}}`,
      input.team,
      `{${input.caseworkers.join(',')}}`,
      `{${viewer.staff.join(',')}}`,
    ],
  );
  const ids = [...new Set(rows.map((row) => row.id))];
  const [first] = rows;
  if (!first || input.caseworkers.some((id) => !ids.includes(id))) throw unknown(viewer.language);
  return { ids, zone: first.zone };
}
