import { randomUUID } from 'node:crypto';
import { booking, type Handle, occupancy, type offer, seat } from '@planner/db';
import { eq, inArray } from 'drizzle-orm';
import { minute, type Slot } from '../availability/slot.ts';
import type { Citizen } from '../loaders.ts';

type Offer = typeof offer.$inferSelect;
export type Booking = typeof booking.$inferSelect;
type Form = Booking['form'];

export type Taking = {
  offer: Offer;
  citizen: Citizen;
  slot: Slot;
  caseworkerId: string;
  /** An overlap on purpose: the claim of the caseworker's other talk, which her time joins. */
  joins?: string | null;
  rooms: readonly string[];
  form: Form;
  status: 'held' | 'booked';
  expiresAt: Date | null;
  replaces: Booking | null;
  selfBooked: boolean;
  /** The citizen who acts for her by power of attorney; null when nobody does. */
  agentId: string | null;
};

/**
 * Writes a booking with all it takes: caseworker, room if needed, and the citizen; all or none. Null when another has
 * taken one of them: the constraint decides, whatever was looked at before.
 */
export async function take(handle: Handle, taking: Taking): Promise<Booking | null> {
  const { offer, slot } = taking;
  const id = randomUUID();
  const claimId = await claimFor(handle, id, taking.replaces);
  const span = (before: number, after: number) =>
    `[${new Date(slot.startsAt.getTime() - before * minute).toISOString()},${new Date(slot.endsAt.getTime() + after * minute).toISOString()})`;
  const plain = span(0, 0);
  const room = offer.needsRoom ? taking.rooms[0] : undefined;
  const { caseworkerId } = taking;
  if (offer.needsRoom && !room) return null;
  const common = {
    claimId,
    bookingId: id,
    startsAt: slot.startsAt,
    offerId: offer.id,
    expiresAt: taking.expiresAt,
  };
  const wanted = [
    { ...common, resourceId: taking.citizen.id, kind: 'citizen' as const, during: plain },
    ...(slot.sessionId
      ? []
      : [
          {
            ...common,
            resourceId: caseworkerId,
            kind: 'person' as const,
            claimId: taking.joins ?? claimId,
            during: span(offer.bufferBeforeMinutes, offer.bufferAfterMinutes),
          },
        ]),
    ...(room && !slot.sessionId
      ? [
          {
            ...common,
            resourceId: room,
            kind: 'room' as const,
            during: span(offer.roomBufferMinutes, offer.roomBufferMinutes),
          },
        ]
      : []),
  ].sort((a, b) => (a.resourceId < b.resourceId ? -1 : 1));

  const [, [written], taken] = await Promise.all([
    // Holds that have lapsed bar nobody.
    handle.query('select remove_expired_holds($1::uuid[])', [
      `{${wanted.map((row) => row.resourceId).join(',')}}`,
    ]),
    handle.db
      .insert(booking)
      .values({
        id,
        jobCentreId: offer.jobCentreId,
        offerId: offer.id,
        interviewType: offer.interviewType,
        sessionId: slot.sessionId,
        citizenId: taking.citizen.id,
        caseworkerId,
        roomId: room ?? null,
        form: taking.form,
        startsAt: slot.startsAt,
        endsAt: slot.endsAt,
        status: taking.status,
        expiresAt: taking.expiresAt,
        replacesId: taking.replaces?.id ?? null,
        selfBooked: taking.selfBooked,
        agentId: taking.agentId,
      })
      .returning(),
    // ON CONFLICT DO NOTHING and a count: plain inserts that race deadlock for minutes.
    handle.db.insert(occupancy).values(wanted).onConflictDoNothing().returning({ id: occupancy.resourceId }),
  ]);
  if (taken.length < wanted.length) return null;
  if (slot.sessionId && !(await takeSeat(handle, slot.sessionId, taking.citizen.id, id))) return null;
  return written ?? null;
}

/** A talk that replaces another borrows its claim, unless that is shared: then it would overlap the third one, too. */
async function claimFor(handle: Handle, id: string, replaces: Booking | null): Promise<string> {
  if (!replaces) return id;
  const [shared] = await handle.query(
    'select from occupancy where claim_id = $1 and booking_id <> $1 limit 1',
    [replaces.id],
  );
  return shared ? id : replaces.id;
}

async function takeSeat(
  handle: Handle,
  sessionId: string,
  citizenId: string,
  bookingId: string,
): Promise<boolean> {
  const rows = await handle.query(
    `insert into seat (session_id, seat, citizen_id, booking_id)
     select $1, n, $2, $3 from group_session g, generate_series(1, g.seats) n
     where g.id = $1 and n <> all (seats_taken($1)) order by n limit 1
     on conflict do nothing returning seat`,
    [sessionId, citizenId, bookingId],
  );
  return rows.length === 1;
}

/** Frees all that a booking takes. */
export async function free(handle: Handle, bookingIds: readonly string[]): Promise<void> {
  if (bookingIds.length === 0) return;
  await handle.db.delete(seat).where(inArray(seat.bookingId, [...bookingIds]));
  await handle.db.delete(occupancy).where(inArray(occupancy.bookingId, [...bookingIds]));
}

/** The booking as the viewer may see it, read after its citizen's lock; null for none. */
export async function readBooking(handle: Handle, id: string): Promise<Booking | null> {
  const [row] = await handle.db.select().from(booking).where(eq(booking.id, id));
  return row ?? null;
}
