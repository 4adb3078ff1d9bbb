import { audienceOf } from '../availability/audience.ts';
import { explainAt, Slot, SlotExplanation, windowOf } from '../availability/graphql.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { readNow } from '../lock.ts';
import { Caseworker } from '../organisation/graphql.ts';
import { Booking } from './graphql.ts';
import { lookAround, nearest } from './nearest.ts';
import type { Booking as BookingRow } from './take.ts';

/** Asks as `rescheduleBooking` will look: for this viewer and citizen, with the talk's own time counted as free. */
async function askFor({ loaders, viewer }: Context, row: BookingRow) {
  const [offer, citizen] = await Promise.all([
    row.offerId ? loaders.offer.load(row.offerId) : null,
    loaders.citizen.load(row.citizenId),
  ]);
  if (!offer || row.status !== 'booked') return null;
  return { offer, audience: audienceOf(viewer, citizen), exceptClaim: row.id, form: row.form };
}

/** As many as can be read at a glance. */
const nearestShown = 8;

builder.objectFields(Booking, (f) => ({
  nearestTimes: f.field({
    type: [Slot],
    description:
      'Staff: the starts nearest to its own that it can be moved to, at most eight within a week of it, earliest first. Empty when it is not booked or has begun. What is judged when it is moved is as for `otherTimes`.',
    authScopes: { staff: true },
    complexity: 5,
    resolve: async (row, _, context) => {
      const { handle, findSlots } = context;
      const [ask, now] = await Promise.all([askFor(context, row), readNow(handle)]);
      const { startsAt } = row;
      if (!ask || startsAt <= now) return [];
      const { slots } = await lookAround(handle, findSlots, { ...ask, from: startsAt, to: startsAt });
      const coming = slots.filter((slot) => slot.startsAt > now);
      return nearest(coming, startsAt, nearestShown);
    },
  }),
  otherTimes: f.field({
    type: [Slot],
    description:
      'Staff: starts it can be moved to, by the calendars; empty when it is not booked. The limits of the offer and the citizen’s other talks are judged when it is moved.',
    authScopes: { staff: true },
    complexity: 5,
    args: {
      from: f.arg({ type: 'DateTime', required: true, description: 'The first start asked for.' }),
      to: f.arg({
        type: 'DateTime',
        required: true,
        description: 'Starts before this; at most 92 days later.',
      }),
    },
    resolve: async (row, args, context) => {
      const { from, to } = windowOf(args);
      const ask = await askFor(context, row);
      return ask ? (await context.findSlots(context.handle, { ...ask, from, to })).slots : [];
    },
  }),
  explainMove: f.field({
    type: SlotExplanation,
    nullable: true,
    description:
      'Staff: every rule that allows or refuses moving it to this start; null when it is not booked.',
    authScopes: { staff: true },
    args: {
      startsAt: f.arg({ type: 'DateTime', required: true, description: 'The start asked about.' }),
      caseworker: f.arg.globalID({
        required: true,
        for: [Caseworker],
        description: 'Who would hold it.',
      }),
    },
    resolve: async (row, { startsAt, caseworker }, context) => {
      const ask = await askFor(context, row);
      return ask && explainAt(context.handle, startsAt, { ...ask, caseworkerId: caseworker.id });
    },
  }),
}));
