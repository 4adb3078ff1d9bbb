import type { Handle, Viewer } from '@planner/db';
import { InvalidInput } from '../refusals.ts';
import { sentence } from './sentences.ts';
import type { Booking } from './take.ts';

/** Whether there is a number to call about a booking: the citizen's own, or one that was given for this talk. */
export async function readCallable(handle: Handle, bookingId: string): Promise<boolean> {
  const rows = await handle.query(
    `select from booking b left join citizen_identity i on i.citizen_id = b.citizen_id
       left join booking_contact c on c.booking_id = b.id
     where b.id = $1 and (i.phone is not null or c.phone is not null)`,
    [bookingId],
  );
  return rows.length > 0;
}

/**
 * A citizen moves a talk to one by telephone only if she can be called. Staff are not asked: they may know a number that
 * the planner doesn't.
 */
export async function keepCallable(handle: Handle, { kind, language }: Viewer, made: Booking): Promise<void> {
  if (kind === 'citizen' && made.form === 'PHONE' && !(await readCallable(handle, made.id)))
    throw new InvalidInput('form', sentence.noNumber[language]);
}
