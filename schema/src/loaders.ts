import type { Handle } from '@planner/db';
import * as t from '@planner/db';
import DataLoader from 'dataloader';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { type LastChange, readLastChanges } from './bookings/calendar/changes.ts';
import { type OfferState, offerState } from './offers/state.ts';
import {
  type Employment,
  type EmploymentKey,
  employmentKey,
  loadEmployments,
} from './organisation/load-employment.ts';

export type Loaders = ReturnType<typeof createLoaders>;
export type Citizen = typeof t.citizen.$inferSelect & typeof t.citizenIdentity.$inferSelect;

/**
 * One per operation: each gathers the ids that sibling fields ask for into one statement. A row that isn't there and
 * a row the viewer may not see are both null.
 */
export function createLoaders(handle: () => Handle) {
  const byId = <Row extends { id: string }>(find: (ids: string[]) => PromiseLike<Row[]>) =>
    new DataLoader<string, Row | null>(async (ids) => {
      const rows = new Map((await find([...ids])).map((row) => [row.id, row]));
      return ids.map((id) => rows.get(id) ?? null);
    });
  return {
    jobCentre: byId((ids) => handle().db.select().from(t.jobCentre).where(inArray(t.jobCentre.id, ids))),
    place: byId((ids) => handle().db.select().from(t.place).where(inArray(t.place.id, ids))),
    closingDay: byId((ids) => handle().db.select().from(t.closingDay).where(inArray(t.closingDay.id, ids))),
    user: byId((ids) => handle().db.select().from(t.userAccount).where(inArray(t.userAccount.id, ids))),
    otherActor: byId((ids) => handle().db.select().from(t.otherActor).where(inArray(t.otherActor.id, ids))),
    assignment: byId((ids) => handle().db.select().from(t.assignment).where(inArray(t.assignment.id, ids))),
    team: byId((ids) => handle().db.select().from(t.team).where(inArray(t.team.id, ids))),
    caseworker: byId((ids) => handle().db.select().from(t.caseworker).where(inArray(t.caseworker.id, ids))),
    employment: new DataLoader<EmploymentKey, Employment | null, string>(
      (keys) => loadEmployments(handle(), keys),
      { cacheKeyFn: employmentKey },
    ),
    roomsOf: new DataLoader<string, (typeof t.room.$inferSelect)[]>(async (centres) => {
      const rooms = await handle()
        .db.select()
        .from(t.room)
        .where(inArray(t.room.jobCentreId, [...centres]))
        .orderBy(asc(t.room.name));
      return centres.map((id) => rooms.filter((room) => room.jobCentreId === id));
    }),
    room: byId((ids) => handle().db.select().from(t.room).where(inArray(t.room.id, ids))),
    offer: byId((ids) => handle().db.select().from(t.offer).where(inArray(t.offer.id, ids))),
    offerState: new DataLoader<string, OfferState>(async (ids) => {
      const rows = await handle()
        .db.select({ id: t.offer.id, state: offerState })
        .from(t.offer)
        .where(inArray(t.offer.id, [...ids]));
      return ids.map((id) => rows.find((row) => row.id === id)?.state ?? 'draft');
    }),
    booking: byId((ids) => handle().db.select().from(t.booking).where(inArray(t.booking.id, ids))),
    bookingContact: new DataLoader<string, typeof t.bookingContact.$inferSelect | null>(async (ids) => {
      const rows = await handle()
        .db.select()
        .from(t.bookingContact)
        .where(inArray(t.bookingContact.bookingId, [...ids]));
      return ids.map((id) => rows.find((row) => row.bookingId === id) ?? null);
    }),
    deadline: byId((ids) => handle().db.select().from(t.deadline).where(inArray(t.deadline.id, ids))),
    request: byId((ids) => handle().db.select().from(t.request).where(inArray(t.request.id, ids))),
    requestMessages: new DataLoader<string, (typeof t.requestMessage.$inferSelect)[]>(async (ids) => {
      const rows = await handle()
        .db.select()
        .from(t.requestMessage)
        .where(inArray(t.requestMessage.requestId, [...ids]));
      return ids.map((id) => rows.filter((row) => row.requestId === id));
    }),
    /** By citizen: whether a request of hers waits for an answer. */
    awaitsAnswer: new DataLoader<string, boolean>(async (citizens) => {
      const rows = await handle()
        .db.select({ citizenId: t.request.citizenId })
        .from(t.request)
        .where(and(inArray(t.request.citizenId, [...citizens]), eq(t.request.state, 'open')));
      return citizens.map((id) => rows.some((row) => row.citizenId === id));
    }),
    lastChange: new DataLoader<string, LastChange | null>(async (bookings) => {
      const changes = await readLastChanges(handle(), bookings);
      return bookings.map((id) => changes.get(id) ?? null);
    }),
    citizen: byId<Citizen>((ids) => selectCitizens(handle(), ids)),
    /** Names of staff by user; null for citizens who sign in. */
    staffName: new DataLoader<string, string | null>(async (users) => {
      const rows = await handle().query<{ id: string; name: string }>(
        'select id, name from staff_names($1::uuid[])',
        [`{${users.join(',')}}`],
      );
      return users.map((id) => rows.find((row) => row.id === id)?.name ?? null);
    }),
    /** Names of agents by the ids of bookings that were read. */
    agentName: new DataLoader<string, string | null>(async (ids) => {
      const rows = await handle().query<{ id: string; name: string }>(
        'select booking_id as id, name from agent_names($1::uuid[])',
        [`{${ids.join(',')}}`],
      );
      return ids.map((id) => rows.find((row) => row.id === id)?.name ?? null);
    }),
    interviewType: new DataLoader<number, typeof t.interviewType.$inferSelect>(async (codes) => {
      const rows = await handle()
        .db.select()
        .from(t.interviewType)
        .where(inArray(t.interviewType.code, [...codes]));
      return codes.map(
        (code) => rows.find((row) => row.code === code) ?? new Error(`Interview type ${code} is missing.`),
      );
    }),
  };
}

/** Those of `loadMany` that are there and may be seen. */
export const found = <Row>(rows: readonly (Row | Error | null)[]): Row[] =>
  rows.filter((row): row is Row => row !== null && !(row instanceof Error));

async function selectCitizens(handle: Handle, ids: string[]): Promise<Citizen[]> {
  const rows = await handle.db
    .select({ citizen: t.citizen, identity: t.citizenIdentity })
    .from(t.citizen)
    .innerJoin(t.citizenIdentity, eq(t.citizenIdentity.citizenId, t.citizen.id))
    .where(inArray(t.citizen.id, ids));
  return rows.map((row) => ({ ...row.identity, ...row.citizen }));
}
