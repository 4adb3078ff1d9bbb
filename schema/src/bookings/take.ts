import { booking, type Handle, occupancy, type offer, seat } from '@planner/db';
import { and, eq, inArray } from 'drizzle-orm';
import { minute, type Slot } from '../availability/slot.ts';
import type { Citizen } from '../loaders.ts';

type Offer = typeof offer.$inferSelect;
export type Booking = typeof booking.$inferSelect;
type Form = Booking['form'];

export type Taking = {
  id: string;
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
  const { offer, slot, caseworkerId } = taking;
  const room = offer.needsRoom ? taking.rooms[0] : undefined;
  if (offer.needsRoom && !room) return null;
  const { id } = taking;
  const claimId = await claimFor(handle, id, taking.replaces);
  const made = {
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
  };
  const wanted = occupied(made, offer, { claimId, joins: taking.joins ?? null });
  const [, [written], taken] = await Promise.all([
    removeExpiredHolds(handle, wanted),
    handle.db.insert(booking).values(made).returning(),
    occupy(handle, wanted),
  ]);
  if (taken.length < wanted.length) return null;
  if (slot.sessionId && !(await takeSeat(handle, slot.sessionId, taking.citizen.id, id))) return null;
  return written ?? null;
}

/**
 * Takes again what a talk that had been given up took: all or none. False when somebody else has one of it by now. Its
 * caseworker's time joins no other's claim, even if it once did.
 */
export async function takeAgain(handle: Handle, talk: Booking, offer: Offer | null): Promise<boolean> {
  const wanted = occupied(talk, offer ?? noBuffers, { claimId: talk.id, joins: null });
  const [, taken] = await Promise.all([removeExpiredHolds(handle, wanted), occupy(handle, wanted)]);
  if (taken.length < wanted.length) return false;
  return !talk.sessionId || takeSeat(handle, talk.sessionId, talk.citizenId, talk.id);
}

/** Puts a talk into another room, or into none. False when the room is taken. */
export async function takeRoom(
  handle: Handle,
  talk: Booking,
  offer: Offer | null,
  roomId: string | null,
): Promise<boolean> {
  await handle.db.delete(occupancy).where(and(eq(occupancy.bookingId, talk.id), eq(occupancy.kind, 'room')));
  if (!roomId) return true;
  const wanted = occupied({ ...talk, roomId }, offer ?? noBuffers, { claimId: talk.id, joins: null }).filter(
    (row) => row.kind === 'room',
  );
  const [, taken] = await Promise.all([removeExpiredHolds(handle, wanted), occupy(handle, wanted)]);
  return taken.length === wanted.length;
}

type Claims = { claimId: string; joins: string | null };
type Buffers = Pick<Offer, 'bufferBeforeMinutes' | 'bufferAfterMinutes' | 'roomBufferMinutes'>;
const noBuffers: Buffers = { bufferBeforeMinutes: 0, bufferAfterMinutes: 0, roomBufferMinutes: 0 };
type Occupancy = typeof occupancy.$inferInsert;

/** What a talk takes, in id order: its citizen, and unless it is a seat in a session its caseworker and room. */
function occupied(
  talk: Pick<
    Booking,
    | 'id'
    | 'citizenId'
    | 'caseworkerId'
    | 'roomId'
    | 'sessionId'
    | 'startsAt'
    | 'endsAt'
    | 'offerId'
    | 'expiresAt'
  >,
  buffers: Buffers,
  { claimId, joins }: Claims,
): Occupancy[] {
  const span = (before: number, after: number) =>
    `[${new Date(talk.startsAt.getTime() - before * minute).toISOString()},${new Date(talk.endsAt.getTime() + after * minute).toISOString()})`;
  const { offerId, startsAt, expiresAt } = talk;
  const common = { claimId, bookingId: talk.id, startsAt, offerId, expiresAt };
  const rows: Occupancy[] = [{ ...common, resourceId: talk.citizenId, kind: 'citizen', during: span(0, 0) }];
  if (!talk.sessionId) {
    const during = span(buffers.bufferBeforeMinutes, buffers.bufferAfterMinutes);
    rows.push({
      ...common,
      resourceId: talk.caseworkerId,
      kind: 'person',
      claimId: joins ?? claimId,
      during,
    });
    if (talk.roomId) {
      const roomTime = span(buffers.roomBufferMinutes, buffers.roomBufferMinutes);
      rows.push({ ...common, resourceId: talk.roomId, kind: 'room', during: roomTime });
    }
  }
  return rows.sort((a, b) => (a.resourceId < b.resourceId ? -1 : 1));
}

/** Holds that have lapsed bar nobody. */
const removeExpiredHolds = (handle: Handle, wanted: readonly Occupancy[]) =>
  handle.query('select remove_expired_holds($1::uuid[])', [
    `{${wanted.map((row) => row.resourceId).join(',')}}`,
  ]);

/**
 * ON CONFLICT DO NOTHING and a count: plain inserts that race deadlock for minutes. Sent when it is awaited and not
 * before: who may write it is who may see the booking, which is to be written first.
 */
const occupy = (handle: Handle, wanted: Occupancy[]) =>
  handle.db.insert(occupancy).values(wanted).onConflictDoNothing().returning({ id: occupancy.resourceId });

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
