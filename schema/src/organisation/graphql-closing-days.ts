import * as t from '@planner/db';
import { and, eq, sql } from 'drizzle-orm';
import { builder } from '../builder.ts';
import { key } from '../idempotency.ts';
import { counted, listPage } from '../list.ts';
import { InvalidInput, KeyReused, NotAllowed, Outdated } from '../refusals.ts';
import { commandOrRehearse, Rehearsed, rehearseOnly } from '../rehearsed.ts';
import { JobCentre, loadById, present, Team } from './graphql.ts';
import { Place } from './graphql-teams.ts';
import { keepPublicHolidays, removeClosingDay, saveClosingDays } from './save-closing-days.ts';

const ClosingDay = builder.objectRef<typeof t.closingDay.$inferSelect>('ClosingDay');
builder.node(ClosingDay, {
  description:
    'A day, or hours of one, on which a job centre, one of its teams or one of its places is closed.',
  id: { resolve: (row) => row.id },
  loadOne: (id, { loaders }) => loadById(loaders.closingDay, id),
  fields: (f) => ({
    version: f.exposeInt('version', { description: 'For `saveClosingDays`: rises with each change.' }),
    day: f.expose('day', { type: 'Date', description: 'The local day.' }),
    startMinute: f.exposeInt('startMinute', {
      description: 'From this minute of the day; 0 from its beginning.',
    }),
    endMinute: f.exposeInt('endMinute', { description: 'Until this minute of the day; 1440 to its end.' }),
    name: f.exposeString('name', { description: 'What it is called in calendars, such as “Moving”.' }),
    team: f.field({
      type: Team,
      nullable: true,
      description: 'Only this team is closed.',
      resolve: (row, _, { loaders }) => (row.teamId ? loaders.team.load(row.teamId) : null),
    }),
    place: f.field({
      type: Place,
      nullable: true,
      description: 'Only those whose team sits there are closed.',
      resolve: (row, _, { loaders }) => (row.placeId ? loaders.place.load(row.placeId) : null),
    }),
  }),
});

builder.objectFields(JobCentre, (f) => ({
  keepsPublicHolidays: f.exposeBoolean('publicHolidays', {
    description: 'Whether it is closed on the national holidays.',
  }),
  closingDays: f.connection(
    {
      type: ClosingDay,
      description: 'Its closing days in a year, by day. Staff see them.',
      authScopes: { staff: true },
      args: { year: f.arg.int({ required: true, description: 'Such as 2027.' }) },
      resolve: (row, args, { handle }) =>
        listPage(
          handle,
          {
            table: t.closingDay,
            where: and(
              eq(t.closingDay.jobCentreId, row.id),
              sql`extract(year from ${t.closingDay.day}) = ${args.year}`,
            ),
            order: { by: sql`${t.closingDay.day}`, type: 'date' },
          },
          args,
        ),
    },
    counted,
  ),
}));

const ReadClosingDay = builder.inputType('ReadClosingDayInput', {
  description: 'A closing day as it was read.',
  fields: (f) => ({
    id: f.globalID({ for: [ClosingDay], required: true, description: 'A `ClosingDay.id`.' }),
    version: f.int({ required: true, description: 'Its `version` then.' }),
  }),
});
const SaveClosingDays = builder.inputType('SaveClosingDaysInput', {
  description: 'Closing days as they shall be: of the job centre, or of one team or place of it.',
  fields: (f) => ({
    jobCentre: f.globalID({ for: [JobCentre], required: true, description: 'Whose.' }),
    closingDay: f.field({ type: ReadClosingDay, description: 'The one to change; null: new ones.' }),
    name: f.string({ required: true, description: '1–100 characters; shown in calendars.' }),
    from: f.field({ type: 'Date', required: true, description: 'The first day: today or later.' }),
    to: f.field({ type: 'Date', description: 'The last day, at most 60 in all; null: the first only.' }),
    startMinute: f.int({ description: 'From this minute of each day; 0 unless given.' }),
    endMinute: f.int({ description: 'Until this minute of each day; 1440 unless given.' }),
    team: f.globalID({ for: [Team], description: 'Only this team.' }),
    place: f.globalID({ for: [Place], description: 'Only those whose team sits there.' }),
    rehearse: f.boolean({ description: rehearseOnly }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});
const RemoveClosingDay = builder.inputType('RemoveClosingDayInput', {
  description: 'A closing day to open again.',
  fields: (f) => ({ closingDay: f.field({ type: ReadClosingDay, required: true, description: 'Which.' }) }),
});
const KeepPublicHolidays = builder.inputType('KeepPublicHolidaysInput', {
  description: 'Whether a job centre is closed on the national holidays.',
  fields: (f) => ({
    jobCentre: f.globalID({ for: [JobCentre], required: true, description: 'Which.' }),
    closed: f.boolean({ required: true, description: 'True: nobody can book on them.' }),
    rehearse: f.boolean({ description: rehearseOnly }),
  }),
});
const Removed = builder.objectRef<{ name: string }>('RemovedClosingDay').implement({
  description: 'It is gone.',
  fields: (f) => ({ name: f.exposeString('name', { description: 'What it was called.' }) }),
});

builder.mutationFields((f) => ({
  saveClosingDays: f.field({
    type: ClosingDay,
    description:
      'Administrators: closes on some days, or changes one closing day; the first of them comes back. Booked talks stay: rehearse to see them.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput, Outdated, KeyReused, Rehearsed],
      union: {
        name: 'SaveClosingDaysResult',
        description: 'The first closing day, what it would hit, or why not.',
      },
    },
    args: { input: f.arg({ type: SaveClosingDays, required: true, description: 'How they shall be.' }) },
    resolve: async (_, { input }, context) => {
      const { closingDay: read } = input;
      const id = await commandOrRehearse(context, input.jobCentre.id, input.rehearse, (handle) =>
        saveClosingDays(handle, context.viewer, {
          jobCentreId: input.jobCentre.id,
          closingDay: read ? { id: read.id.id, version: read.version } : null,
          name: input.name,
          from: input.from,
          to: input.to ?? input.from,
          startMinute: input.startMinute ?? 0,
          endMinute: input.endMinute ?? 1440,
          teamId: input.team?.id ?? null,
          placeId: input.place?.id ?? null,
          idempotencyKey: input.idempotencyKey,
        }),
      );
      return present(await context.loaders.closingDay.load(id));
    },
  }),
  removeClosingDay: f.field({
    type: Removed,
    description: 'Administrators: opens a closing day again.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, Outdated],
      union: { name: 'RemoveClosingDayResult', description: 'That it is gone, or why not.' },
    },
    args: { input: f.arg({ type: RemoveClosingDay, required: true, description: 'Which.' }) },
    resolve: (_, { input: { closingDay } }, context) =>
      context.command((handle) =>
        removeClosingDay(handle, context.viewer, { id: closingDay.id.id, version: closingDay.version }),
      ),
  }),
  keepPublicHolidays: f.field({
    type: JobCentre,
    description:
      'Administrators: closes the job centre on the national holidays, or opens it. Booked talks stay.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, Rehearsed],
      union: {
        name: 'KeepPublicHolidaysResult',
        description: 'The job centre, what it would hit, or why not.',
      },
    },
    args: { input: f.arg({ type: KeepPublicHolidays, required: true, description: 'How it shall be.' }) },
    resolve: async (_, { input }, context) => {
      const jobCentreId = input.jobCentre.id;
      await commandOrRehearse(context, jobCentreId, input.rehearse, (handle) =>
        keepPublicHolidays(handle, context.viewer, { jobCentreId, closed: input.closed }),
      );
      return present(await context.loaders.jobCentre.load(jobCentreId));
    },
  }),
}));
