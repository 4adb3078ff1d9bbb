import { randomUUID } from 'node:crypto';
import type { Handle, Viewer } from '@planner/db';
import { worksAt } from '../access/load-viewer.ts';
import { minute } from '../availability/slot.ts';
import { remember, replayed } from '../idempotency.ts';
import { createLoaders } from '../loaders.ts';
import { lock, readNow } from '../lock.ts';
import { InvalidInput, NotAllowed, OverlapsOwnTalk, SlotTaken, unknown } from '../refusals.ts';
import { readNote, writeNote } from './note.ts';
import { takePlaceOf } from './reschedule.ts';
import { mayChange } from './rules.ts';
import { sentence } from './sentences.ts';
import { type Booking, readBooking, take } from './take.ts';

export type OverlapInput = {
  offer: string;
  startsAt: Date;
  caseworker: string;
  citizen: string;
  form: Booking['form'];
  /** A talk of the same offer and citizen to move there; null for a new one. */
  replaces: string | null;
  note: string | null;
  idempotencyKey: string;
};

/**
 * Staff book a talk on purpose where the caseworker has another one, whatever her hours say: her time joins the other
 * talk's claim, while citizen and room must be free. A talk that is moved there is given up. Returns the booking's id. Refusals: NotAllowed, OverlapsOwnTalk,
 * SlotTaken (no room is free, or somebody was faster), KeyReused, InvalidInput.
 */
export async function bookOverlapping(handle: Handle, viewer: Viewer, input: OverlapInput): Promise<string> {
  const { language } = viewer;
  if (input.startsAt.getTime() % minute !== 0)
    throw new InvalidInput('startsAt', sentence.wholeMinute[language]);
  const loaders = createLoaders(() => handle);
  const [known, offer, citizen] = await Promise.all([
    replayed(handle, viewer, input.idempotencyKey, input),
    loaders.offer.load(input.offer),
    loaders.citizen.load(input.citizen),
  ]);
  if (known) return known;
  const note = readNote(input.note, language);
  if (!offer || !citizen || citizen.jobCentreId !== offer.jobCentreId || !worksAt(viewer, offer.jobCentreId))
    throw unknown(language);
  const [member] = await handle.query(
    'select from employment where caseworker_id = $1 and job_centre_id = $2 limit 1',
    [input.caseworker, offer.jobCentreId],
  );
  if (!member) throw unknown(language);
  if (!offer.forms.includes(input.form)) throw new InvalidInput('form', sentence.formNotOffered[language]);
  if (offer.seats > 1) throw new InvalidInput('offer', sentence.seatOnly[language]);

  await lock(handle, [citizen.id, ...(offer.needsRoom ? [offer.jobCentreId] : [])]);
  await lock(handle, [input.caseworker]);
  const [now, replaces] = await Promise.all([
    readNow(handle),
    input.replaces ? readBooking(handle, input.replaces) : null,
  ]);
  if (input.replaces) {
    if (replaces?.citizenId !== citizen.id || replaces.offerId !== offer.id) throw unknown(language);
    if (replaces.status !== 'booked') throw new NotAllowed('NOT_BOOKED', sentence.notBooked[language]);
    if (!mayChange('staff', replaces.startsAt, 0, now))
      throw new NotAllowed('TOO_LATE', sentence.tooLateToMove[language]);
  }
  if (input.startsAt <= now)
    throw new NotAllowed('PAST', sentence.notOffered[language], sentence.chooseLater[language]);
  const endsAt = new Date(input.startsAt.getTime() + offer.durationMinutes * minute);
  const span = (before: number, after: number) => [
    new Date(input.startsAt.getTime() - before * minute).toISOString(),
    new Date(endsAt.getTime() + after * minute).toISOString(),
  ];
  const [[own], claims, rooms] = await Promise.all([
    handle.query<{ taken: boolean }>('select taken($1, tstzrange($2, $3), $4) as taken', [
      citizen.id,
      ...span(0, 0),
      input.replaces,
    ]),
    handle.query<{ id: string }>(
      `select distinct claim_id as id from occupancy where resource_id = $1 and during && tstzrange($2, $3)
         and (expires_at is null or expires_at > planner_now()) and booking_id is distinct from $4`,
      [input.caseworker, ...span(offer.bufferBeforeMinutes, offer.bufferAfterMinutes), input.replaces],
    ),
    offer.needsRoom
      ? handle.query<{ id: string }>(
          `select id from room r where job_centre_id = $1 and not exists (select from occupancy o
             where o.resource_id = r.id and o.during && tstzrange($2, $3)
               and (o.expires_at is null or o.expires_at > planner_now()) and o.booking_id is distinct from $4) order by id`,
          [offer.jobCentreId, ...span(offer.roomBufferMinutes, offer.roomBufferMinutes), input.replaces],
        )
      : [],
  ]);
  if (own?.taken) throw new OverlapsOwnTalk(viewer);
  if (claims.length > 1)
    throw new NotAllowed(
      'OVERLAPS_SEVERAL',
      sentence.overlapsSeveral[language],
      sentence.chooseListed[language],
    );
  const made = await take(handle, {
    id: randomUUID(),
    offer,
    citizen,
    slot: {
      key: '',
      startsAt: input.startsAt,
      endsAt,
      seatsLeft: 1,
      caseworkerIds: [],
      forms: [],
      sessionId: null,
    },
    caseworkerId: input.caseworker,
    joins: claims[0]?.id ?? null,
    rooms: rooms.map((room) => room.id),
    form: input.form,
    status: 'booked',
    expiresAt: null,
    replaces,
    selfBooked: false,
    agentId: null,
  });
  if (!made) throw new SlotTaken(language, []);
  await Promise.all([
    takePlaceOf(handle, viewer, made),
    note && writeNote(handle, viewer, made.id, note),
    remember(handle, viewer, input.idempotencyKey, input, made.id),
  ]);
  return made.id;
}
