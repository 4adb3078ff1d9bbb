import { windowOf } from '../../availability/graphql.ts';
import { builder } from '../../builder.ts';
import type { Context } from '../../context.ts';
import { Caseworker, Room, Team } from '../../organisation/graphql.ts';
import { Booking, BookingStatus } from '../graphql.ts';
import { type Gone, type LastChange, readGone } from './changes.ts';
import type { Entry, EntryKind } from './entries.ts';
import { scopeOf } from './scope.ts';
import { type Ask, readCalendar, watchCalendar } from './watch.ts';

const CalendarEntryKind = builder.enumType('CalendarEntryKind', {
  description: 'What fills a stretch of a calendar.',
  values: {
    BOOKED: { description: 'A talk.' },
    HELD: { description: 'A slot that a citizen is about to book.' },
    SESSION: { description: 'A group meeting.' },
    ABSENCE: { description: 'The caseworker is away; never why.' },
    BUSY: { description: 'Taken elsewhere, or by a talk the viewer may not see.' },
    CLOSED: { description: 'A closing day or public holiday of a job centre where the viewer works.' },
    FREE: { description: 'Citizens can book a talk within it, by the rules of at least one offer.' },
  },
});

const CalendarChangeBy = builder.enumType('CalendarChangeBy', {
  description: 'Who made a change.',
  values: {
    VIEWER: { description: 'Whoever asks.' },
    STAFF: { description: 'A colleague.' },
    CITIZEN: { description: 'The citizen, or who acts for her.' },
    PLANNER: { description: 'The planner by itself, as when a hold runs out.' },
  },
});

const CalendarLastChange = builder.objectRef<LastChange>('CalendarLastChange').implement({
  description: 'The last change of a talk, as the trail has it.',
  fields: (f) => ({
    at: f.expose('at', { type: 'DateTime', description: 'When.' }),
    by: f.field({
      type: CalendarChangeBy,
      description: 'Who.',
      resolve: ({ by, name }, _, { viewer }) => {
        if (by === null) return 'PLANNER';
        return by === viewer.userId ? 'VIEWER' : name ? 'STAFF' : 'CITIZEN';
      },
    }),
    name: f.exposeString('name', { nullable: true, description: 'The name of staff; null for others.' }),
  }),
});

const CalendarEntry = builder.objectRef<Entry>('CalendarEntry').implement({
  description: 'One stretch of a caseworker’s calendar.',
  fields: (f) => ({
    id: f.exposeID('id', { description: 'Stable while the thing it shows exists.' }),
    kind: f.field({ type: CalendarEntryKind, description: 'What it is.', resolve: (row) => row.kind }),
    caseworker: f.field({
      type: Caseworker,
      nullable: true,
      description:
        'Whose calendar; null in a room’s, and for a closing that holds for all who were asked for.',
      resolve: (row, _, { loaders }) => (row.caseworkerId ? loaders.caseworker.load(row.caseworkerId) : null),
    }),
    room: f.field({
      type: Room,
      nullable: true,
      description: 'Which room’s calendar; null in a caseworker’s.',
      resolve: (row, _, { loaders }) => (row.roomId ? loaders.room.load(row.roomId) : null),
    }),
    title: f.exposeString('title', {
      nullable: true,
      description: 'A group meeting’s or a closing’s name, in the viewer’s language; null for other kinds.',
    }),
    startsAt: f.expose('startsAt', { type: 'DateTime', description: 'When it starts.' }),
    endsAt: f.expose('endsAt', { type: 'DateTime', description: 'When it ends.' }),
    booking: f.field({
      type: Booking,
      nullable: true,
      description: 'The talk; null for other things and for talks the viewer may not see.',
      resolve: (row, _, { loaders }) => (row.bookingId ? loaders.booking.load(row.bookingId) : null),
    }),
    replaces: f.exposeID('replacesId', {
      nullable: true,
      description: 'The id that the entry had before the talk was moved; null for talks that were not.',
    }),
    lastChange: f.field({
      type: CalendarLastChange,
      nullable: true,
      description: 'Who changed the talk last; null for other things and for talks the viewer may not see.',
      resolve: (row, _, { loaders }) => (row.bookingId ? loaders.lastChange.load(row.bookingId) : null),
    }),
  }),
});

const CalendarGone = builder.objectRef<Gone>('CalendarGone').implement({
  description: 'What became of a talk that is no longer where it was.',
  fields: (f) => ({
    id: f.exposeID('id', { description: 'The id that its entry had.' }),
    status: f.field({
      type: BookingStatus,
      description: 'Where the booking stands; BOOKED when only its caseworker or day is no longer shown.',
      resolve: (row) => row.status as never,
    }),
    movedTo: f.field({
      type: 'DateTime',
      nullable: true,
      description: 'Its new start; null when it was not moved.',
      resolve: (row) => row.movedTo,
    }),
    lastChange: f.field({
      type: CalendarLastChange,
      nullable: true,
      description: 'Who did it; null when that is no longer known.',
      resolve: (row, _, { loaders }) => loaders.lastChange.load(row.bookingId),
    }),
  }),
});

const calendarArgs = ({ arg }: Pick<Parameters<Parameters<typeof builder.queryField>[1]>[0], 'arg'>) => ({
  caseworkers: arg.globalIDList({ for: [Caseworker], description: 'These caseworkers’.' }),
  team: arg.globalID({ for: [Team], description: 'This team’s.' }),
  rooms: arg.globalIDList({ for: [Room], description: 'These rooms’.' }),
  kinds: arg({
    type: [CalendarEntryKind],
    description: 'Only these; without it, all but FREE, which takes the slot engine.',
  }),
  from: arg({ type: 'DateTime', required: true, description: 'From then.' }),
  to: arg({ type: 'DateTime', required: true, description: 'Until then; at most 92 days.' }),
});

builder.queryField('calendar', (f) =>
  f.field({
    type: [CalendarEntry],
    description: 'Staff: what fills the calendars of a team, of named caseworkers and of rooms, by start.',
    authScopes: { staff: true },
    complexity: 5,
    args: calendarArgs(f),
    resolve: async (_, args, context) => (await readCalendar(context, await askOf(context, args))).entries,
  }),
);

type Id = { id: string };
type Args = { from: Date; to: Date; team?: Id | null; kinds?: EntryKind[] | null } & {
  [list in 'caseworkers' | 'rooms']?: Id[] | null;
};

async function askOf({ handle, viewer }: Context, args: Args): Promise<Ask> {
  const { from, to } = windowOf(args);
  const scope = await scopeOf(handle, viewer, {
    team: args.team?.id ?? null,
    caseworkers: (args.caseworkers ?? []).map(({ id }) => id),
    rooms: (args.rooms ?? []).map(({ id }) => id),
  });
  return { from, to, scope, kinds: new Set(args.kinds ?? usual) };
}

const usual: EntryKind[] = ['BOOKED', 'HELD', 'SESSION', 'ABSENCE', 'BUSY', 'CLOSED'];

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
      gone: f.field({
        type: [CalendarGone],
        description: 'What became of those of `removed` that were talks.',
        resolve: (event, _, { handle }) => readGone(handle, event.closed),
      }),
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
      ...calendarArgs(f),
      since: f.arg.string({ description: 'A cursor: get what was missed, or a snapshot.' }),
    },
    subscribe: async (_, args, context) =>
      watchCalendar(context, await askOf(context, args), args.since ?? null),
    resolve: (event) => (event as { calendar: CalendarEventValue }).calendar,
  }),
);
