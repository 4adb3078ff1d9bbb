import { builder } from './builder.ts';
import * as refusals from './refusals.ts';

const Refusal = builder.interfaceRef<refusals.Refusal>('Refusal').implement({
  description: 'An expected no. Nothing was changed.',
  fields: (f) => ({
    code: f.exposeString('code', { description: 'For programs; stable.' }),
    message: f.exposeString('message', { description: 'What was wrong, in the viewer’s language.' }),
    whatNext: f.exposeString('whatNext', {
      nullable: true,
      description: 'What to do next; null when nothing can be done.',
    }),
  }),
});
/** What every refusal's type has. */
export const refusal = { interfaces: [Refusal] };
builder.objectType(refusals.OverlapsOwnTalk, {
  ...refusal,
  name: 'OverlapsOwnTalk',
  description: 'The citizen has another talk then.',
});
builder.objectType(refusals.LimitReached, {
  ...refusal,
  name: 'LimitReached',
  description: 'A limit of the offer, the deadline or the hold.',
});
builder.objectType(refusals.NotAllowed, {
  ...refusal,
  name: 'NotAllowed',
  description: 'Not for this viewer, or not there: the two are told alike.',
});
builder.objectType(refusals.HoldExpired, {
  ...refusal,
  name: 'HoldExpired',
  description: 'The hold ran out by the planner’s clock.',
});
builder.objectType(refusals.KeyReused, {
  ...refusal,
  name: 'KeyReused',
  description: 'The idempotency key belongs to another input.',
});
builder.objectType(refusals.InvalidInput, {
  ...refusal,
  name: 'InvalidInput',
  description: 'A value that can’t be right.',
  fields: (f) => ({ path: f.exposeString('path', { description: 'Which field of the input.' }) }),
});
builder.objectType(refusals.Outdated, {
  ...refusal,
  name: 'Outdated',
  description: 'Somebody else has changed it since it was read: nothing was overwritten.',
});
