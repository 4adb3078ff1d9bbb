import { builder } from '../builder.ts';
import { Citizen } from '../citizens/graphql.ts';
import { Deadline } from '../deadlines/graphql.ts';
import { toKeep } from '../deadlines/meet.ts';
import { readNow } from '../lock.ts';
import { InterviewForm, Offer } from '../offers/graphql.ts';
import { Caseworker, loadById, present } from '../organisation/graphql.ts';
import { readHeldForms } from './forms.ts';
import { Booking } from './graphql.ts';
import { maxProlongations } from './rules.ts';
import type { Booking as BookingRow } from './take.ts';

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
    forms: f.field({
      type: [InterviewForm],
      description:
        'In which of the offer’s forms it can be confirmed: those that its caseworker holds at that time.',
      resolve: async (row, _, { loaders, handle }) =>
        readHeldForms(handle, row.id, present(await loaders.offer.load(row.offerId as string)).forms),
    }),
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
