import type { Handle } from '@planner/db';
import { keepRefusal } from '../availability/evidence.ts';
import { Slot } from '../availability/graphql.ts';
import { builder } from '../builder.ts';
import { Citizen } from '../citizens/graphql.ts';
import type { Context } from '../context.ts';
import { key } from '../idempotency.ts';
import { InterviewForm, Offer } from '../offers/graphql.ts';
import { Caseworker, present } from '../organisation/graphql.ts';
import { refusal } from '../refusal-types.ts';
import * as refusals from '../refusals.ts';
import { cancel } from './cancel.ts';
import { prolong, release } from './change-hold.ts';
import { confirm } from './confirm.ts';
import { Booking } from './graphql.ts';
import { Hold } from './graphql-hold.ts';
import { hold } from './hold.ts';
import { reschedule } from './reschedule.ts';
import type { Booking as BookingRow } from './take.ts';

builder.objectType(refusals.SlotTaken, {
  ...refusal,
  name: 'SlotTaken',
  description: 'Somebody else has taken it.',
  fields: (f) => ({
    nearest: f.field({
      type: [Slot],
      description: 'The nearest that were free, earliest first.',
      resolve: (r) => r.nearest,
    }),
  }),
});

const { SlotTaken, OverlapsOwnTalk, LimitReached, NotAllowed, HoldExpired, KeyReused, InvalidInput } =
  refusals;

const HoldSlotInput = builder.inputType('HoldSlotInput', {
  description: 'A slot to set aside.',
  fields: (f) => ({
    offer: f.globalID({ required: true, for: [Offer], description: 'The offer.' }),
    startsAt: f.field({ type: 'DateTime', required: true, description: 'The slot’s start.' }),
    caseworker: f.globalID({
      for: [Caseworker],
      description: 'Only with her; otherwise the planner chooses.',
    }),
    form: f.field({
      type: InterviewForm,
      description:
        'One of the offer’s forms; left out, that of the booking to move or else the first of the offer’s that somebody can hold then.',
    }),
    citizen: f.globalID({
      for: [Citizen],
      description: 'For whom; needed from staff, otherwise the viewer herself.',
    }),
    replaces: f.globalID({ for: [Booking], description: 'A booking to move.' }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});
const ProlongHoldInput = builder.inputType('ProlongHoldInput', {
  description: 'A hold to keep longer.',
  fields: (f) => ({ hold: f.globalID({ required: true, for: [Hold], description: 'The hold.' }) }),
});
const ReleaseHoldInput = builder.inputType('ReleaseHoldInput', {
  description: 'A hold to give up.',
  fields: (f) => ({ hold: f.globalID({ required: true, for: [Hold], description: 'The hold.' }) }),
});
const ConfirmBookingInput = builder.inputType('ConfirmBookingInput', {
  description: 'A hold to book.',
  fields: (f) => ({
    hold: f.globalID({ required: true, for: [Hold], description: 'The hold.' }),
    form: f.field({
      type: InterviewForm,
      description: 'Another of the offer’s forms than it was held for; left out, that one.',
    }),
    message: f.string({ description: 'To the caseworker; at most 2,000 characters.' }),
    phone: f.string({ description: 'Where to call the citizen about this talk, as she writes it.' }),
    email: f.string({ description: 'Where to write to her about this talk.' }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});
const RescheduleBookingInput = builder.inputType('RescheduleBookingInput', {
  description: 'A booking to move in one step.',
  fields: (f) => ({
    booking: f.globalID({ required: true, for: [Booking], description: 'The booking.' }),
    startsAt: f.field({ type: 'DateTime', required: true, description: 'The new start.' }),
    caseworker: f.globalID({ for: [Caseworker], description: 'Only with her.' }),
    form: f.field({ type: InterviewForm, description: 'Another form; null: as it was.' }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});
const CancelBookingInput = builder.inputType('CancelBookingInput', {
  description: 'A booking to call off.',
  fields: (f) => ({
    booking: f.globalID({ required: true, for: [Booking], description: 'The booking.' }),
    reason: f.string({ description: 'Why; staff must say it. At most 500 characters.' }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});

const ReleasedHold = builder.objectRef<{ id: string }>('ReleasedHold').implement({
  description: 'The slot is free again.',
  fields: (f) => ({
    hold: f.globalID({ description: 'The hold that was.', resolve: ({ id }) => ({ type: 'Hold', id }) }),
  }),
});

/**
 * Runs a command. What the payload tells is read in a fresh snapshot; only of the booking itself the row counts that the
 * command has written, if it hands it over.
 */
export async function made(context: Context, run: (handle: Handle) => Promise<BookingRow | string>) {
  const written = await context.command(run).catch((error) => {
    const seen = error instanceof SlotTaken || error instanceof NotAllowed ? error.seen : null;
    if (seen) keepRefusal(context, { ...seen.ask, actingFor: seen.citizenId }, seen.found, error.code);
    throw error;
  });
  return typeof written === 'string' ? present(await context.loaders.booking.load(written)) : written;
}

builder.mutationFields((f) => ({
  holdSlot: f.field({
    type: Hold,
    description: 'Sets a slot aside for ten minutes. A new hold of a citizen replaces her earlier one.',
    authScopes: { signedIn: true },
    errors: {
      types: [SlotTaken, OverlapsOwnTalk, LimitReached, NotAllowed, KeyReused, InvalidInput],
      union: { name: 'HoldSlotResult', description: 'A hold, or why not.' },
    },
    args: { input: f.arg({ type: HoldSlotInput, required: true, description: 'What to hold.' }) },
    resolve: (_, { input }, context) =>
      made(context, (handle) =>
        hold(
          handle,
          context.viewer,
          {
            offer: input.offer.id,
            startsAt: input.startsAt,
            caseworker: input.caseworker?.id ?? null,
            form: input.form ?? null,
            citizen: input.citizen?.id ?? null,
            replaces: input.replaces?.id ?? null,
            idempotencyKey: input.idempotencyKey,
          },
          context.findSlots,
        ),
      ),
  }),
  prolongHold: f.field({
    type: Hold,
    description: 'Ten more minutes from now, at most ten times.',
    authScopes: { signedIn: true },
    errors: {
      types: [HoldExpired, LimitReached, NotAllowed],
      union: { name: 'ProlongHoldResult', description: 'The hold, or why not.' },
    },
    args: { input: f.arg({ type: ProlongHoldInput, required: true, description: 'Which hold.' }) },
    resolve: (_, { input }, context) =>
      made(context, (handle) => prolong(handle, context.viewer, input.hold.id)),
  }),
  releaseHold: f.field({
    type: ReleasedHold,
    description: 'Gives a hold up; one that has ended already counts as given up.',
    authScopes: { signedIn: true },
    errors: {
      types: [NotAllowed],
      union: { name: 'ReleaseHoldResult', description: 'Released, or why not.' },
    },
    args: { input: f.arg({ type: ReleaseHoldInput, required: true, description: 'Which hold.' }) },
    resolve: async (_, { input }, context) => ({
      id: await context.command((handle) => release(handle, context.viewer, input.hold.id)),
    }),
  }),
  confirmBooking: f.field({
    type: Booking,
    description: 'Books what is held. A talk that it moves is given up in the same transaction.',
    authScopes: { signedIn: true },
    errors: {
      types: [HoldExpired, SlotTaken, NotAllowed, LimitReached, KeyReused, InvalidInput],
      union: { name: 'ConfirmBookingResult', description: 'The booking, or why not.' },
    },
    args: {
      input: f.arg({ type: ConfirmBookingInput, required: true, description: 'Which hold, and a message.' }),
    },
    resolve: (_, { input }, context) =>
      made(context, (handle) =>
        confirm(
          handle,
          context.viewer,
          {
            hold: input.hold.id,
            form: input.form ?? null,
            message: input.message?.trim() || null,
            phone: input.phone ?? null,
            email: input.email ?? null,
            idempotencyKey: input.idempotencyKey,
          },
          context.findSlots,
        ),
      ),
  }),
  rescheduleBooking: f.field({
    type: Booking,
    description: 'Hold and confirm in one: the old time is free only when the new one is sure.',
    authScopes: { signedIn: true },
    errors: {
      types: [SlotTaken, OverlapsOwnTalk, LimitReached, NotAllowed, KeyReused, InvalidInput],
      union: { name: 'RescheduleBookingResult', description: 'The new booking, or why not.' },
    },
    args: {
      input: f.arg({
        type: RescheduleBookingInput,
        required: true,
        description: 'What to move and where to.',
      }),
    },
    resolve: (_, { input }, context) =>
      made(context, (handle) =>
        reschedule(
          handle,
          context.viewer,
          {
            booking: input.booking.id,
            startsAt: input.startsAt,
            caseworker: input.caseworker?.id ?? null,
            form: input.form ?? null,
            idempotencyKey: input.idempotencyKey,
          },
          context.findSlots,
        ),
      ),
  }),
  cancelBooking: f.field({
    type: Booking,
    description:
      'Calls a talk off. A deadline that it met opens again: with the same date if by the citizen, with a new one if by staff.',
    authScopes: { signedIn: true },
    errors: {
      types: [NotAllowed, KeyReused, InvalidInput],
      union: { name: 'CancelBookingResult', description: 'The cancelled booking, or why not.' },
    },
    args: {
      input: f.arg({ type: CancelBookingInput, required: true, description: 'Which booking, and why.' }),
    },
    resolve: (_, { input }, context) =>
      made(context, (handle) =>
        cancel(handle, context.viewer, {
          booking: input.booking.id,
          reason: input.reason ?? null,
          idempotencyKey: input.idempotencyKey,
        }),
      ),
  }),
}));
