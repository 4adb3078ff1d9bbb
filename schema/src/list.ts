import type { Handle } from '@planner/db';
import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { and, type InferSelectModel, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { GraphQLError } from 'graphql';

/** What a list may be sorted by: never null, so that a row's place is certain. */
export type Order = { by: SQL; type: 'text' | 'integer' | 'date' };

/** Names as Danes sort them: å after ø, whatever the database's own letters. */
export const byName = (name: PgColumn | SQL): Order => ({
  by: sql`${name} collate "da-x-icu"`,
  type: 'text',
});

type Page = {
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
};

/**
 * A page of a list: rows sorted by `order` and, where that is the same, by id; at most 200. A cursor holds the row's
 * place and not its number, so a row that comes or goes meanwhile neither repeats nor hides another. `totalCount` is
 * asked for only when it is selected.
 */
export async function listPage<Table extends PgTable & { id: PgColumn }>(
  handle: Handle,
  from: { table: Table; where: SQL | undefined; order: Order; descending?: boolean | null | undefined },
  args: Page,
) {
  const { table, where, order } = from;
  const id = table.id;
  type Row = InferSelectModel<Table> & { id: string };
  const connection = await resolveCursorConnection(
    { args, toCursor: (row: { row: Row; place: string }) => cursorOf(row), maxSize: 200 },
    async ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) => {
      const down = inverted !== (from.descending ?? false);
      const way = down ? sql`desc` : sql`asc`;
      const [later, earlier] = from.descending ? [sql`<`, sql`>`] : [sql`>`, sql`<`];
      const key = sql`(${order.by}, ${id})`;
      const rows = await handle.db
        .select({ row: table as never, place: sql<string>`(${order.by})::text` })
        .from(table as PgTable)
        .where(
          and(
            where,
            after ? sql`${key} ${later} ${placeOf(after, order)}` : undefined,
            before ? sql`${key} ${earlier} ${placeOf(before, order)}` : undefined,
          ),
        )
        .orderBy(sql`${order.by} ${way}`, sql`${id} ${way}`)
        .limit(limit);
      return rows as unknown as { row: Row; place: string }[];
    },
  );
  return {
    pageInfo: connection.pageInfo,
    edges: connection.edges.map((edge) => edge && { cursor: edge.cursor, node: edge.node.row }),
    countAll: async () => {
      const [row] = await handle.db
        .select({ n: sql<number>`count(*)::int` })
        .from(table as PgTable)
        .where(where);
      return row?.n ?? 0;
    },
  };
}

const cursorOf = ({ row, place }: { row: { id: string }; place: string }) =>
  Buffer.from(JSON.stringify([place, row.id])).toString('base64url');

function placeOf(cursor: string, order: Order): SQL {
  const wrong = new GraphQLError('This is no cursor that the planner has given.');
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw wrong;
  }
  if (!Array.isArray(read) || read.length !== 2) throw wrong;
  const [place, id] = read;
  if (typeof place !== 'string' || !/^[\da-f-]{36}$/.test(String(id))) throw wrong;
  const valid = { text: /^[^\0]*$/, integer: /^-?\d{1,10}$/, date: /^\d{4}-\d\d-\d\d$/ }[order.type];
  if (!valid.test(place)) throw wrong;
  const value = { text: sql`${place}::text`, integer: sql`${place}::integer`, date: sql`${place}::date` }[
    order.type
  ];
  return sql`(${value}, ${id}::uuid)`;
}

/** The rows whose text holds all words that were typed, in any order; undefined, for all, when none was. */
export function holdsWords(text: SQL | PgColumn, typed: string | null | undefined): SQL | undefined {
  const words = (typed ?? '').trim().toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  // The database's own letters may be ASCII only: ICU's know å and Å as one.
  return and(
    ...words.map(
      (word) => sql`lower(${text} collate "und-x-icu") like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
    ),
  );
}

type Counted = { countAll?: () => Promise<number> };

/** What the connection of a list has besides its edges. */
export const counted = {
  fields: <Field>(c: {
    int(options: { description: string; resolve: (list: Counted) => Promise<number> }): Field;
  }) => ({
    totalCount: c.int({
      description: 'How many there are in all.',
      resolve: (list) => (list as Required<Counted>).countAll(),
    }),
  }),
};
