import { deadline, type Handle } from '@planner/db';
import { and, eq, sql } from 'drizzle-orm';
import { localDate, reopened } from './rules.ts';

export type Deadline = typeof deadline.$inferSelect;

/** The open deadline of this citizen and interview type that is to be kept first; null when there is none. */
export async function openDeadline(
  handle: Handle,
  citizenId: string,
  interviewType: number,
): Promise<Deadline | null> {
  const [row] = await handle.db
    .select()
    .from(deadline)
    .where(
      and(
        eq(deadline.citizenId, citizenId),
        eq(deadline.interviewType, interviewType),
        sql`${deadline.state} = 'open'`,
      ),
    )
    .orderBy(deadline.bookBy)
    .limit(1);
  return row ?? null;
}

/** The deadline that a booking meets; null when it meets none. */
export async function metBy(handle: Handle, bookingId: string): Promise<Deadline | null> {
  const [row] = await handle.db.select().from(deadline).where(eq(deadline.bookingId, bookingId)).limit(1);
  return row ?? null;
}

/**
 * The deadline that a talk of this type must keep: of a moved talk the one that it meets, otherwise the open one that is
 * to be kept first; null when none runs.
 */
export function toKeep(
  handle: Handle,
  citizenId: string,
  interviewType: number,
  replacesId: string | null,
): Promise<Deadline | null> {
  return replacesId ? metBy(handle, replacesId) : openDeadline(handle, citizenId, interviewType);
}

/** The booking closes the deadline; also moves a met deadline from the talk it replaces. */
export async function meet(handle: Handle, which: Deadline, bookingId: string): Promise<void> {
  await handle.db
    .update(deadline)
    .set({ state: 'met', bookingId, version: sql`${deadline.version} + 1` })
    .where(eq(deadline.id, which.id));
}

/** The booking closes the citizen's open deadline of its interview type, if she has one. */
export async function meetOpen(
  handle: Handle,
  made: { id: string; citizenId: string; interviewType: number },
) {
  await handle.query(
    `update deadline set state = 'met', booking_id = $1, version = version + 1 where id =
      (select id from deadline where citizen_id = $2 and interview_type = $3 and state = 'open' order by book_by limit 1)`,
    [made.id, made.citizenId, made.interviewType],
  );
}

/** The talk stands again: the deadline that it let go is met with the dates it had; otherwise the open one, if any. */
export async function meetAgain(
  handle: Handle,
  talk: { id: string; citizenId: string; interviewType: number },
): Promise<void> {
  const back = await handle.query(
    `update deadline d set book_by = was.book_by, hold_by = was.hold_by, state = 'met', booking_id = $1, version = version + 1
      from reopened_deadline(array(select id from booking where id = $1)) was where d.id = was.deadline returning d.id`,
    [talk.id],
  );
  if (back.length === 0) await meetOpen(handle, talk);
}

/** The talk that met a deadline fell away: the deadline opens again, with dates by who let it fall. */
export async function reopen(
  handle: Handle,
  bookingId: string,
  by: 'citizen' | 'staff',
  now: Date,
  zone: string,
): Promise<void> {
  const met = await metBy(handle, bookingId);
  if (met?.state !== 'met') return;
  await handle.db
    .update(deadline)
    .set({
      state: 'open',
      bookingId: null,
      ...reopened(met, by, localDate(now, zone)),
      version: sql`${deadline.version} + 1`,
    })
    .where(eq(deadline.id, met.id));
}
