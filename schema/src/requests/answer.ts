import { type Handle, request, requestMessage, type Viewer } from '@planner/db';
import { eq, sql } from 'drizzle-orm';
import { keepStorable } from '../idempotency.ts';
import { readNow } from '../lock.ts';
import { InvalidInput, NotAllowed, unknown } from '../refusals.ts';
import { messageMax } from './rules.ts';
import { sentence } from './sentences.ts';

/** Staff answer a citizen's request, once. Returns its id. Refusals: NotAllowed, InvalidInput. */
export async function answerRequest(
  handle: Handle,
  viewer: Viewer,
  input: { request: string; answer: string },
): Promise<string> {
  const { language } = viewer;
  const answer = input.answer.trim();
  if (!answer) throw new InvalidInput('answer', sentence.answerNeeded[language]);
  keepStorable('answer', answer, language);
  if (answer.length > messageMax) throw new InvalidInput('answer', sentence.messageTooLong[language]);
  const row = await lockRequest(handle, input.request);
  if (!row || viewer.kind !== 'staff') throw unknown(language);
  if (row.state !== 'open') throw new NotAllowed('NOT_OPEN', sentence.notOpen[language]);
  const answeredAt = await readNow(handle);
  await handle.db
    .update(request)
    .set({
      state: 'answered',
      answeredAt,
      answeredBy: viewer.caseworkerId,
      version: sql`${request.version} + 1`,
    })
    .where(eq(request.id, row.id));
  await handle.db
    .insert(requestMessage)
    .values({ requestId: row.id, author: 'staff', message: answer, phone: null });
  return row.id;
}

/** The row's own lock: an answer and a withdrawal don't pass each other. Null for what the viewer may not see. */
export async function lockRequest(handle: Handle, id: string) {
  const [row] = await handle.db.select().from(request).where(eq(request.id, id)).for('update');
  return row ?? null;
}
