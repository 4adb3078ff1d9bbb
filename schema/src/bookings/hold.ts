import type { Handle, Viewer } from '@planner/db';
import * as t from '@planner/db';
import { and, eq, gt, ne, sql } from 'drizzle-orm';
import { audienceOf } from '../availability/audience.ts';
import { type EngineInput, explainSlot } from '../availability/engine.ts';
import { type FindSlots, type Found, findFreeSlots } from '../availability/find.ts';
import { type Ask, hasQuota } from '../availability/load-input.ts';
import { minute, type Slot, toMinute } from '../availability/slot.ts';
import { toKeep } from '../deadlines/meet.ts';
import { keeps, localDate } from '../deadlines/rules.ts';
import { remember, replayed } from '../idempotency.ts';
import { type Citizen, createLoaders, type Loaders } from '../loaders.ts';
import { lock, lockOneOf, readNow } from '../lock.ts';
import { isFull } from '../offers/rules.ts';
import { InvalidInput, LimitReached, NotAllowed, OverlapsOwnTalk, unknown } from '../refusals.ts';
import { lookAround, taken } from './nearest.ts';
import { holdMinutes, mayChange } from './rules.ts';
import { sentence } from './sentences.ts';
import { type Booking, free, readBooking, take } from './take.ts';

export type HoldInput = {
  offer: string;
  startsAt: Date;
  caseworker: string | null;
  form: Booking['form'];
  citizen: string | null;
  replaces: string | null;
  idempotencyKey: string;
};

/**
 * Sets a slot aside for a citizen for ten minutes by the database's clock. The hold has the id of the booking it
 * becomes. A citizen's earlier hold is released by it. Refusals: SlotTaken, OverlapsOwnTalk, LimitReached,
 * NotAllowed, KeyReused, InvalidInput.
 */
export async function hold(
  handle: Handle,
  viewer: Viewer,
  input: HoldInput,
  look: FindSlots,
): Promise<string> {
  return (await takeSlot(handle, viewer, input, 'held', look)).id;
}

/**
 * Holds or, where hold and confirm are one step, books; returns the booking's id, and whether the command was a
 * repeated one and had been done before. `look` finds free times before anything is
 * locked, so that who comes too late learns it without queueing; what is decided is read after the locks.
 */
export async function takeSlot(
  handle: Handle,
  viewer: Viewer,
  input: HoldInput & { note?: string | null },
  status: 'held' | 'booked',
  look: FindSlots,
): Promise<{ id: string; repeated: boolean }> {
  const { language } = viewer;
  if (input.startsAt.getTime() % minute !== 0)
    throw new InvalidInput('startsAt', sentence.wholeMinute[language]);
  const loaders = createLoaders(() => handle);
  const citizenId = input.citizen ?? viewer.citizenId;
  const [known, offer, citizen] = await Promise.all([
    replayed(handle, viewer, input.idempotencyKey, { ...input, status }),
    loaders.offer.load(input.offer),
    citizenId ? loaders.citizen.load(citizenId) : null,
  ]);
  if (known) return { id: known, repeated: true };
  if (!offer || !citizen || citizen.jobCentreId !== offer.jobCentreId) throw unknown(language);
  if (viewer.kind === 'citizen' && citizen.exempt) {
    throw new NotAllowed('EXEMPT', sentence.exempt[language], sentence.callUs[language]);
  }
  if (!offer.forms.includes(input.form)) throw new InvalidInput('form', sentence.formNotOffered[language]);

  const ask = {
    offer,
    from: input.startsAt,
    to: new Date(input.startsAt.getTime() + minute),
    audience: audienceOf(viewer, citizen),
    exceptClaim: input.replaces,
  };
  // Only a refusal looks further around.
  const around = () => lookAround(handle, look, ask);
  const seen = await look(handle, ask);
  const slot = slotAt(seen.slots, input);
  if (!slot) throw refuseSlot(viewer, ask, citizen.id, await around());

  await lock(handle, [
    citizen.id,
    ...(slot.sessionId ? [slot.sessionId] : []),
    ...(hasQuota(offer) ? [offer.id] : []),
    // Rooms are few: who needs one waits for the job centre's turn, and then any free one will do.
    ...(offer.needsRoom ? [offer.jobCentreId] : []),
  ]);
  const sure = await lockAndLook(handle, ask, seen, slot, input);
  const [now, earlier, replaces] = await Promise.all([
    readNow(handle),
    releaseEarlierHold(handle, citizen.id),
    input.replaces ? readBooking(handle, input.replaces) : null,
  ]);
  await free(handle, earlier);
  if (input.replaces) await keepReplaceable(viewer, replaces, citizen, now, loaders);
  await Promise.all([
    keepLimits(handle, viewer, offer, citizen, input.startsAt, replaces),
    keepCitizenFree(handle, viewer, citizen.id, slot, replaces),
  ]);
  const rooms = sure ? freeRooms(sure.input, sure.slot) : [];
  const made =
    sure &&
    (await take(handle, {
      offer,
      citizen,
      slot: sure.slot,
      caseworkerId: sure.caseworkerId,
      rooms,
      form: input.form,
      status,
      expiresAt: status === 'held' ? new Date(now.getTime() + holdMinutes * minute) : null,
      replaces,
      selfBooked: viewer.kind === 'citizen',
      agentId: viewer.kind === 'citizen' && citizen.id !== viewer.citizenId ? viewer.citizenId : null,
    }));
  if (!made) throw taken(viewer, ask, citizen.id, await around());
  await remember(handle, viewer, input.idempotencyKey, { ...input, status }, made.id);
  return { id: made.id, repeated: false };
}

/**
 * Locks one of those who could hold the talk and makes sure of her under the lock: first whoever nobody else is just
 * taking, in the order of the assignment. Null when none is free any more.
 */
async function lockAndLook(handle: Handle, ask: Ask, seen: Found, slot: Slot, input: HoldInput) {
  let left = input.caseworker ? [input.caseworker] : slot.caseworkerIds;
  for (let wait = true; left.length > 0; wait = false) {
    // A session's seats have its own lock, and its caseworker was taken when it was published.
    const caseworkerId = slot.sessionId ? (left[0] as string) : await lockOneOf(handle, left, wait);
    if (await stillSo(handle, ask, seen, caseworkerId)) return { slot, caseworkerId, input: seen.input };
    const again = await findFreeSlots(handle, { ...ask, among: [caseworkerId] });
    const sure = slotAt(again.slots, input);
    if (sure?.caseworkerIds.includes(caseworkerId)) return { slot: sure, caseworkerId, input: again.input };
    const others = left.filter((id) => id !== caseworkerId);
    const open = slotAt((await findFreeSlots(handle, { ...ask, among: others })).slots, input);
    left = others.filter((id) => open?.caseworkerIds.includes(id));
  }
  return null;
}

/** Whether what was seen at a feed position is still true of her: then nothing has to be read again. */
async function stillSo(handle: Handle, { offer }: Ask, { position, until }: Found, caseworkerId: string) {
  if (position === null || offer.needsRoom || offer.seats > 1 || hasQuota(offer)) return false;
  const [row] = await handle.query<{ so: boolean }>(
    `select not changed_since($1, $2, $3, $4) and extract(epoch from planner_now()) / 60 < $5::float8 as so`,
    [position, caseworkerId, offer.jobCentreId, offer.id, until],
  );
  return row?.so ?? false;
}

function slotAt(slots: Slot[], input: HoldInput): Slot | undefined {
  return slots.find(
    (slot) =>
      slot.startsAt.getTime() === input.startsAt.getTime() &&
      slot.seatsLeft > 0 &&
      (!input.caseworker || slot.caseworkerIds.includes(input.caseworker)),
  );
}

/** A start that never was a slot (off the grid, past, beyond the horizon) is told apart from one that was taken. */
function refuseSlot(viewer: Viewer, ask: Ask, citizenId: string, around: Found) {
  const takenBy = new Set([
    'occupied',
    'room',
    'session-seats',
    'external-busy',
    'absence',
    'daily-cap',
    'weekly-cap',
    'quota',
  ]);
  const failed = explainSlot(around.input, toMinute(ask.from)).rules.filter((rule) => !rule.ok);
  const never = failed.find(
    (rule) =>
      !takenBy.has(rule.rule) &&
      ['grid', 'notice', 'horizon', 'offer-published', 'group'].includes(rule.rule),
  );
  if (never)
    return new NotAllowed(
      never.rule.toUpperCase().replaceAll('-', '_'),
      sentence.notOffered[viewer.language],
      sentence.chooseListed[viewer.language],
    );
  return taken(viewer, ask, citizenId, around);
}

/** Ids of the holds that were given up; what they took is still to be freed. */
async function releaseEarlierHold(handle: Handle, citizenId: string): Promise<string[]> {
  const earlier = await handle.db
    .update(t.booking)
    .set({ status: 'released', version: sql`${t.booking.version} + 1` })
    .where(and(eq(t.booking.citizenId, citizenId), eq(t.booking.status, 'held')))
    .returning({ id: t.booking.id });
  return earlier.map((row) => row.id);
}

async function keepReplaceable(
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

/** How many open bookings of one type, and the deadline's last day of holding. */
async function keepLimits(
  handle: Handle,
  viewer: Viewer,
  offer: typeof t.offer.$inferSelect,
  citizen: Citizen,
  startsAt: Date,
  replaces: Booking | null,
) {
  const [[row], due, centre] = await Promise.all([
    handle.db
      .select({ open: sql<number>`count(*)::int` })
      .from(t.booking)
      .where(
        and(
          eq(t.booking.citizenId, citizen.id),
          eq(t.booking.interviewType, offer.interviewType),
          eq(t.booking.status, 'booked'),
          gt(t.booking.startsAt, sql`planner_now()`),
          replaces ? ne(t.booking.id, replaces.id) : undefined,
        ),
      ),
    toKeep(handle, citizen.id, offer.interviewType, replaces?.id ?? null),
    createLoaders(() => handle).jobCentre.load(offer.jobCentreId),
  ]);
  if (isFull(offer.maxOpen, row?.open ?? 0)) {
    const [told, next] =
      viewer.kind === 'staff'
        ? [sentence.maxOpenOfCitizen, sentence.moveTheirsInstead]
        : [sentence.maxOpen, sentence.moveInstead];
    throw new LimitReached('MAX_OPEN', told[viewer.language], next[viewer.language]);
  }
  if (viewer.kind === 'citizen' && due && !keeps(due, localDate(startsAt, centre?.zone ?? 'UTC'))) {
    throw new LimitReached(
      'AFTER_DEADLINE',
      sentence.afterDeadline[viewer.language],
      sentence.chooseEarlier[viewer.language],
    );
  }
}

async function keepCitizenFree(
  handle: Handle,
  viewer: Viewer,
  citizenId: string,
  slot: Slot,
  replaces: Booking | null,
) {
  const [own] = await handle.query<{ taken: boolean }>('select taken($1, tstzrange($2, $3), $4) as taken', [
    citizenId,
    slot.startsAt.toISOString(),
    slot.endsAt.toISOString(),
    replaces?.id ?? null,
  ]);
  if (own?.taken) throw new OverlapsOwnTalk(viewer);
}

function freeRooms(input: EngineInput, slot: Slot): string[] {
  const from = toMinute(slot.startsAt) - input.offer.roomBufferMinutes;
  const to = toMinute(slot.endsAt) + input.offer.roomBufferMinutes;
  return input.rooms
    .filter(({ busy }) => {
      for (let i = 0; i < busy.length; i += 2)
        if ((busy[i] as number) < to && (busy[i + 1] as number) > from) return false;
      return true;
    })
    .map((room) => room.id);
}
