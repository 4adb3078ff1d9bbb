import { builder } from '../builder.ts';
import { key } from '../idempotency.ts';
import { InterviewForm } from '../offers/graphql.ts';
import { Room } from '../organisation/graphql.ts';
import { InvalidInput, KeyReused, NotAllowed } from '../refusals.ts';
import { change } from './change.ts';
import { readHeldForms } from './forms.ts';
import { freeRooms } from './free-rooms.ts';
import { Booking } from './graphql.ts';
import { made } from './mutations.ts';

builder.objectFields(Booking, (f) => ({
  room: f.field({
    type: Room,
    nullable: true,
    description: 'The room that is set aside for it; null for none.',
    resolve: (row, _, { loaders }) => (row.roomId ? loaders.room.load(row.roomId) : null),
  }),
  forms: f.field({
    type: [InterviewForm],
    authScopes: { staff: true },
    description:
      'Staff: in which forms it can be held at its time: those of its offer’s that its caseworker holds then, and the one it has.',
    resolve: async (row, _, { loaders, handle }) => {
      const offer = row.offerId ? await loaders.offer.load(row.offerId) : null;
      const held = await readHeldForms(handle, row.id, offer?.forms ?? []);
      return held.includes(row.form) ? held : [row.form, ...held];
    },
  }),
  freeRooms: f.field({
    type: [Room],
    description: 'Staff: the job centre’s rooms that it could be held in, its own among them, by name.',
    authScopes: { staff: true },
    resolve: (row, _, { handle }) => freeRooms(handle, row),
  }),
}));

const ChangeBookingInput = builder.inputType('ChangeBookingInput', {
  description: 'How else, or in which other room, a talk is to be held.',
  fields: (f) => ({
    booking: f.globalID({ required: true, for: [Booking], description: 'The talk.' }),
    form: f.field({ type: InterviewForm, description: 'One of the offer’s forms; null: as it was.' }),
    room: f.globalID({ for: [Room], description: 'A free room; null: as it was.' }),
    withoutRoom: f.boolean({
      defaultValue: false,
      description: 'Lets its room go, where the offer needs none.',
    }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});

builder.mutationField('changeBooking', (f) =>
  f.field({
    type: Booking,
    description: 'Staff: another form or room for a talk; its time stays.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, KeyReused, InvalidInput],
      union: { name: 'ChangeBookingResult', description: 'The booking, or why not.' },
    },
    args: { input: f.arg({ type: ChangeBookingInput, required: true, description: 'What to change.' }) },
    resolve: (_, { input }, context) =>
      made(context, (handle) =>
        change(handle, context.viewer, {
          booking: input.booking.id,
          form: input.form ?? null,
          room: input.withoutRoom ? null : (input.room?.id ?? null),
          withoutRoom: input.withoutRoom ?? false,
          idempotencyKey: input.idempotencyKey,
        }),
      ),
  }),
);
