import { and, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { GraphQLError } from 'graphql';

const pattern = /^([\d-]{10}T[\d:.]{12}Z) ([\da-f-]{36})$/;

/** A row's cursor in a list by an instant, and by id where instants are the same. */
export const cursorOf = (at: Date, id: string) => `${at.toISOString()} ${id}`;

/** The rows of such a list after one cursor and before another; undefined, for all, without either. */
export function withinCursors(
  at: PgColumn,
  id: PgColumn,
  { after, before }: { after?: string | undefined; before?: string | undefined },
): SQL | undefined {
  const row = sql`(${at}, ${id})`;
  return and(
    after === undefined ? undefined : sql`${row} > ${placeOf(after)}`,
    before === undefined ? undefined : sql`${row} < ${placeOf(before)}`,
  );
}

/** Instants are stored in whole milliseconds, so a cursor leaves out no row between two pages. */
function placeOf(cursor: string): SQL {
  const [, at, id] = pattern.exec(cursor) ?? [];
  if (!at || !id || Number.isNaN(Date.parse(at)))
    throw new GraphQLError('This is no cursor that the planner has given.');
  return sql`(${at}::timestamptz, ${id}::uuid)`;
}
