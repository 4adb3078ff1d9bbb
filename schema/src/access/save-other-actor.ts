import { randomUUID } from 'node:crypto';
import { type Handle, otherActor, type Viewer } from '@planner/db';
import { once } from '../idempotency.ts';
import { lock } from '../lock.ts';
import { readName } from '../organisation/names.ts';
import { InvalidInput, unknown } from '../refusals.ts';
import { type Read, updateRead } from '../versioned.ts';
import { sentence } from './sentences.ts';

/** Makes an other actor of a job centre, or changes its name. Returns its id. Refusals: NotAllowed, InvalidInput, Outdated, KeyReused. */
export function saveOtherActor(
  handle: Handle,
  viewer: Viewer,
  input: { jobCentreId: string; otherActor: Read | null; name: string; idempotencyKey: string },
): Promise<string> {
  const { language } = viewer;
  const { jobCentreId } = input;
  return once(handle, viewer, input, async () => {
    if (!viewer.administers.includes(jobCentreId)) throw unknown(language);
    const name = readName('name', input.name, language);
    const id = input.otherActor?.id ?? randomUUID();
    await lock(handle, [jobCentreId]);
    const [taken] = await handle.query(
      'select 1 from other_actor where job_centre_id = $1 and lower(name) = lower($2) and id <> $3',
      [jobCentreId, name, id],
    );
    if (taken) throw new InvalidInput('name', sentence.otherActorTaken[language]);
    if (input.otherActor)
      await updateRead(handle, otherActor, { ...input.otherActor, jobCentreId }, { name }, language);
    else await handle.db.insert(otherActor).values({ id, jobCentreId, name });
    return id;
  });
}
