import { builder } from '../builder.ts';
import { key } from '../idempotency.ts';
import { found } from '../loaders.ts';
import { JobCentre } from '../organisation/graphql.ts';
import { InvalidInput, KeyReused, NotAllowed, Outdated } from '../refusals.ts';
import { commandOrRehearse, Rehearsed, rehearseOnly } from '../rehearsed.ts';
import { changeOffers } from './change-offers.ts';
import type { OfferRow } from './find.ts';
import { Offer } from './graphql.ts';
import { ReadOffer } from './graphql-offers.ts';

const SharedFigure = builder.enumType('OfferFigure', {
  description: 'A setting that can be changed in many offers at once: see `OfferSettings`.',
  values: {
    DURATION_MINUTES: { value: 'durationMinutes', description: 'The talk’s length.' },
    BUFFER_BEFORE_MINUTES: { value: 'bufferBeforeMinutes', description: 'The caseworker’s time before.' },
    BUFFER_AFTER_MINUTES: { value: 'bufferAfterMinutes', description: 'The caseworker’s time after.' },
    NOTICE_MINUTES: { value: 'noticeMinutes', description: 'The notice.' },
    HORIZON_DAYS: { value: 'horizonDays', description: 'Days ahead that are open.' },
    DAILY_CAP: { value: 'dailyCap', description: 'Talks of a caseworker on a day; null: no cap.' },
    WEEKLY_CAP: { value: 'weeklyCap', description: 'Talks of a caseworker in a week; null: no cap.' },
    MAX_OPEN: { value: 'maxOpen', description: 'Open talks that a citizen may have.' },
    REBOOK_UNTIL_MINUTES: { value: 'rebookUntilMinutes', description: 'Until when a citizen may move it.' },
    CANCEL_UNTIL_MINUTES: { value: 'cancelUntilMinutes', description: 'Until when a citizen may cancel it.' },
  } as const,
});
const ChangeOffers = builder.inputType('ChangeOffersInput', {
  description: 'One figure for several offers.',
  fields: (f) => ({
    jobCentre: f.globalID({ for: [JobCentre], required: true, description: 'Whose offers.' }),
    offers: f.field({ type: [ReadOffer], required: true, description: 'Which, as they were read: 1–100.' }),
    figure: f.field({ type: SharedFigure, required: true, description: 'Which setting.' }),
    value: f.int({ description: 'What it shall be; null: none, for the caps only.' }),
    rehearse: f.boolean({ description: rehearseOnly }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});
const ChangedOffers = builder.objectRef<OfferRow[]>('ChangedOffers').implement({
  description: 'The offers as they are now.',
  fields: (f) => ({
    offers: f.field({ type: [Offer], description: 'All of them.', resolve: (rows) => rows }),
  }),
});

builder.mutationField('changeOffers', (f) =>
  f.field({
    type: ChangedOffers,
    description: 'Administrators: sets one figure in several offers, or in none of them.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput, Outdated, KeyReused, Rehearsed],
      union: { name: 'ChangeOffersResult', description: 'The offers, what it would hit, or why not.' },
    },
    args: { input: f.arg({ type: ChangeOffers, required: true, description: 'What.' }) },
    resolve: async (_, { input }, context) => {
      const offers = input.offers.map(({ id, version }) => ({ id: id.id, version }));
      const jobCentreId = input.jobCentre.id;
      await commandOrRehearse(context, jobCentreId, input.rehearse, (handle) =>
        changeOffers(handle, context.viewer, {
          jobCentreId,
          offers,
          figure: input.figure,
          value: input.value ?? null,
          idempotencyKey: input.idempotencyKey,
        }),
      );
      return found(await context.loaders.offer.loadMany(offers.map(({ id }) => id)));
    },
  }),
);
