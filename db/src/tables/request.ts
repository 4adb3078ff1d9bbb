import { customType, integer, jsonb, snakeCase, text, uuid } from 'drizzle-orm/pg-core';
import { range } from './citizens.ts';
import { instant } from './organisation.ts';

const { table } = snakeCase;
const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
const int8 = customType<{ data: string }>({ dataType: () => 'int8' });

/** What would also do, when nothing fits. */
export type Wishes = {
  forms?: ('IN_PERSON' | 'PHONE' | 'DIGITAL' | 'WORKPLACE')[];
  /** Another place than the offer's. */
  otherPlaces?: boolean;
  partsOfDay?: ('EARLY' | 'MORNING' | 'AFTERNOON')[];
};

export const request = table('request', {
  id: uuid().primaryKey().defaultRandom(),
  number: text().notNull(),
  jobCentreId: uuid().notNull(),
  citizenId: uuid().notNull(),
  kind: text({ enum: ['time', 'deadline', 'call'] }).notNull(),
  offerId: uuid(),
  deadlineId: uuid(),
  wishes: jsonb().$type<Wishes>().notNull().default({}),
  createdAt: instant().notNull(),
  state: text({ enum: ['open', 'answered', 'withdrawn'] })
    .notNull()
    .default('open'),
  answeredAt: instant(),
  answeredBy: uuid(),
  version: integer().notNull().default(1),
});

export const requestMessage = table('request_message', {
  id: uuid().primaryKey().defaultRandom(),
  requestId: uuid().notNull(),
  author: text({ enum: ['citizen', 'staff'] }).notNull(),
  message: text(),
  phone: text(),
});

export const requestEvidence = table('request_evidence', {
  requestId: uuid().primaryKey(),
  at: instant().notNull(),
  offerId: uuid().notNull(),
  audience: jsonb().$type<object>().notNull(),
  span: range('tstzrange').notNull(),
  position: int8().notNull(),
  engine: text().notNull(),
  answer: bytea().notNull(),
  slots: integer().notNull(),
});
