import { builder } from '../builder.ts';
import { Citizen } from '../citizens/graphql.ts';
import { key } from '../idempotency.ts';
import { InterviewForm, Offer } from '../offers/graphql.ts';
import { Caseworker } from '../organisation/graphql.ts';
import {
  InvalidInput,
  KeyReused,
  LimitReached,
  NotAllowed,
  OverlapsOwnTalk,
  SlotTaken,
} from '../refusals.ts';
import { bookOnBehalf } from './book-on-behalf.ts';
import { Booking } from './graphql.ts';
import { made } from './mutations.ts';

const BookOnBehalfInput = builder.inputType('BookOnBehalfInput', {
  description: 'A free slot to book for a citizen.',
  fields: (f) => ({
    offer: f.globalID({ required: true, for: [Offer], description: 'The offer.' }),
    startsAt: f.field({ type: 'DateTime', required: true, description: 'The slot’s start.' }),
    caseworker: f.globalID({
      for: [Caseworker],
      description: 'Only with her; otherwise the planner chooses.',
    }),
    citizen: f.globalID({ required: true, for: [Citizen], description: 'For whom.' }),
    form: f.field({ type: InterviewForm, required: true, description: 'One of the offer’s forms.' }),
    note: f.string({ description: 'For staff only; at most 2,000 characters.' }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});

builder.mutationField('bookOnBehalf', (f) =>
  f.field({
    type: Booking,
    description:
      'Staff: books a free slot for a citizen, hold and confirm in one. A deadline of that type is met. What the citizen is just holding is let go.',
    authScopes: { staff: true },
    errors: {
      types: [SlotTaken, OverlapsOwnTalk, LimitReached, NotAllowed, KeyReused, InvalidInput],
      union: { name: 'BookOnBehalfResult', description: 'The booking, or why not.' },
    },
    args: { input: f.arg({ type: BookOnBehalfInput, required: true, description: 'What to book.' }) },
    resolve: (_, { input }, context) =>
      made(context, (handle) =>
        bookOnBehalf(
          handle,
          context.viewer,
          {
            offer: input.offer.id,
            startsAt: input.startsAt,
            caseworker: input.caseworker?.id ?? null,
            citizen: input.citizen.id,
            form: input.form,
            note: input.note ?? null,
            idempotencyKey: input.idempotencyKey,
          },
          context.findSlots,
        ),
      ),
  }),
);
