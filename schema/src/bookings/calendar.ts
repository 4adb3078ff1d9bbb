import type { Handle } from '@planner/db';
import { windowOf } from '../availability/graphql.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { liveSource, reviveSpan } from '../live-source.ts';
import { Caseworker, present, Team } from '../organisation/graphql.ts';
import { Booking } from './graphql.ts';

export type EntryKind = 'BOOKED' | 'HELD' | 'ABSENCE' | 'BUSY';
/** One thing in a caseworker's calendar. `version` makes a change of what the entry shows another value. */
export type Entry = {
  id: string;
  kind: EntryKind;
  caseworkerId: string;
  startsAt: Date;
  endsAt: Date;
  bookingId: string | null;
  version: number;
};

/** What fills the calendars of these caseworkers; talks without a visible citizen appear as busy time. */
export async function readCalendar(
  handle: Handle,
  ask: { caseworkers: string[]; from: Date; to: Date },
): Promise<Entry[]> {
  const rows = await handle.query<Omit<Entry, 'startsAt' | 'endsAt'> & { starts: number; ends: number }>(
    `select coalesce(b.id, o.booking_id)::text as id,
        case when b.id is null then 'BUSY' when b.status = 'held' then 'HELD' else 'BOOKED' end as kind,
        o.resource_id as "caseworkerId", b.id as "bookingId", coalesce(b.version, 0) as version,
        (extract(epoch from coalesce(b.starts_at, o.starts_at)) * 1000)::float8 as starts,
        (extract(epoch from coalesce(b.ends_at, upper(o.during))) * 1000)::float8 as ends
      from occupancy o left join booking b on b.id = o.booking_id
      where o.kind = 'person' and o.resource_id = any ($1::uuid[]) and o.during && tstzrange($2, $3)
        and (o.expires_at is null or o.expires_at > planner_now())
     union all
     select id::text, 'ABSENCE', resource_id, null, 0, (extract(epoch from greatest(lower(during), $2)) * 1000)::float8,
        (extract(epoch from least(upper(during), $3)) * 1000)::float8
      from absence where resource_id = any ($1::uuid[]) and during && tstzrange($2, $3)
     union all
     select id::text, 'BUSY', resource_id, null, 0, (extract(epoch from greatest(lower(during), $2)) * 1000)::float8,
        (extract(epoch from least(upper(during), $3)) * 1000)::float8
      from external_busy where resource_id = any ($1::uuid[]) and during && tstzrange($2, $3)
     order by 6, 1`,
    [`{${ask.caseworkers.join(',')}}`, ask.from.toISOString(), ask.to.toISOString()],
  );
  return rows.map(({ starts, ends, ...row }) => ({
    ...row,
    startsAt: new Date(Number(starts)),
    endsAt: new Date(Number(ends)),
  }));
}

/** Whose calendars are asked for: the team's members, those named, or both. At most 200. */
export async function calendarOf(
  handle: Handle,
  ask: { team: string | null; caseworkers: string[] },
): Promise<string[]> {
  const rows = await handle.query<{ id: string }>(
    `select distinct caseworker_id as id from membership where team_id = $1::uuid or caseworker_id = any ($2::uuid[]) limit 200`,
    [ask.team, `{${ask.caseworkers.join(',')}}`],
  );
  return rows.map((row) => row.id);
}

/** Names and talks are personal: a calendar is shared by one viewer's pages only, at one version of her rights. */
function watchCalendar(
  { viewer }: Context,
  ask: { caseworkers: string[]; from: Date; to: Date; since: string | null },
) {
  const watched = new Set(ask.caseworkers);
  return liveSource<Entry>({
    field: 'calendar',
    key: JSON.stringify([viewer.userId, viewer.rightsVersion, ask.caseworkers, ask.from, ask.to]),
    since: ask.since,
    touches: (change) =>
      change.resources.some((id) => watched.has(id)) &&
      (change.from === null || change.from < ask.to.getTime()) &&
      (change.to === null || change.to > ask.from.getTime()),
    read: async ({ handle }) => {
      const entries = await readCalendar(handle, ask);
      return { items: new Map(entries.map((entry) => [entry.id, entry])), nextChange: null };
    },
    revive: reviveSpan,
  });
}

const CalendarEntryKind = builder.enumType('CalendarEntryKind', {
  description: 'What fills a stretch of a calendar.',
  values: {
    BOOKED: { description: 'A talk.' },
    HELD: { description: 'A slot that a citizen is about to book.' },
    ABSENCE: { description: 'The caseworker is away; never why.' },
    BUSY: { description: 'Taken elsewhere, or by a talk the viewer may not see.' },
    CLOSED: { description: 'The job centre or team is closed.' },
    FREE: { description: 'Free for citizens.' },
  },
});

const CalendarEntry = builder.objectRef<Entry>('CalendarEntry').implement({
  description: 'One stretch of a caseworker’s calendar.',
  fields: (f) => ({
    id: f.exposeID('id', { description: 'Stable while the thing it shows exists.' }),
    kind: f.field({ type: CalendarEntryKind, description: 'What it is.', resolve: (row) => row.kind }),
    caseworker: f.field({
      type: Caseworker,
      description: 'Whose calendar.',
      resolve: async (row, _, { loaders }) => present(await loaders.caseworker.load(row.caseworkerId)),
    }),
    startsAt: f.expose('startsAt', { type: 'DateTime', description: 'When it starts.' }),
    endsAt: f.expose('endsAt', { type: 'DateTime', description: 'When it ends.' }),
    booking: f.field({
      type: Booking,
      nullable: true,
      description: 'The talk; null for other things and for talks the viewer may not see.',
      resolve: (row, _, { loaders }) => (row.bookingId ? loaders.booking.load(row.bookingId) : null),
    }),
  }),
});

builder.queryField('calendar', (f) =>
  f.field({
    type: [CalendarEntry],
    description: 'Staff: what fills the calendars of a team or of named caseworkers.',
    authScopes: { staff: true },
    complexity: 5,
    args: {
      caseworkers: f.arg.globalIDList({ for: [Caseworker], description: 'These caseworkers’.' }),
      team: f.arg.globalID({ for: [Team], description: 'This team’s.' }),
      from: f.arg({ type: 'DateTime', required: true, description: 'From then.' }),
      to: f.arg({ type: 'DateTime', required: true, description: 'Until then; at most 92 days.' }),
    },
    resolve: async (_, args, { handle }) => {
      const { from, to } = windowOf(args);
      const caseworkers = await calendarOf(handle, {
        team: args.team?.id ?? null,
        caseworkers: (args.caseworkers ?? []).map((c) => c.id),
      });
      return readCalendar(handle, { caseworkers, from, to });
    },
  }),
);

/** What a `calendar` subscription resolves from: one event. */
export type CalendarEventValue =
  | { kind: 'snapshot'; cursor: string; items: Entry[] }
  | { kind: 'change'; cursor: string; opened: Entry[]; closed: string[] };

const CalendarSnapshot = builder
  .objectRef<Extract<CalendarEventValue, { kind: 'snapshot' }>>('CalendarSnapshot')
  .implement({
    description: 'All entries of the window: forget what you had.',
    fields: (f) => ({
      cursor: f.exposeString('cursor', { description: 'Opaque; give it back as `since`.' }),
      entries: f.field({ type: [CalendarEntry], description: 'By start.', resolve: (event) => event.items }),
    }),
  });
const CalendarChange = builder
  .objectRef<Extract<CalendarEventValue, { kind: 'change' }>>('CalendarChange')
  .implement({
    description: 'First take away `removed`, then set `upserted` by id.',
    fields: (f) => ({
      cursor: f.exposeString('cursor', { description: 'Opaque; give it back as `since`.' }),
      upserted: f.field({
        type: [CalendarEntry],
        description: 'New or changed.',
        resolve: (event) => event.opened,
      }),
      removed: f.field({ type: ['ID'], description: 'Ids that are gone.', resolve: (event) => event.closed }),
    }),
  });
const CalendarEvent = builder.unionType('CalendarEvent', {
  description: 'A snapshot first (or what was missed since a cursor), then changes.',
  types: [CalendarSnapshot, CalendarChange],
  resolveType: (event) =>
    (event as CalendarEventValue).kind === 'snapshot' ? CalendarSnapshot : CalendarChange,
});

builder.subscriptionField('calendar', (f) =>
  f.field({
    type: CalendarEvent,
    description: 'Staff: a live calendar.',
    authScopes: { staff: true },
    args: {
      caseworkers: f.arg.globalIDList({ for: [Caseworker], description: 'These caseworkers’.' }),
      team: f.arg.globalID({ for: [Team], description: 'This team’s.' }),
      from: f.arg({ type: 'DateTime', required: true, description: 'From then.' }),
      to: f.arg({ type: 'DateTime', required: true, description: 'Until then; at most 92 days.' }),
      since: f.arg.string({ description: 'A cursor: get what was missed, or a snapshot.' }),
    },
    subscribe: async (_, args, context) => {
      const window = windowOf(args);
      const ask = { team: args.team?.id ?? null, caseworkers: (args.caseworkers ?? []).map((c) => c.id) };
      const caseworkers = await calendarOf(context.handle, ask);
      return watchCalendar(context, { ...window, caseworkers, since: args.since ?? null });
    },
    resolve: (event) => (event as { calendar: CalendarEventValue }).calendar,
  }),
);
