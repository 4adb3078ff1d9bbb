import { builder } from '../../builder.ts';
import { key } from '../../idempotency.ts';
import { readNow } from '../../lock.ts';
import { InterviewForm } from '../../offers/graphql.ts';
import { Room } from '../../organisation/graphql.ts';
import { InvalidInput, KeyReused, NotAllowed, SlotTaken } from '../../refusals.ts';
import { Booking } from '../graphql.ts';
import { made } from '../mutations.ts';
import { sentence } from '../sentences.ts';
import { undo } from '../undo.ts';
import { type BookingEvent as BookingEventRow, canUndo, tell } from './events.ts';
import { readChain, readLastChange, readTrail } from './read.ts';

const BookingEventKind = builder.enumType('BookingEventKind', {
  description: 'What happened to a talk.',
  values: {
    BOOKED: { value: 'booked', description: 'It was booked.' },
    MOVED: { value: 'moved', description: 'It got another time or caseworker.' },
    CANCELLED: { value: 'cancelled', description: 'It was called off.' },
    RESTORED: { value: 'restored', description: 'Its cancellation was taken back.' },
    FORM: { value: 'form', description: 'It is held in another form.' },
    ROOM: { value: 'room', description: 'It is held in another room, or in none.' },
    MESSAGE: { value: 'message', description: 'The citizen’s message was changed; the texts are not told.' },
    ARRIVED: { value: 'arrived', description: 'The citizen came.' },
  } as const,
});

const BookingEvent = builder.objectRef<BookingEventRow>('BookingEvent').implement({
  description: 'One line of a talk’s history. What is null has nothing to do with what happened.',
  fields: (f) => ({
    at: f.expose('at', { type: 'DateTime', description: 'When it happened.' }),
    kind: f.field({ type: BookingEventKind, description: 'What happened.', resolve: (row) => row.kind }),
    who: f.string({
      description:
        'Who did it, in the viewer’s language: a member of staff by name, “the citizen”, who acts for her, or the planner.',
      resolve: async (row, _, { viewer, loaders }) =>
        (row.who === 'staff' && row.userId ? await loaders.staffName.load(row.userId) : null) ??
        sentence.who[row.who][viewer.language],
    }),
    from: f.expose('from', { type: 'DateTime', nullable: true, description: 'When the talk was to start.' }),
    to: f.expose('to', { type: 'DateTime', nullable: true, description: 'When it is to start since.' }),
    form: f.field({
      type: InterviewForm,
      nullable: true,
      description: 'How it is held since.',
      resolve: (row) => row.form,
    }),
    room: f.field({
      type: Room,
      nullable: true,
      description: 'Where it is held since; null for no room.',
      resolve: (row, _, { loaders }) => (row.roomId ? loaders.room.load(row.roomId) : null),
    }),
    reason: f.exposeString('reason', { nullable: true, description: 'Why it was called off, if said.' }),
  }),
});

builder.objectFields(Booking, (f) => ({
  history: f.field({
    type: [BookingEvent],
    description: 'Staff: what has happened to the talk, through all its moves, earliest first.',
    authScopes: { staff: true },
    complexity: 5,
    resolve: async (row, _, { handle, seen }) => {
      seen.add(row.citizenId);
      return tell(await readTrail(handle, await readChain(handle, row.id)));
    },
  }),
  undoable: f.field({
    type: BookingEventKind,
    nullable: true,
    description:
      'Staff: what the viewer may take back by `undoBooking`: the last thing that happened to it, if it was hers and within a quarter of an hour; null for nothing.',
    authScopes: { staff: true },
    resolve: async (row, _, { handle, viewer }) => {
      const [last, now] = await Promise.all([readLastChange(handle, row.id), readNow(handle)]);
      return canUndo(last, viewer.userId, row.startsAt, now);
    },
  }),
}));

const UndoBookingInput = builder.inputType('UndoBookingInput', {
  description: 'A talk of which the last change is to be taken back.',
  fields: (f) => ({
    booking: f.globalID({ required: true, for: [Booking], description: 'The talk.' }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});

builder.mutationField('undoBooking', (f) =>
  f.field({
    type: Booking,
    description:
      'Staff: takes back what `Booking.undoable` says, if what the talk had is still free. A move that is taken back is another booking.',
    authScopes: { staff: true },
    errors: {
      types: [SlotTaken, NotAllowed, KeyReused, InvalidInput],
      union: { name: 'UndoBookingResult', description: 'The booking as it is now, or why not.' },
    },
    args: { input: f.arg({ type: UndoBookingInput, required: true, description: 'Which talk.' }) },
    resolve: (_, { input }, context) =>
      made(context, (handle) =>
        undo(handle, context.viewer, { booking: input.booking.id, idempotencyKey: input.idempotencyKey }),
      ),
  }),
);
