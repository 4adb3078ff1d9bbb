import * as t from '@planner/db';
import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { and, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { builder } from '../builder.ts';
import { Citizen } from '../citizens/graphql.ts';
import { cursorOf, withinCursors } from '../cursor.ts';
import { Caseworker } from '../organisation/graphql.ts';
import { Booking, BookingStatus } from './graphql.ts';
import type { Booking as BookingRow } from './take.ts';

builder.queryField('bookings', (f) =>
  f.connection({
    type: Booking,
    description: 'Bookings the viewer may see, by start. Without `status`: booked ones.',
    authScopes: { signedIn: true },
    args: {
      from: f.arg({ type: 'DateTime', description: 'Starting then or later.' }),
      to: f.arg({ type: 'DateTime', description: 'Starting before then.' }),
      caseworkers: f.arg.globalIDList({ for: [Caseworker], description: 'Held by one of these.' }),
      citizen: f.arg.globalID({ for: [Citizen], description: 'This citizen’s.' }),
      status: f.arg({ type: [BookingStatus], description: 'In one of these states.' }),
    },
    resolve: (_, args, { handle }) =>
      resolveCursorConnection(
        { args, toCursor: (row: BookingRow) => cursorOf(row.startsAt, row.id), maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) => {
          const { booking } = t;
          return handle.db
            .select()
            .from(booking)
            .where(
              and(
                inArray(booking.status, args.status?.length ? [...args.status] : ['booked']),
                args.from ? gte(booking.startsAt, args.from) : undefined,
                args.to ? lt(booking.startsAt, args.to) : undefined,
                args.citizen ? eq(booking.citizenId, args.citizen.id) : undefined,
                args.caseworkers
                  ? inArray(
                      booking.caseworkerId,
                      args.caseworkers.map((caseworker) => caseworker.id),
                    )
                  : undefined,
                withinCursors(booking.startsAt, booking.id, { after, before }),
              ),
            )
            .orderBy(inverted ? sql`starts_at desc, id desc` : sql`starts_at, id`)
            .limit(limit);
        },
      ),
  }),
);
