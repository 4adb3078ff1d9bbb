import { randomUUID } from 'node:crypto';
import { assignment, type Handle, type Viewer } from '@planner/db';
import { daysOf, type Period } from '../access/period.ts';
import { keepStorable, once } from '../idempotency.ts';
import { lock } from '../lock.ts';
import { InvalidInput, type Language, NotAllowed, unknown } from '../refusals.ts';
import { sentence } from './sentences.ts';

export type Assigning = Period & { citizenId: string; reason: string };

/**
 * Assigns citizens to an other actor of their job centre, all or none. Returns the other actor's id. Refusals: NotAllowed
 * (not an administrator there, or somebody else's citizen), InvalidInput, KeyReused.
 */
export function assignCitizens(
  handle: Handle,
  viewer: Viewer,
  input: { otherActorId: string; assignments: Assigning[]; idempotencyKey: string },
): Promise<string> {
  const { language } = viewer;
  return once(handle, viewer, input, async () => {
    const today = await keepActor(handle, viewer, input.otherActorId);
    await lock(handle, [input.otherActorId]);
    for (const one of input.assignments) {
      const judged = await judge(handle, input.otherActorId, one, today, language);
      if (judged.there) continue;
      await handle.db.insert(assignment).values({
        id: randomUUID(),
        otherActorId: input.otherActorId,
        citizenId: one.citizenId,
        during: judged.during,
        reason: judged.reason,
      });
    }
    return input.otherActorId;
  });
}

/** What would become of one assignment: its days, and whether it is there already. Throws what refuses it. */
export async function judge(
  handle: Handle,
  otherActorId: string,
  one: Assigning,
  today: string,
  language: Language,
): Promise<{ during: string; reason: string; there: boolean }> {
  const reason = one.reason.trim();
  keepStorable('reason', reason, language);
  if (reason === '') throw new InvalidInput('reason', sentence.reasonMissing[language]);
  if (reason.length > 500) throw new InvalidInput('reason', sentence.reasonLong[language]);
  const during = daysOf(one, today, language);
  const [found] = await handle.query<{ citizen: boolean; there: boolean; overlaps: boolean }>(
    `select exists (select from citizen c join other_actor o on o.job_centre_id = c.job_centre_id
         where c.id = $2 and o.id = $1) as citizen,
       exists (select from assignment where other_actor_id = $1 and citizen_id = $2 and ended_at is null
         and during = $3::daterange) as there,
       exists (select from assignment where other_actor_id = $1 and citizen_id = $2 and ended_at is null
         and during && $3::daterange) as overlaps`,
    [otherActorId, one.citizenId, during],
  );
  if (!found?.citizen) throw unknown(language);
  if (found.overlaps && !found.there) {
    throw new NotAllowed('ASSIGNED', sentence.assignedAlready[language], sentence.endAssignment[language]);
  }
  return { during, reason, there: found.there };
}

/** Ends an assignment at once: its citizen leaves the other actor's open pages. Returns its id. */
export async function endAssignment(handle: Handle, viewer: Viewer, id: string): Promise<string> {
  const [row] = await handle.query<{ otherActorId: string }>(
    'select other_actor_id as "otherActorId" from assignment where id = $1',
    [id],
  );
  if (!row) throw unknown(viewer.language);
  await keepActor(handle, viewer, row.otherActorId);
  await handle.query('update assignment set ended_at = planner_now() where id = $1 and ended_at is null', [
    id,
  ]);
  return id;
}

/** Throws unless the viewer administers the other actor's job centre. Returns today. */
export async function keepActor(handle: Handle, viewer: Viewer, otherActorId: string): Promise<string> {
  const [row] = await handle.query<{ jobCentreId: string; today: string }>(
    'select job_centre_id as "jobCentreId", rights_today()::text as today from other_actor where id = $1',
    [otherActorId],
  );
  if (!row || !viewer.administers.includes(row.jobCentreId)) throw unknown(viewer.language);
  return row.today;
}
