import { builder } from '../builder.ts';
import { key } from '../idempotency.ts';
import { InvalidInput, KeyReused, NotAllowed } from '../refusals.ts';
import { Booking } from './graphql.ts';
import { made } from './mutations.ts';
import { addNote, type Note, readNotes } from './note.ts';

const BookingNote = builder.objectRef<Note>('BookingNote').implement({
  description:
    'What a member of staff wrote down about a talk. For staff who may see it; never on the citizen’s pages. It is the citizen’s personal data: on request she is given it, and it is erased with her data (GDPR articles 15 and 17).',
  fields: (f) => ({
    id: f.exposeID('id', { description: 'Stable.' }),
    note: f.exposeString('note', { description: 'The text.' }),
    at: f.expose('at', { type: 'DateTime', description: 'When it was written.' }),
    author: f.string({
      nullable: true,
      description: 'Who wrote it; null when she is not known any more.',
      resolve: (row, _, { loaders }) => loaders.staffName.load(row.authorId),
    }),
  }),
});

builder.objectField(Booking, 'notes', (f) =>
  f.field({
    type: [BookingNote],
    description: 'Staff: notes on the talk, through all its moves, earliest first.',
    authScopes: { staff: true },
    complexity: 5,
    resolve: (row, _, { handle, seen }) => {
      seen.add(row.citizenId);
      return readNotes(handle, row.id);
    },
  }),
);

const AddNoteInput = builder.inputType('AddNoteInput', {
  description: 'Something to write down about a talk.',
  fields: (f) => ({
    booking: f.globalID({ required: true, for: [Booking], description: 'The talk.' }),
    note: f.string({
      required: true,
      description: 'The text; at most 2,000 characters, without CPR numbers.',
    }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});

builder.mutationField('addNote', (f) =>
  f.field({
    type: Booking,
    description: 'Staff: writes a note on a talk, in whatever state it is.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, KeyReused, InvalidInput],
      union: { name: 'AddNoteResult', description: 'The booking, or why not.' },
    },
    args: { input: f.arg({ type: AddNoteInput, required: true, description: 'What to write, and where.' }) },
    resolve: (_, { input }, context) =>
      made(context, (handle) =>
        addNote(handle, context.viewer, {
          booking: input.booking.id,
          note: input.note,
          idempotencyKey: input.idempotencyKey,
        }),
      ),
  }),
);
