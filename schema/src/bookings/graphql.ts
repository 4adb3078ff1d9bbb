import * as t from '@planner/db';
import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { and, asc, eq, gt, gte, inArray, lt, or, sql } from 'drizzle-orm';
import { GraphQLError } from 'graphql';
import { builder } from '../builder.ts';
import { Citizen } from '../citizens/graphql.ts';
import type { Context } from '../context.ts';
import { Deadline } from '../deadlines/graphql.ts';
import { metBy, toKeep } from '../deadlines/meet.ts';
import { readNow } from '../lock.ts';
import { InterviewForm, Offer } from '../offers/graphql.ts';
import { Caseworker, InterviewType, loadById, present } from '../organisation/graphql.ts';
import { lastInstant, maxProlongations, mayChange } from './rules.ts';
import type { Booking as BookingRow } from './take.ts';

export const BookingStatus = builder.enumType('BookingStatus', {
  description: 'Where a booking stands.',
  values: {
    HELD: { value: 'held', description: 'Set aside while the citizen finishes.' },
    BOOKED: { value: 'booked', description: 'Agreed.' },
    CANCELLED: { value: 'cancelled', description: 'Called off.' },
    RELEASED: { value: 'released', description: 'A hold that was given up.' },
    EXPIRED: { value: 'expired', description: 'A hold that ran out.' },
    MOVED: { value: 'moved', description: 'Replaced by another booking.' },
  } as const,
});

export const Booking = builder.objectRef<BookingRow>('Booking');
builder.node(Booking, {
  description: 'An agreed talk. Seen by the citizen, by who acts for her, and by staff who may see her.',
  id: { resolve: (row) => row.id },
  loadOne: async (id, { loaders }) => unless(await loadById(loaders.booking, id), 'held'),
  fields: (f) => ({
    status: f.field({ type: BookingStatus, description: 'Where it stands.', resolve: (row) => row.status }),
    offer: f.field({
      type: Offer,
      nullable: true,
      description: 'What was booked; null for talks made without an offer.',
      resolve: (row, _, { loaders }) => (row.offerId ? loaders.offer.load(row.offerId) : null),
    }),
    citizen: f.field({
      type: Citizen,
      description: 'Who comes.',
      resolve: async (row, _, { loaders }) => present(await loaders.citizen.load(row.citizenId)),
    }),
    caseworker: f.field({
      type: Caseworker,
      nullable: true,
      description: 'Who holds it.',
      resolve: (row, _, { loaders }) => loaders.caseworker.load(row.caseworkerId),
    }),
    form: f.field({ type: InterviewForm, description: 'How it is held.', resolve: (row) => row.form }),
    startsAt: f.expose('startsAt', { type: 'DateTime', description: 'When it starts.' }),
    endsAt: f.expose('endsAt', { type: 'DateTime', description: 'When it ends, without buffers.' }),
    place: f.string({
      nullable: true,
      description: 'Where, if in person: the offer’s place or the job centre’s address.',
      resolve: async (row, _, { loaders }) => {
        if (row.form !== 'IN_PERSON') return null;
        const offer = row.offerId ? await loaders.offer.load(row.offerId) : null;
        return offer?.place ?? (await loaders.jobCentre.load(row.jobCentreId))?.address ?? null;
      },
    }),
    message: f.string({
      nullable: true,
      description: 'What the citizen wrote to the caseworker; null for nothing.',
      resolve: async (row, _, { handle, viewer, seen }) => {
        if (viewer.kind === 'staff') seen.add(row.citizenId);
        const [found] = await handle.db
          .select()
          .from(t.bookingMessage)
          .where(eq(t.bookingMessage.bookingId, row.id));
        return found?.message ?? null;
      },
    }),
    phone: f.string({
      nullable: true,
      description: 'Where to call the citizen for it: what she said when booking, else what is known of her.',
      resolve: (row, _, context) => contactOf(row, context, 'phone'),
    }),
    email: f.string({
      nullable: true,
      description: 'Where to write to her about it: what she said when booking, else what is known of her.',
      resolve: (row, _, context) => contactOf(row, context, 'email'),
    }),
    interviewType: f.field({
      type: InterviewType,
      description: 'What it is about.',
      resolve: (row, _, { loaders }) => loaders.interviewType.load(row.interviewType),
    }),
    selfBooked: f.exposeBoolean('selfBooked', {
      description: 'By the citizen herself or who acts for her, not by staff.',
    }),
    bookedBy: f.string({
      nullable: true,
      description: 'Name of who booked it by power of attorney; null when she did herself, or staff did.',
      resolve: (row, _, { loaders }) => (row.agentId ? loaders.agentName.load(row.id) : null),
    }),
    cancelReason: f.exposeString('cancelReason', {
      nullable: true,
      description: 'Why it was called off; null if not said.',
    }),
    meetsDeadline: f.field({
      type: Deadline,
      nullable: true,
      description: 'The deadline it meets; null when none.',
      resolve: (row, _, { handle }) => metBy(handle, row.id),
    }),
    rebookUntil: f.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when the citizen may move it; null when it is not booked.',
      resolve: (row, _, context) => limit(row, context, 'rebookUntilMinutes'),
    }),
    cancelUntil: f.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when the citizen may cancel it; null when it is not booked.',
      resolve: (row, _, context) => limit(row, context, 'cancelUntilMinutes'),
    }),
    mayRebook: f.boolean({
      description: 'Whether the viewer may move it now.',
      resolve: (row, _, context) => allowed(row, context, 'rebookUntilMinutes'),
    }),
    mayCancel: f.boolean({
      description: 'Whether the viewer may cancel it now.',
      resolve: (row, _, context) => allowed(row, context, 'cancelUntilMinutes'),
    }),
  }),
});

async function contactOf(row: BookingRow, { loaders, viewer, seen }: Context, which: 'phone' | 'email') {
  if (viewer.kind === 'staff') seen.add(row.citizenId);
  const given = await loaders.bookingContact.load(row.id);
  return given?.[which] ?? (await loaders.citizen.load(row.citizenId))?.[which] ?? null;
}

const cursorPattern = /^([\d-]{10}T[\d:.]{12}Z) ([\da-f-]{36})$/;

/** A hold and its booking are one row with one id: a Hold while held, a Booking after. */
export const Hold = builder.objectRef<BookingRow & { __hold?: true }>('Hold');
builder.node(Hold, {
  description:
    'A slot set aside for a citizen while she finishes. It shares its uuid with the booking it becomes. One that ran out is still read, so that its page can say so.',
  id: { resolve: (row) => row.id },
  loadOne: async (id, { loaders }) => {
    const row = await loadById(loaders.booking, id);
    return row?.status === 'held' || row?.status === 'expired' ? row : null;
  },
  fields: (f) => ({
    offer: f.field({
      type: Offer,
      description: 'What is being booked.',
      resolve: async (row, _, { loaders }) => present(await loaders.offer.load(row.offerId as string)),
    }),
    citizen: f.field({
      type: Citizen,
      description: 'Who would come.',
      resolve: async (row, _, { loaders }) => present(await loaders.citizen.load(row.citizenId)),
    }),
    startsAt: f.expose('startsAt', { type: 'DateTime', description: 'When the talk starts.' }),
    endsAt: f.expose('endsAt', { type: 'DateTime', description: 'When it ends.' }),
    form: f.field({ type: InterviewForm, description: 'How it is held.', resolve: (row) => row.form }),
    caseworker: f.field({
      type: Caseworker,
      description: 'Who will hold it.',
      resolve: async (row, _, { loaders }) => present(await loaders.caseworker.load(row.caseworkerId)),
    }),
    expiresAt: f.field({
      type: 'DateTime',
      description: 'When it runs out, by the planner’s clock.',
      resolve: (row) => row.expiresAt as Date,
    }),
    serverTime: f.field({
      type: 'DateTime',
      description: 'The planner’s clock now: count down from it, not from your own.',
      resolve: (_, __, { handle }) => readNow(handle),
    }),
    prolongationsLeft: f.int({
      description: 'How often it can still be prolonged.',
      resolve: (row) => maxProlongations - row.prolonged,
    }),
    replaces: f.field({
      type: Booking,
      nullable: true,
      description: 'The booking it would move; null for a new one.',
      resolve: (row, _, { loaders }) => (row.replacesId ? loaders.booking.load(row.replacesId) : null),
    }),
    meetsDeadline: f.field({
      type: Deadline,
      nullable: true,
      description: 'The deadline that booking it would meet; null when none.',
      resolve: (row, _, { handle }) => toKeep(handle, row.citizenId, row.interviewType, row.replacesId),
    }),
  }),
});

builder.objectField(Deadline, 'metBy', (f) =>
  f.field({
    type: Booking,
    nullable: true,
    description: 'The booking that meets it; null while open.',
    resolve: (row, _, { loaders }) => (row.bookingId ? loaders.booking.load(row.bookingId) : null),
  }),
);

builder.queryFields((f) => ({
  booking: f.field({
    type: Booking,
    nullable: true,
    description: 'One booking; null when there is none or the viewer may not see it.',
    args: { id: f.arg.globalID({ required: true, for: [Booking], description: 'Its id.' }) },
    resolve: async (_, args, { loaders }) => unless(await loadById(loaders.booking, args.id.id), 'held'),
  }),
  bookings: f.connection({
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
        { args, toCursor: (row: BookingRow) => `${row.startsAt.toISOString()} ${row.id}`, maxSize: 200 },
        async ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) => {
          const place = (cursor: string) => {
            const [, at, id] = cursorPattern.exec(cursor) ?? [];
            if (!at || !id || Number.isNaN(Date.parse(at)))
              throw new GraphQLError('This is no cursor that the planner has given.');
            return { at: new Date(at), id };
          };
          const beyond = after ? place(after) : null;
          const short = before ? place(before) : null;
          const rows = await handle.db
            .select()
            .from(t.booking)
            .where(
              and(
                inArray(t.booking.status, args.status?.length ? [...args.status] : ['booked']),
                args.from ? gte(t.booking.startsAt, args.from) : undefined,
                args.to ? lt(t.booking.startsAt, args.to) : undefined,
                args.citizen ? eq(t.booking.citizenId, args.citizen.id) : undefined,
                args.caseworkers
                  ? inArray(
                      t.booking.caseworkerId,
                      args.caseworkers.map((c) => c.id),
                    )
                  : undefined,
                beyond
                  ? or(
                      gt(t.booking.startsAt, beyond.at),
                      and(eq(t.booking.startsAt, beyond.at), gt(t.booking.id, beyond.id)),
                    )
                  : undefined,
                short
                  ? or(
                      lt(t.booking.startsAt, short.at),
                      and(eq(t.booking.startsAt, short.at), lt(t.booking.id, short.id)),
                    )
                  : undefined,
              ),
            )
            .orderBy(
              ...(inverted ? [sql`starts_at desc, id desc`] : [asc(t.booking.startsAt), asc(t.booking.id)]),
            )
            .limit(limit);
          return rows;
        },
      ),
  }),
}));

const unless = (row: BookingRow | null, status: BookingRow['status']) =>
  row?.status === status ? null : row;

async function limit(
  row: BookingRow,
  { loaders }: Context,
  which: 'rebookUntilMinutes' | 'cancelUntilMinutes',
) {
  if (row.status !== 'booked' || !row.offerId) return null;
  const offer = await loaders.offer.load(row.offerId);
  return offer ? lastInstant(row.startsAt, offer[which]) : null;
}

async function allowed(
  row: BookingRow,
  context: Context,
  which: 'rebookUntilMinutes' | 'cancelUntilMinutes',
) {
  if (row.status !== 'booked') return false;
  const offer = row.offerId ? await context.loaders.offer.load(row.offerId) : null;
  const by = context.viewer.kind === 'staff' ? 'staff' : 'citizen';
  return mayChange(by, row.startsAt, offer?.[which] ?? 0, await readNow(context.handle));
}
