import type { Handle } from '@planner/db';
import { and, eq, sql } from 'drizzle-orm';
import type { PgColumn, PgTable, PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { type Language, Outdated, unknown } from './refusals.ts';

/** A row as somebody has read it. */
export type Read = { id: string; version: number };

/** Changes a row of a job centre, unless somebody else has since it was read. Refusals: NotAllowed, Outdated. */
export async function updateRead<
  Table extends PgTable & { id: PgColumn; jobCentreId: PgColumn; version: PgColumn },
>(
  handle: Handle,
  table: Table,
  read: Read & { jobCentreId: string },
  values: PgUpdateSetSource<Table>,
  language: Language,
): Promise<void> {
  const row = and(eq(table.id, read.id), eq(table.jobCentreId, read.jobCentreId));
  const changed = await handle.db
    .update(table as PgTable)
    .set({ ...values, version: sql`${table.version} + 1` } as never)
    .where(and(row, eq(table.version, read.version)))
    .returning({ id: table.id });
  if (changed.length > 0) return;
  const there = await handle.db
    .select({ id: table.id })
    .from(table as PgTable)
    .where(row);
  throw there.length > 0 ? new Outdated(language) : unknown(language);
}
