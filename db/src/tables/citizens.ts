import { boolean, customType, date, integer, snakeCase, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './organisation.ts';

const { table } = snakeCase;
const id = uuid().primaryKey().defaultRandom();
/** A range as PostgreSQL writes it, `[from,to)`. */
export const range = (sqlType: 'tstzrange' | 'daterange') =>
  customType<{ data: string }>({ dataType: () => sqlType })();

export const citizen = table('citizen', {
  id: uuid().primaryKey(),
  jobCentreId: uuid().notNull(),
  contactGroup: text().notNull(),
  ownCaseworkerId: uuid(),
  ownSince: instant(),
  exempt: boolean().notNull().default(false),
  caseId: text(),
  version: integer().notNull().default(1),
});

/** The CPR number's cipher and hash are left out here: only `citizens/cpr` reads them. */
export const citizenIdentity = table('citizen_identity', {
  citizenId: uuid().primaryKey(),
  name: text().notNull(),
  cprMasked: text().notNull(),
  phone: text(),
  email: text(),
  language: text().notNull().default('da'),
  protectedAddress: boolean().notNull().default(false),
  remindBySms: boolean().notNull().default(true),
  remindByEmail: boolean().notNull().default(true),
});

export const deadline = table('deadline', {
  id,
  jobCentreId: uuid().notNull(),
  citizenId: uuid().notNull(),
  interviewType: integer().notNull(),
  bookBy: date().notNull(),
  holdBy: date().notNull(),
  lengthDays: integer().notNull().default(8),
  state: text({ enum: ['open', 'met', 'missed', 'lifted', 'lapsed'] })
    .notNull()
    .default('open'),
  bookingId: uuid(),
  version: integer().notNull().default(1),
});

export const userAccount = table('user_account', {
  id,
  issuer: text().notNull(),
  subject: text(),
  email: text(),
  name: text().notNull(),
  language: text().notNull().default('da'),
  citizenId: uuid(),
  caseworkerId: uuid(),
  rightsVersion: integer().notNull().default(1),
  version: integer().notNull().default(1),
});

export const otherActor = table('other_actor', {
  id,
  jobCentreId: uuid().notNull(),
  name: text().notNull(),
  version: integer().notNull().default(1),
});

export const assignment = table('assignment', {
  id,
  otherActorId: uuid().notNull(),
  citizenId: uuid().notNull(),
  during: range('daterange').notNull(),
  reason: text(),
  /** Ended by hand; null: it goes by its dates. */
  endedAt: instant(),
});

export const roleGrant = table('role_grant', {
  id,
  userId: uuid().notNull(),
  /** Null for an operator of the installation only. */
  jobCentreId: uuid(),
  role: text().notNull(),
  otherActorId: uuid(),
  during: range('daterange').notNull().default('(,)'),
  endedAt: instant(),
});
