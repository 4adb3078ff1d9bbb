import * as t from '@planner/db';
import { and, asc, eq } from 'drizzle-orm';
import { builder } from '../builder.ts';
import { key } from '../idempotency.ts';
import { InvalidInput, KeyReused, NotAllowed, Outdated } from '../refusals.ts';
import { commandOrRehearse, Rehearsed, rehearseOnly } from '../rehearsed.ts';
import { Caseworker, JobCentre, present } from './graphql.ts';
import { Employment, ReadCaseworker } from './graphql-caseworkers.ts';
import { setHours } from './set-hours.ts';

type Piece = { weekday: number; startMinute: number; endMinute: number };
type Period = {
  validFrom: string;
  validTo: string | null;
  everyWeeks: number;
  hours: Piece[];
  breaks: Piece[];
};

const Weekly = builder.objectRef<Piece>('WeeklyPiece').implement({
  description: 'A stretch of a weekday by the job centre’s clock, in minutes from midnight.',
  fields: (f) => ({
    weekday: f.exposeInt('weekday', { description: '1 is Monday.' }),
    startMinute: f.exposeInt('startMinute', { description: 'From this minute.' }),
    endMinute: f.exposeInt('endMinute', { description: 'Until this minute.' }),
  }),
});
const HoursPeriod = builder.objectRef<Period>('HoursPeriod').implement({
  description: 'Weekly working hours for a while.',
  fields: (f) => ({
    validFrom: f.expose('validFrom', { type: 'Date', description: 'The first day.' }),
    validTo: f.expose('validTo', {
      type: 'Date',
      nullable: true,
      description: 'The last day; null: until further notice.',
    }),
    everyWeeks: f.exposeInt('everyWeeks', {
      description: '1: every week, 2: every other one …, counted from the week of the first day.',
    }),
    hours: f.expose('hours', { type: [Weekly], description: 'When she works, by weekday.' }),
    breaks: f.expose('breaks', {
      type: [Weekly],
      description: 'Her breaks that hold on some day of the period, by weekday.',
    }),
  }),
});

builder.objectField(Employment, 'hours', (f) =>
  f.field({
    type: [HoursPeriod],
    description: 'Her working hours there, also those to come and those that have ended; by their first day.',
    complexity: 5,
    resolve: async ({ caseworkerId, jobCentreId }, _, { handle }) => {
      const { workingHours: h, workBreak: b } = t;
      const hours = await handle.db
        .select()
        .from(h)
        .where(and(eq(h.caseworkerId, caseworkerId), eq(h.jobCentreId, jobCentreId)))
        .orderBy(asc(h.validFrom), asc(h.weekday), asc(h.startMinute));
      const breaks = await handle.db
        .select()
        .from(b)
        .where(and(eq(b.caseworkerId, caseworkerId), eq(b.jobCentreId, jobCentreId)))
        .orderBy(asc(b.weekday), asc(b.startMinute));
      const periods = Map.groupBy(hours, (row) => `${row.validFrom} ${row.validTo} ${row.everyWeeks}`);
      return [...periods.values()].map((rows) => {
        const { validFrom, validTo, everyWeeks } = rows[0] as (typeof rows)[number];
        const holds = (row: (typeof breaks)[number]) =>
          (validTo === null || row.validFrom <= validTo) &&
          (row.validTo === null || row.validTo >= validFrom);
        return { validFrom, validTo, everyWeeks, hours: rows, breaks: breaks.filter(holds) };
      });
    },
  }),
);

const Workday = builder.inputType('WorkdayInput', {
  description: 'A weekday’s hours in minutes from midnight; without them she does not work that day.',
  fields: (f) => ({
    weekday: f.int({ required: true, description: '1 is Monday.' }),
    startMinute: f.int({ description: 'From this minute.' }),
    endMinute: f.int({ description: 'Until this minute.' }),
    breakStart: f.int({ description: 'Her break from this minute; null: none.' }),
    breakEnd: f.int({ description: 'Her break until this minute.' }),
  }),
});
const SetHours = builder.inputType('SetWorkingHoursInput', {
  description: 'Working hours from a date on.',
  fields: (f) => ({
    jobCentre: f.globalID({ for: [JobCentre], required: true, description: 'Where; nowhere else.' }),
    caseworker: f.field({ type: ReadCaseworker, required: true, description: 'Whose.' }),
    from: f.field({ type: 'Date', required: true, description: 'The first day: today or later.' }),
    to: f.field({ type: 'Date', description: 'The last day; null: until further notice.' }),
    everyWeeks: f.int({ description: 'Every so many weeks, 1–8, from the week of `from`; 1 unless given.' }),
    besideOthers: f.boolean({
      description:
        'True: other periods stay, as for every other week. Unless given, what was to hold from then on ends the day before.',
    }),
    days: f.field({ type: [Workday], required: true, description: 'The weekdays on which she works.' }),
    rehearse: f.boolean({ description: rehearseOnly }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});

builder.mutationField('setWorkingHours', (f) =>
  f.field({
    type: Caseworker,
    description:
      'Administrators: gives a caseworker hours and breaks from a date on. Booked talks stay: rehearse to see them.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput, Outdated, KeyReused, Rehearsed],
      union: { name: 'SetWorkingHoursResult', description: 'The caseworker, what it would hit, or why not.' },
    },
    args: { input: f.arg({ type: SetHours, required: true, description: 'Whose, which, and from when.' }) },
    resolve: async (_, { input }, context) => {
      const id = await commandOrRehearse(context, input.jobCentre.id, input.rehearse, (handle) =>
        setHours(handle, context.viewer, {
          jobCentreId: input.jobCentre.id,
          caseworker: { id: input.caseworker.id.id, version: input.caseworker.version },
          from: input.from,
          to: input.to ?? null,
          everyWeeks: input.everyWeeks ?? 1,
          besideOthers: input.besideOthers ?? false,
          days: input.days.map((day) => ({
            weekday: day.weekday,
            startMinute: day.startMinute ?? null,
            endMinute: day.endMinute ?? null,
            breakStart: day.breakStart ?? null,
            breakEnd: day.breakEnd ?? null,
          })),
          idempotencyKey: input.idempotencyKey,
        }),
      );
      return present(await context.loaders.caseworker.load(id));
    },
  }),
);
