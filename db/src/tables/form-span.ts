import { snakeCase, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './organisation.ts';

/** Time in which a caseworker holds talks in these forms only. */
export const formSpan = snakeCase.table('form_span', {
  id: uuid().primaryKey().defaultRandom(),
  caseworkerId: uuid().notNull(),
  /** What was entered in one go has one. */
  seriesId: uuid().notNull().defaultRandom(),
  startsAt: instant().notNull(),
  endsAt: instant().notNull(),
  forms: text({ enum: ['IN_PERSON', 'PHONE', 'DIGITAL', 'WORKPLACE'] })
    .array()
    .notNull(),
});
