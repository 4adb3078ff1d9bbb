import { ExplainedRule } from '../availability/graphql.ts';
import { Booking } from '../bookings/graphql.ts';
import { builder } from '../builder.ts';
import { Deadline } from '../deadlines/graphql.ts';
import { found } from '../loaders.ts';
import { present } from '../organisation/graphql.ts';
import { type HitTalk, Rehearsed } from '../rehearsed.ts';

/** As many are listed. */
const most = 200;

const RehearsedTalk = builder.objectRef<HitTalk>('RehearsedTalk').implement({
  description: 'A booked talk that would no longer fit. It stays until somebody moves or cancels it.',
  fields: (f) => ({
    booking: f.field({
      type: Booking,
      description: 'The talk.',
      resolve: async ({ id }, _, { loaders }) => present(await loaders.booking.load(id)),
    }),
    rules: f.field({
      type: [ExplainedRule],
      description: 'What would refuse it.',
      resolve: ({ rules, zone }) => rules.map((rule) => ({ ...rule, zone })),
    }),
  }),
});

builder.objectType(Rehearsed, {
  name: 'Rehearsal',
  description:
    'What a change would hit: it was done, looked at with the engine that lists free times, and undone. Nothing was changed; what did not fit before is not told of.',
  fields: (f) => ({
    talkCount: f.int({
      description: 'How many booked talks would no longer fit.',
      resolve: ({ talks }) => talks.length,
    }),
    talks: f.field({
      type: [RehearsedTalk],
      description: 'They, by start; the first 200.',
      resolve: ({ talks }) => talks.slice(0, most),
    }),
    holds: f.exposeInt('holds', {
      description: 'How many citizens are just booking a time that would no longer fit.',
    }),
    deadlineCount: f.int({
      description:
        'How many open deadlines would lose the last free time that their citizens can book in time.',
      resolve: ({ deadlines }) => deadlines.length,
    }),
    deadlines: f.field({
      type: [Deadline],
      description: 'They, by the day they run out; the first 200.',
      resolve: async ({ deadlines }, _, { loaders }) =>
        found(await loaders.deadline.loadMany(deadlines.slice(0, most))),
    }),
  }),
});
