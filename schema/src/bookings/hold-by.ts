import { builder } from '../builder.ts';
import { Citizen } from '../citizens/graphql.ts';
import { loadCitizen } from '../citizens/own.ts';
import { toKeep } from '../deadlines/meet.ts';
import { Offer } from '../offers/graphql.ts';
import { Booking } from './graphql.ts';

builder.objectField(Offer, 'holdBy', (f) =>
  f.field({
    type: 'Date',
    nullable: true,
    description:
      'The last local day on which a citizen’s talk of this offer may be held, by her deadline: `holdSlot` refuses her later times. Null when no deadline runs, or she is unknown.',
    args: {
      citizen: f.arg.globalID({
        for: [Citizen],
        description: 'Whose talk; without it the viewer’s own.',
      }),
      replaces: f.arg.globalID({ for: [Booking], description: 'The talk to be moved, which may meet one.' }),
    },
    resolve: async (offer, { citizen, replaces }, context) => {
      const who = await loadCitizen(context, citizen?.id);
      const due = who && (await toKeep(context.handle, who.id, offer.interviewType, replaces?.id ?? null));
      return due?.holdBy ?? null;
    },
  }),
);
