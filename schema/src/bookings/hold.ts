import { randomUUID } from 'node:crypto';
import type { Handle, Viewer } from '@planner/db';
import { audienceOf } from '../availability/audience.ts';
import { type Ask, type FindSlots, type Standing, standing } from '../availability/find.ts';
import { hasQuota } from '../availability/load-input.ts';
import { minute, type Slot } from '../availability/slot.ts';
import { remember, replayed } from '../idempotency.ts';
import { createLoaders } from '../loaders.ts';
import { lock, readNow } from '../lock.ts';
import { InvalidInput, NotAllowed, OverlapsOwnTalk, unknown } from '../refusals.ts';
import { keepLimits, keepReplaceable, readLimits } from './hold-limits.ts';
import { freeRooms, lockLikely, makeSure, slotAt } from './make-sure.ts';
import { lookAround, taken } from './nearest.ts';
import { refuseSlot } from './refuse-slot.ts';
import { holdMinutes } from './rules.ts';
import { sentence } from './sentences.ts';
import { type Booking, readBooking, take } from './take.ts';

export type HoldInput = {
  offer: string;
  startsAt: Date;
  caseworker: string | null;
  /** Null: the one that the talk to be moved has, or else the offer's first that somebody can hold then. */
  form: Booking['form'] | null;
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
): Promise<Booking | string> {
  const { id, made } = await takeSlot(handle, viewer, input, 'held', look);
  return made ?? id;
}

/**
 * Holds or, where hold and confirm are one step, books; returns the booking's id, and the booking unless the command
 * was a repeated one and had been done before. `look` finds free times before anything is
 * locked, so that who comes too late learns it without queueing; what is decided is read after the locks.
 */
export async function takeSlot(
  handle: Handle,
  viewer: Viewer,
  input: HoldInput & { note?: string | null },
  status: 'held' | 'booked',
  look: FindSlots,
): Promise<{ id: string; made: Booking | null }> {
  const { language } = viewer;
  if (input.startsAt.getTime() % minute !== 0)
    throw new InvalidInput('startsAt', sentence.wholeMinute[language]);
  const loaders = createLoaders(() => handle);
  const citizenId = input.citizen ?? viewer.citizenId;
  const remembered = { ...input, status };
  const [known, offer, citizen, at] = await Promise.all([
    replayed(handle, viewer, input.idempotencyKey, remembered),
    loaders.offer.load(input.offer),
    citizenId ? loaders.citizen.load(citizenId) : null,
    standing(handle),
  ]);
  if (known) return { id: known, made: null };
  if (!offer || !citizen || citizen.jobCentreId !== offer.jobCentreId) throw unknown(language);
  if (viewer.kind === 'citizen' && citizen.exempt) {
    throw new NotAllowed('EXEMPT', sentence.exempt[language], sentence.callUs[language]);
  }
  if (input.form && !offer.forms.includes(input.form))
    throw new InvalidInput('form', sentence.formNotOffered[language]);

  const wish: Ask = {
    offer,
    from: input.startsAt,
    to: new Date(input.startsAt.getTime() + minute),
    audience: audienceOf(viewer, citizen),
    exceptClaim: input.replaces,
    form: input.form,
  };
  const form = input.form ?? (await formFor(handle, look, wish, input, at));
  const ask = { ...wish, form };
  // Only a refusal looks further around.
  const around = () => lookAround(handle, look, wish);
  const seen = await look(handle, ask, at);
  const slot = slotAt(seen.slots, input);
  if (!slot) throw refuseSlot(viewer, ask, citizen.id, input.caseworker, await around());

  // Sent together: the locks stand first, and each statement behind them looks when its turn comes.
  const [, locked, now, , replaced, limits, own] = await Promise.all([
    lock(handle, [
      citizen.id,
      ...(slot.sessionId ? [slot.sessionId] : []),
      ...(hasQuota(offer) ? [offer.id] : []),
      // Rooms are few: who needs one waits for the job centre's turn, and then any free one will do.
      ...(offer.needsRoom ? [offer.jobCentreId] : []),
    ]),
    lockLikely(handle, ask, seen, slot, input),
    readNow(handle),
    giveUpEarlierHold(handle, citizen.id),
    input.replaces ? readBooking(handle, input.replaces) : null,
    readLimits(handle, offer, citizen.id, input.replaces),
    readOwnTime(handle, citizen.id, slot, input.replaces),
  ]);
  if (input.replaces) await keepReplaceable(viewer, replaced, citizen, now, loaders);
  keepLimits(viewer, offer, limits, input.startsAt, seen.input.zone);
  if (own.taken) throw new OverlapsOwnTalk(viewer);
  const sure = await makeSure(handle, ask, seen, slot, input, locked);
  const id = randomUUID();
  const [made] = await Promise.all([
    sure &&
      take(handle, {
        id,
        offer,
        citizen,
        slot: sure.slot,
        caseworkerId: sure.caseworkerId,
        rooms: freeRooms(sure.input, sure.slot),
        form,
        status,
        expiresAt: status === 'held' ? new Date(now.getTime() + holdMinutes * minute) : null,
        replaces: replaced,
        selfBooked: viewer.kind === 'citizen',
        agentId: viewer.kind === 'citizen' && citizen.id !== viewer.citizenId ? viewer.citizenId : null,
      }),
    sure && remember(handle, viewer, input.idempotencyKey, remembered, id),
  ]);
  if (!made) throw taken(viewer, ask, citizen.id, await around());
  return { id, made };
}

/** Where any form will do, the one that is kept when a talk is moved, or else the offer's first that is free then. */
async function formFor(handle: Handle, look: FindSlots, ask: Ask, input: HoldInput, at: Standing) {
  const [{ slots }, moved] = await Promise.all([
    look(handle, { ...ask, caseworkerId: input.caseworker }, at),
    input.replaces ? readBooking(handle, input.replaces) : null,
  ]);
  const free = slotAt(slots, input)?.forms ?? ask.offer.forms;
  return free.find((form) => form === moved?.form) ?? (free[0] as Booking['form']);
}

/** A citizen has one hold at a time; all that her earlier one took is freed with it. */
const giveUpEarlierHold = (handle: Handle, citizenId: string) =>
  handle.query(
    `with released as (
       update booking set status = 'released', version = version + 1 where citizen_id = $1 and status = 'held' returning id),
     seats as (delete from seat where booking_id in (select id from released))
     delete from occupancy where booking_id in (select id from released)`,
    [citizenId],
  );

/** Whether the citizen has something else at that time; the talk that is moved doesn't count. */
async function readOwnTime(handle: Handle, citizenId: string, slot: Slot, replaces: string | null) {
  const [own] = await handle.query<{ taken: boolean }>('select taken($1, tstzrange($2, $3), $4) as taken', [
    citizenId,
    slot.startsAt.toISOString(),
    slot.endsAt.toISOString(),
    replaces,
  ]);
  return own as { taken: boolean };
}
