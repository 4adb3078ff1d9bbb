import { builder } from '../builder.ts';
import { NotAllowed } from '../refusals.ts';
import { registerArrival } from './arrive.ts';
import { Booking } from './graphql.ts';
import { made } from './mutations.ts';

builder.objectField(Booking, 'arrivedAt', (f) =>
  f.field({
    type: 'DateTime',
    nullable: true,
    description: 'When staff registered that the citizen is here; null: not, or not yet.',
    resolve: (row) => row.arrivedAt,
  }),
);

const RegisterArrivalInput = builder.inputType('RegisterArrivalInput', {
  description: 'Whether a citizen is here.',
  fields: (f) => ({
    booking: f.globalID({ required: true, for: [Booking], description: 'Today’s talk.' }),
    arrived: f.boolean({ required: true, description: 'False takes it back.' }),
  }),
});

builder.mutationField('registerArrival', (f) =>
  f.field({
    type: Booking,
    description: 'Staff: registers that the citizen has come to today’s talk, or takes it back.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed],
      union: { name: 'RegisterArrivalResult', description: 'The booking, or why not.' },
    },
    args: { input: f.arg({ type: RegisterArrivalInput, required: true, description: 'Who is here.' }) },
    resolve: (_, { input }, context) =>
      made(context, (handle) =>
        registerArrival(handle, context.viewer, { booking: input.booking.id, arrived: input.arrived }),
      ),
  }),
);
