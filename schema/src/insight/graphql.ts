import { Booking } from '../bookings/graphql.ts';
import { builder } from '../builder.ts';
import { Citizen } from '../citizens/graphql.ts';
import { Deadline } from '../deadlines/graphql.ts';
import { found } from '../loaders.ts';
import { Caseworker, present } from '../organisation/graphql.ts';
import { type Day, readDay } from './day.ts';
import { type FollowUp as FollowUpRow, readFollowUps } from './follow-up.ts';
import type { Stretch } from './rules.ts';

const Gap = builder.objectRef<Stretch>('Gap').implement({
  description: 'Working time that nothing takes.',
  fields: (f) => ({
    startsAt: f.expose('startsAt', { type: 'DateTime', description: 'From then.' }),
    endsAt: f.expose('endsAt', { type: 'DateTime', description: 'Until then.' }),
  }),
});

const CaseworkerDay = builder.objectRef<Day>('CaseworkerDay').implement({
  description: 'One day of a caseworker, in one column.',
  fields: (f) => ({
    talks: f.field({
      type: [Booking],
      description: 'Booked talks that the viewer may see, by start.',
      resolve: async (day, _, { loaders }) => found(await loaders.booking.loadMany(day.talks)),
    }),
    gaps: f.field({
      type: [Gap],
      description: 'What is left of the working time from now on: a quarter of an hour or more, less breaks.',
      resolve: (day) => day.gaps,
    }),
  }),
});

const FollowUp = builder.objectRef<FollowUpRow>('FollowUp').implement({
  description: 'A citizen who needs a look.',
  fields: (f) => ({
    citizen: f.field({
      type: Citizen,
      description: 'Who.',
      resolve: async (row, _, { loaders }) => present(await loaders.citizen.load(row.citizenId)),
    }),
    deadline: f.field({
      type: Deadline,
      nullable: true,
      description: 'The open deadline that is near; null: she just has no talk ahead.',
      resolve: (row, _, { loaders }) => (row.deadlineId ? loaders.deadline.load(row.deadlineId) : null),
    }),
    nextTalk: f.field({
      type: Booking,
      nullable: true,
      description: 'Her next talk of any kind; null: none.',
      resolve: (row, _, { loaders }) => (row.bookingId ? loaders.booking.load(row.bookingId) : null),
    }),
  }),
});

builder.queryFields((f) => ({
  caseworkerDay: f.field({
    type: CaseworkerDay,
    description: 'Staff: one local date of a caseworker. Empty for somebody who is no colleague.',
    authScopes: { staff: true },
    complexity: 5,
    args: {
      caseworker: f.arg.globalID({ required: true, for: [Caseworker], description: 'Whose.' }),
      date: f.arg({ type: 'Date', required: true, description: 'Which date, by the job centre’s calendar.' }),
    },
    resolve: (_, { caseworker, date }, context) => readDay(context, caseworker.id, date),
  }),
  followUps: f.field({
    type: [FollowUp],
    description:
      'Staff: a caseworker’s own citizens with an open deadline near, earliest first, then those without a talk ahead. At most 100.',
    authScopes: { staff: true },
    complexity: 5,
    args: {
      caseworker: f.arg.globalID({ required: true, for: [Caseworker], description: 'Whose citizens.' }),
      withinDays: f.arg.int({ defaultValue: 7, description: 'How near a deadline must be; at most 92.' }),
    },
    resolve: (_, { caseworker, withinDays }, { handle }) =>
      readFollowUps(handle, caseworker.id, Math.min(Math.max(withinDays ?? 7, 0), 92)),
  }),
}));
