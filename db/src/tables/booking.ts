import { sql } from 'drizzle-orm';
import { boolean, customType, integer, snakeCase, text, uuid } from 'drizzle-orm/pg-core';
import { range } from './citizens.ts';
import { instant } from './organisation.ts';

const { table } = snakeCase;
const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

export const bookingStatuses = ['held', 'booked', 'cancelled', 'released', 'expired', 'moved'] as const;

export const booking = table('booking', {
  id: uuid().primaryKey().defaultRandom(),
  jobCentreId: uuid().notNull(),
  offerId: uuid(),
  interviewType: integer().notNull(),
  sessionId: uuid(),
  citizenId: uuid().notNull(),
  caseworkerId: uuid().notNull(),
  roomId: uuid(),
  form: text({ enum: ['IN_PERSON', 'PHONE', 'DIGITAL', 'WORKPLACE'] }).notNull(),
  startsAt: instant().notNull(),
  endsAt: instant().notNull(),
  status: text({ enum: bookingStatuses }).notNull(),
  expiresAt: instant(),
  prolonged: integer().notNull().default(0),
  replacesId: uuid(),
  selfBooked: boolean().notNull(),
  agentId: uuid(),
  arrivedAt: instant(),
  cancelReason: text(),
  cancelledBy: text({ enum: ['citizen', 'staff'] }),
  version: integer().notNull().default(1),
});

export const bookingMessage = table('booking_message', {
  bookingId: uuid().primaryKey(),
  message: text().notNull(),
});

export const bookingNote = table('booking_note', {
  id: uuid().primaryKey().defaultRandom(),
  bookingId: uuid().notNull(),
  authorId: uuid().notNull(),
  at: instant().notNull().default(sql`planner_now()`),
  note: text().notNull(),
});

/** How the citizen can be reached for this talk, as she said with it. */
export const bookingContact = table('booking_contact', {
  bookingId: uuid().primaryKey(),
  phone: text(),
  email: text(),
});

export const occupancy = table('occupancy', {
  resourceId: uuid().notNull(),
  kind: text({ enum: ['person', 'room', 'citizen'] }).notNull(),
  claimId: uuid().notNull(),
  bookingId: uuid().notNull(),
  during: range('tstzrange').notNull(),
  startsAt: instant().notNull(),
  offerId: uuid(),
  expiresAt: instant(),
});

export const seat = table('seat', {
  sessionId: uuid().notNull(),
  seat: integer().notNull(),
  citizenId: uuid().notNull(),
  bookingId: uuid().notNull(),
});

export const idempotency = table('idempotency', {
  viewerId: uuid().notNull(),
  key: text().notNull(),
  inputHash: bytea().notNull(),
  entityId: uuid().notNull(),
});
