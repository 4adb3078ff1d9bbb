import type { Handle, Viewer } from '@planner/db';
import { type Deadline, toKeep } from '../deadlines/meet.ts';
import { keeps, localDate } from '../deadlines/rules.ts';
import type { Citizen, Loaders } from '../loaders.ts';
import { isFull } from '../offers/rules.ts';
import { LimitReached, NotAllowed, unknown } from '../refusals.ts';
import { mayChange } from './rules.ts';
import { sentence } from './sentences.ts';
import type { Booking } from './take.ts';

/** Throws unless the talk is one that this citizen may move now. */
export async function keepReplaceable(
  viewer: Viewer,
  replaced: Booking | null,
  citizen: Citizen,
  now: Date,
  loaders: Loaders,
) {
  if (replaced?.status !== 'booked' || replaced.citizenId !== citizen.id || !replaced.offerId)
    throw unknown(viewer.language);
  const offer = await loaders.offer.load(replaced.offerId);
  const by = viewer.kind === 'staff' ? 'staff' : 'citizen';
  if (!mayChange(by, replaced.startsAt, offer?.rebookUntilMinutes ?? 0, now)) {
    throw new NotAllowed(
      'TOO_LATE',
      sentence.tooLateToMove[viewer.language],
      sentence.callUs[viewer.language],
    );
  }
}

type Limits = { open: number; due: Deadline | null };

/** How many open bookings of the offer's type she has, the one that is moved left out, and the deadline that it meets. */
export async function readLimits(
  handle: Handle,
  offer: { interviewType: number },
  citizenId: string,
  replaces: string | null,
): Promise<Limits> {
  const [[row], due] = await Promise.all([
    handle.query<{ open: number }>(
      `select count(*)::int as open from booking where citizen_id = $1 and interview_type = $2 and status = 'booked'
         and starts_at > planner_now() and id is distinct from $3`,
      [citizenId, offer.interviewType, replaces],
    ),
    toKeep(handle, citizenId, offer.interviewType, replaces),
  ]);
  return { open: row?.open ?? 0, due };
}

/** Throws when she has as many as the offer allows, or it would come after her deadline's last day of holding. */
export function keepLimits(
  viewer: Viewer,
  offer: { maxOpen: number },
  { open, due }: Limits,
  startsAt: Date,
  zone: string,
): void {
  if (isFull(offer.maxOpen, open)) {
    const [told, next] =
      viewer.kind === 'staff'
        ? [sentence.maxOpenOfCitizen, sentence.moveTheirsInstead]
        : [sentence.maxOpen, sentence.moveInstead];
    throw new LimitReached('MAX_OPEN', told[viewer.language], next[viewer.language]);
  }
  if (viewer.kind === 'citizen' && due && !keeps(due, localDate(startsAt, zone))) {
    throw new LimitReached(
      'AFTER_DEADLINE',
      sentence.afterDeadline[viewer.language],
      sentence.chooseEarlier[viewer.language],
    );
  }
}
