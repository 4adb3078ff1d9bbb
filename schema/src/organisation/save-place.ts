import { randomUUID } from 'node:crypto';
import { type Handle, place, type Viewer } from '@planner/db';
import { eq } from 'drizzle-orm';
import { keepStorable, once } from '../idempotency.ts';
import { lock } from '../lock.ts';
import { InvalidInput, NotAllowed, unknown } from '../refusals.ts';
import { type Read, updateRead } from '../versioned.ts';
import { readName } from './names.ts';
import { sentence } from './sentences.ts';

export type SavePlaceInput = {
  jobCentreId: string;
  /** Null: a new one. */
  place: Read | null;
  name: string;
  address: string | null;
  idempotencyKey: string;
};

/** Makes a place or changes one. Returns its id. Refusals: NotAllowed, InvalidInput, Outdated, KeyReused. */
export function savePlace(handle: Handle, viewer: Viewer, input: SavePlaceInput): Promise<string> {
  const { language } = viewer;
  const { jobCentreId } = input;
  return once(handle, viewer, input, async () => {
    if (!viewer.administers.includes(jobCentreId)) throw unknown(language);
    const name = readName('name', input.name, language);
    const address = input.address?.trim() || null;
    keepStorable('address', address, language);
    if ((address?.length ?? 0) > 200) throw new InvalidInput('address', sentence.addressLong[language]);
    const id = input.place?.id ?? randomUUID();
    await lock(handle, [jobCentreId]);
    const taken = await handle.query(
      'select from place where job_centre_id = $1 and lower(name) = lower($2) and id <> $3',
      [jobCentreId, name, id],
    );
    if (taken.length > 0) throw new InvalidInput('name', sentence.placeNameTaken[language]);
    const read = input.place && { ...input.place, jobCentreId };
    if (read) await updateRead(handle, place, read, { name, address }, language);
    else await handle.db.insert(place).values({ id, jobCentreId, name, address });
    return id;
  });
}

/** Takes a place away where no team sits and that no closing day names. Refusals: NotAllowed, Outdated. */
export async function removePlace(handle: Handle, viewer: Viewer, read: Read): Promise<{ name: string }> {
  const { language } = viewer;
  const [seen] = await handle.query<{ jobCentreId: string; name: string }>(
    'select job_centre_id as "jobCentreId", name from place where id = $1',
    [read.id],
  );
  if (!seen || !viewer.administers.includes(seen.jobCentreId)) throw unknown(language);
  await lock(handle, [seen.jobCentreId]);
  const [used] = await handle.query<{ used: boolean }>(
    `select exists (select from team where place_id = $1) or exists (select from closing_day where place_id = $1) as used`,
    [read.id],
  );
  if (used?.used) throw new NotAllowed('IN_USE', sentence.placeInUse[language], sentence.movePlace[language]);
  await updateRead(handle, place, { ...read, jobCentreId: seen.jobCentreId }, {}, language);
  await handle.db.delete(place).where(eq(place.id, read.id));
  return { name: seen.name };
}
