import { builder } from '../builder.ts';
import { Citizen } from '../citizens/graphql.ts';
import { key } from '../idempotency.ts';
import { InterviewForm, Offer } from '../offers/graphql.ts';
import { Caseworker } from '../organisation/graphql.ts';
import { InvalidInput, KeyReused, NotAllowed, OverlapsOwnTalk, SlotTaken } from '../refusals.ts';
import { Booking } from './graphql.ts';
import { made } from './mutations.ts';
import { bookOverlapping } from './overlap.ts';

const BookOverlappingInput = builder.inputType('BookOverlappingInput', {
  description: 'A talk beside another of the same caseworker.',
  fields: (f) => ({
    offer: f.globalID({ required: true, for: [Offer], description: 'What is booked.' }),
    startsAt: f.field({ type: 'DateTime', required: true, description: 'A whole minute to come.' }),
    caseworker: f.globalID({ required: true, for: [Caseworker], description: 'Who holds both talks.' }),
    citizen: f.globalID({ required: true, for: [Citizen], description: 'For whom.' }),
    form: f.field({ type: InterviewForm, required: true, description: 'One of the offer’s forms.' }),
    replaces: f.globalID({
      for: [Booking],
      description: 'A talk of this offer and citizen to move there; null for a new one.',
    }),
    note: f.string({ description: 'For staff only; at most 2,000 characters.' }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});

builder.mutationField('bookOverlapping', (f) =>
  f.field({
    type: Booking,
    description:
      'Staff: books, or moves a talk to, on purpose where the caseworker has another talk, whatever her hours say. Citizen and room must be free, and she may have no more than one other talk then.',
    authScopes: { staff: true },
    errors: {
      types: [SlotTaken, OverlapsOwnTalk, NotAllowed, KeyReused, InvalidInput],
      union: { name: 'BookOverlappingResult', description: 'The booking, or why not.' },
    },
    args: { input: f.arg({ type: BookOverlappingInput, required: true, description: 'What to book.' }) },
    resolve: (_, { input }, context) =>
      made(context, (handle) =>
        bookOverlapping(handle, context.viewer, {
          offer: input.offer.id,
          startsAt: input.startsAt,
          caseworker: input.caseworker.id,
          citizen: input.citizen.id,
          form: input.form,
          replaces: input.replaces?.id ?? null,
          note: input.note ?? null,
          idempotencyKey: input.idempotencyKey,
        }),
      ),
  }),
);
