import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { expect, it } from 'vitest';
import * as absence from './tables/absence.ts';
import * as booking from './tables/booking.ts';
import * as citizens from './tables/citizens.ts';
import * as formSpan from './tables/form-span.ts';
import * as organisation from './tables/organisation.ts';
import * as request from './tables/request.ts';
import { arrange } from './testing/rows.ts';

const tables = Object.values({
  ...absence,
  ...booking,
  ...citizens,
  ...formSpan,
  ...organisation,
  ...request,
}).filter((value) => is(value, PgTable));
// On purpose: only the look-up and the logged operation read them, and neither through Drizzle.
const leftOut: Record<string, string[]> = {
  citizen_identity: ['cpr_cipher', 'cpr_hash', 'cpr_key_id'],
  idempotency: ['at'],
};

it('declares the columns that are there, and which may be null', async () => {
  const { owner } = await arrange(1);
  const rows = await owner<{ table: string; column: string; nullable: boolean; type: string }[]>`
    select table_name as table, column_name as column, is_nullable = 'YES' as nullable, udt_name as type
    from information_schema.columns where table_schema = 'public'`;
  const types: Record<string, string> = {
    integer: 'int4',
    boolean: 'bool',
    'timestamp with time zone': 'timestamptz',
  };
  expect(tables.length).toBeGreaterThanOrEqual(20);
  for (const table of tables) {
    const { name, columns } = getTableConfig(table);
    const declared = columns.map((column) => {
      const element = types[column.getSQLType()] ?? column.getSQLType();
      const type = 'dimensions' in column && column.dimensions ? `_${element}` : element;
      return `${column.name} ${type}${column.notNull || column.primary ? '' : ' null'}`;
    });
    const existing = rows
      .filter((row) => row.table === name && !leftOut[name]?.includes(row.column))
      .map((row) => `${row.column} ${row.type}${row.nullable ? ' null' : ''}`);
    expect(declared.sort(), name).toEqual(existing.sort());
  }
});
