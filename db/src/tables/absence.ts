import { snakeCase, text, uuid } from 'drizzle-orm/pg-core';
import { range } from './citizens.ts';

/** Time at which somebody can't be booked: away, or (other kinds) at work but not for citizens. */
export const absence = snakeCase.table('absence', {
  id: uuid().primaryKey().defaultRandom(),
  resourceId: uuid().notNull(),
  during: range('tstzrange').notNull(),
  kind: text({ enum: ['absence', 'meeting', 'case_work', 'reserved'] })
    .notNull()
    .default('absence'),
  /** What was entered in one go has one. */
  seriesId: uuid().notNull().defaultRandom(),
});
