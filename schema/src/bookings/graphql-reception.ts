import { GraphQLError } from 'graphql';
import { builder } from '../builder.ts';
import { readSearch } from '../citizens/rules.ts';
import { Caseworker, JobCentre, present, Room } from '../organisation/graphql.ts';
import { NotAllowed } from '../refusals.ts';
import { Booking } from './graphql.ts';
import {
  type Arriving as ArrivingRow,
  findReceived,
  type Received,
  readArriving,
  receive,
} from './reception.ts';

const Arriving = builder.objectRef<ArrivingRow>('Arriving').implement({
  description: 'Somebody who comes to the job centre today. What for is not told.',
  fields: (f) => ({
    booking: f.globalID({
      description: 'For `receive`.',
      resolve: (row) => ({ type: 'Booking', id: row.bookingId }),
    }),
    name: f.exposeString('name', { description: 'Who comes. The look is logged.' }),
    startsAt: f.expose('startsAt', { type: 'DateTime', description: 'When the talk begins.' }),
    endsAt: f.expose('endsAt', { type: 'DateTime', description: 'When it ends.' }),
    caseworker: f.field({
      type: Caseworker,
      description: 'Who waits for her.',
      resolve: async (row, _, { loaders }) => present(await loaders.caseworker.load(row.caseworkerId)),
    }),
    room: f.field({
      type: Room,
      nullable: true,
      description: 'Where; null when no room is set.',
      resolve: (row, _, { loaders }) => (row.roomId ? loaders.room.load(row.roomId) : null),
    }),
    arrivedAt: f.expose('arrivedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When she came; null: not, or not yet.',
    }),
  }),
});

type Talk = { at: Date; caseworkerId: string; roomId: string | null };
const ReceptionTalk = builder.objectRef<Talk>('ReceptionTalk').implement({
  description: 'When and with whom; not what about.',
  fields: (f) => ({
    startsAt: f.expose('at', { type: 'DateTime', description: 'When.' }),
    caseworker: f.field({
      type: Caseworker,
      description: 'With whom.',
      resolve: async (row, _, { loaders }) => present(await loaders.caseworker.load(row.caseworkerId)),
    }),
    room: f.field({
      type: Room,
      nullable: true,
      description: 'Where; null when no room is set, or it is over.',
      resolve: (row, _, { loaders }) => (row.roomId ? loaders.room.load(row.roomId) : null),
    }),
  }),
});
const ReceivedCitizen = builder.objectRef<Received>('ReceivedCitizen').implement({
  description: 'A citizen as the reception sees her: the talk before and the talk after now.',
  fields: (f) => ({
    name: f.exposeString('name', { description: 'First and last name. The look is logged.' }),
    cprMasked: f.exposeString('cprMasked', { description: '`ddmmyy-••••`.' }),
    nextTalk: f.field({
      type: ReceptionTalk,
      nullable: true,
      description: 'Null: none is booked.',
      resolve: ({ nextAt: at, nextCaseworkerId: caseworkerId, nextRoomId: roomId }) =>
        at && caseworkerId ? { at, caseworkerId, roomId } : null,
    }),
    lastTalk: f.field({
      type: ReceptionTalk,
      nullable: true,
      description: 'Null: there was none.',
      resolve: ({ lastAt: at, lastCaseworkerId: caseworkerId }) =>
        at && caseworkerId ? { at, caseworkerId, roomId: null } : null,
    }),
  }),
});

builder.queryFields((f) => ({
  arriving: f.field({
    type: [Arriving],
    description: 'Reception: who comes to the job centre today, by time. Empty for others.',
    authScopes: { staff: true },
    args: { jobCentre: f.arg.globalID({ for: [JobCentre], required: true, description: 'Where.' }) },
    resolve: async (_, { jobCentre }, { handle, seen }) => {
      const rows = await readArriving(handle, jobCentre.id);
      for (const { citizenId } of rows) seen.add(citizenId);
      return rows;
    },
  }),
  received: f.field({
    type: [ReceivedCitizen],
    description:
      'Reception: citizens of the job centre by first and last name, or by birthday; at most 10. Words and looks are logged. Empty for others.',
    authScopes: { staff: true },
    args: {
      jobCentre: f.arg.globalID({ for: [JobCentre], required: true, description: 'Whose citizens.' }),
      search: f.arg.string({
        required: true,
        description:
          'Beginnings of first and last name, or a birthday. Less finds nobody; a CPR number is refused.',
      }),
    },
    resolve: async (_, args, { handle, viewer, seen, searched }) => {
      const search = readSearch(args.search);
      if (search === 'cpr') {
        throw new GraphQLError('A CPR number is no search word.', { extensions: { code: 'CPR_IN_SEARCH' } });
      }
      // Somebody whom a citizen at the desk names, not whom one is curious about.
      if (!search || (search.words.length < 2 && !search.birthday)) return [];
      if (viewer.receives.length === 0) return [];
      searched.push(args.search.trim());
      const rows = await findReceived(handle, args.jobCentre.id, search);
      for (const { citizenId } of rows) seen.add(citizenId);
      return rows;
    },
  }),
}));

const ReceiveInput = builder.inputType('ReceiveInput', {
  description: 'Whether a citizen is here.',
  fields: (f) => ({
    booking: f.globalID({ required: true, for: [Booking], description: 'An `Arriving.booking`.' }),
    arrived: f.boolean({ required: true, description: 'False takes it back.' }),
  }),
});
const ReceivedArrival = builder.objectRef<{ arrived: boolean }>('ReceivedArrival').implement({
  description: 'What is registered now.',
  fields: (f) => ({ arrived: f.exposeBoolean('arrived', { description: 'Whether she is here.' }) }),
});
builder.mutationField('receive', (f) =>
  f.field({
    type: ReceivedArrival,
    description: 'Reception: registers that a citizen has come to today’s talk, or takes it back.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed],
      union: { name: 'ReceiveResult', description: 'What is registered, or why not.' },
    },
    args: { input: f.arg({ type: ReceiveInput, required: true, description: 'Who is here.' }) },
    resolve: async (_, { input }, context) => {
      const { arrived } = input;
      await context.command((handle) =>
        receive(handle, context.viewer, { booking: input.booking.id, arrived }),
      );
      return { arrived };
    },
  }),
);
