import { type Handle, request, type Viewer } from '@planner/db';
import { eq, sql } from 'drizzle-orm';
import { NotAllowed, unknown } from '../refusals.ts';
import { lockRequest } from './answer.ts';
import { sentence } from './sentences.ts';

/** The citizen needs no answer any more. Withdrawn twice is withdrawn once. Returns its id. Refusals: NotAllowed. */
export async function withdrawRequest(handle: Handle, viewer: Viewer, id: string): Promise<string> {
  const row = await lockRequest(handle, id);
  if (!row || viewer.kind !== 'citizen') throw unknown(viewer.language);
  if (row.state === 'answered') throw new NotAllowed('NOT_OPEN', sentence.notOpen[viewer.language]);
  if (row.state === 'open') {
    await handle.db
      .update(request)
      .set({ state: 'withdrawn', version: sql`${request.version} + 1` })
      .where(eq(request.id, id));
  }
  return id;
}
