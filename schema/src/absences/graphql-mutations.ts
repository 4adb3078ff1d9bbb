import { builder } from '../builder.ts';
import { key } from '../idempotency.ts';
import { Caseworker, present, Team } from '../organisation/graphql.ts';
import { InvalidInput, KeyReused, LimitReached, NotAllowed } from '../refusals.ts';
import { enterAbsence } from './enter.ts';
import { addExtraHours } from './extra-hours.ts';
import { Absence, AbsenceKindType, type AbsenceRow, readAbsences } from './graphql.ts';
import { removeAbsence } from './remove.ts';

export const RepeatInput = builder.inputType('AbsenceRepeatInput', {
  description: 'The same again, at the same time of the day.',
  fields: (f) => ({
    every: f.field({
      type: builder.enumType('AbsenceEvery', {
        description: 'How often a stretch comes again.',
        values: {
          WORKDAY: { value: 'workday', description: 'Every day from Monday to Friday.' },
          WEEK: { value: 'week', description: 'Every week on the same weekday.' },
        } as const,
      }),
      required: true,
      description: 'How often.',
    }),
    until: f.field({
      type: 'Date',
      required: true,
      description: 'The last local date on which it may begin.',
    }),
  }),
});

const EnterAbsenceInput = builder.inputType('EnterAbsenceInput', {
  description: 'Time to take out of what citizens can book: of caseworkers, of a team, or both.',
  fields: (f) => ({
    caseworkers: f.globalIDList({ for: [Caseworker], description: 'These caseworkers.' }),
    team: f.globalID({ for: [Team], description: 'And all members of this team.' }),
    kind: f.field({ type: AbsenceKindType, required: true, description: 'What for.' }),
    startsAt: f.field({ type: 'DateTime', required: true, description: 'From this whole minute.' }),
    endsAt: f.field({ type: 'DateTime', required: true, description: 'Until this whole minute, to come.' }),
    repeat: f.field({ type: RepeatInput, description: 'As a series; null: once.' }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});
const RemoveAbsenceInput = builder.inputType('RemoveAbsenceInput', {
  description: 'An absence or block to take away.',
  fields: (f) => ({
    absence: f.globalID({ required: true, description: 'An `Absence.id`.' }),
    wholeSeries: f.boolean({ description: 'All that was entered with it, too. False unless given.' }),
  }),
});
const AddExtraHoursInput = builder.inputType('AddExtraHoursInput', {
  description: 'More hours on one day, in minutes from midnight by the job centre’s clock.',
  fields: (f) => ({
    caseworker: f.globalID({ required: true, for: [Caseworker], description: 'Whose hours.' }),
    day: f.field({ type: 'Date', required: true, description: 'Today or later.' }),
    startMinute: f.int({ required: true, description: 'From this minute.' }),
    endMinute: f.int({ required: true, description: 'Until this minute.' }),
  }),
});

const EnteredAbsences = builder.objectRef<{ absences: AbsenceRow[] }>('EnteredAbsences').implement({
  description: 'What was entered in one go.',
  fields: (f) => ({
    absences: f.field({
      type: [Absence],
      description: 'By start; `hits` of each says which talks need another time.',
      resolve: (made) => made.absences,
    }),
  }),
});
const RemovedAbsences = builder.objectRef<{ count: number }>('RemovedAbsences').implement({
  description: 'Citizens may book there again.',
  fields: (f) => ({ count: f.exposeInt('count', { description: 'How many stretches were taken away.' }) }),
});

builder.mutationFields((f) => ({
  enterAbsence: f.field({
    type: EnteredAbsences,
    description:
      'Staff: enters an absence or a block, for one or several, once or as a series of at most 200. Booked talks in it stay.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, LimitReached, KeyReused, InvalidInput],
      union: { name: 'EnterAbsenceResult', description: 'What was entered, or why not.' },
    },
    args: { input: f.arg({ type: EnterAbsenceInput, required: true, description: 'Whose time, and when.' }) },
    resolve: async (_, { input }, context) => {
      const series = await context.command((handle) =>
        enterAbsence(handle, context.viewer, {
          caseworkers: (input.caseworkers ?? []).map(({ id }) => id),
          team: input.team?.id ?? null,
          kind: input.kind,
          startsAt: input.startsAt,
          endsAt: input.endsAt,
          repeat: input.repeat ?? null,
          idempotencyKey: input.idempotencyKey,
        }),
      );
      return { absences: await readAbsences(context, { series }) };
    },
  }),
  removeAbsence: f.field({
    type: RemovedAbsences,
    description: 'Staff: takes an absence or block of a colleague away.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed],
      union: { name: 'RemoveAbsenceResult', description: 'How much was taken away, or why not.' },
    },
    args: { input: f.arg({ type: RemoveAbsenceInput, required: true, description: 'Which.' }) },
    resolve: async (_, { input }, context) => ({
      count: await context.command((handle) =>
        removeAbsence(handle, context.viewer, {
          absence: input.absence.id,
          wholeSeries: input.wholeSeries ?? false,
        }),
      ),
    }),
  }),
  addExtraHours: f.field({
    type: Caseworker,
    description:
      'Staff: opens more of one day of a colleague’s for citizens, within what the job centre allows. Breaks stay.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput],
      union: { name: 'AddExtraHoursResult', description: 'The caseworker, or why not.' },
    },
    args: { input: f.arg({ type: AddExtraHoursInput, required: true, description: 'Whose, and when.' }) },
    resolve: async (_, { input }, context) => {
      const id = await context.command((handle) =>
        addExtraHours(handle, context.viewer, { ...input, caseworker: input.caseworker.id }),
      );
      return present(await context.loaders.caseworker.load(id));
    },
  }),
}));
