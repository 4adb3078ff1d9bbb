import * as t from '@planner/db';
import { eq } from 'drizzle-orm';
import { builder } from '../builder.ts';
import { Citizen } from '../citizens/graphql.ts';
import type { Context } from '../context.ts';
import { Deadline } from '../deadlines/graphql.ts';
import { metBy } from '../deadlines/meet.ts';
import { readNow } from '../lock.ts';
import { InterviewForm, Offer } from '../offers/graphql.ts';
import { Caseworker, InterviewType, loadById, present } from '../organisation/graphql.ts';
import { lastInstant, mayChange } from './rules.ts';
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

builder.objectField(Deadline, 'metBy', (f) =>
  f.field({
    type: Booking,
    nullable: true,
    description: 'The booking that meets it; null while open.',
    resolve: (row, _, { loaders }) => (row.bookingId ? loaders.booking.load(row.bookingId) : null),
  }),
);

builder.queryField('booking', (f) =>
  f.field({
    type: Booking,
    nullable: true,
    description: 'One booking; null when there is none or the viewer may not see it.',
    args: { id: f.arg.globalID({ required: true, for: [Booking], description: 'Its id.' }) },
    resolve: async (_, args, { loaders }) => unless(await loadById(loaders.booking, args.id.id), 'held'),
  }),
);

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
