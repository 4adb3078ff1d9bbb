import * as t from '@planner/db';
import { and, asc, eq, gt, inArray, lt } from 'drizzle-orm';
import { windowOf } from '../availability/graphql.ts';
import { Booking } from '../bookings/graphql.ts';
import { builder } from '../builder.ts';
import { key } from '../idempotency.ts';
import { found } from '../loaders.ts';
import { InterviewForm } from '../offers/graphql.ts';
import { Caseworker, JobCentre, present, Team } from '../organisation/graphql.ts';
import { InvalidInput, KeyReused, LimitReached, NotAllowed } from '../refusals.ts';
import { enterFormSpan, removeFormSpan } from './form-spans.ts';
import { colleaguesAskedFor } from './graphql.ts';
import { RepeatInput } from './graphql-mutations.ts';

type FormSpanRow = typeof t.formSpan.$inferSelect;
const maxListed = 1000;

const FormSpan = builder.objectRef<FormSpanRow>('FormSpan').implement({
  description: 'Time in which a caseworker holds talks in some forms only. Seen by staff of her job centres.',
  fields: (f) => ({
    id: f.globalID({
      description: 'Opaque; give it to `removeFormSpan`.',
      resolve: ({ id }) => ({ type: 'FormSpan', id }),
    }),
    caseworker: f.field({
      type: Caseworker,
      description: 'Whose talks.',
      resolve: async (row, _, { loaders }) => present(await loaders.caseworker.load(row.caseworkerId)),
    }),
    forms: f.field({ type: [InterviewForm], description: 'Only these.', resolve: (row) => row.forms }),
    startsAt: f.expose('startsAt', { type: 'DateTime', description: 'From then.' }),
    endsAt: f.expose('endsAt', { type: 'DateTime', description: 'Until then.' }),
    seriesId: f.exposeID('seriesId', { description: 'The same for all that was entered in one go.' }),
    otherwise: f.field({
      type: [Booking],
      description:
        'Booked talks of hers in it that are to be held in another form and that the viewer may see, by start: they stay as they are.',
      complexity: 5,
      resolve: async (row, _, { handle, loaders }) => {
        const rows = await handle.query<{ id: string }>(
          `select id from booking where status = 'booked' and caseworker_id = $1 and starts_at < $3 and ends_at > $2
             and form <> all ($4::text[]) order by starts_at, id limit 200`,
          [
            row.caseworkerId,
            row.startsAt.toISOString(),
            row.endsAt.toISOString(),
            `{${row.forms.join(',')}}`,
          ],
        );
        return found(await loaders.booking.loadMany(rows.map(({ id }) => id)));
      },
    }),
  }),
});

builder.objectField(JobCentre, 'talkForms', (f) =>
  f.field({
    type: [InterviewForm],
    description: 'Staff: the forms of its offers of individual talks, which a form span may choose from.',
    authScopes: { staff: true },
    resolve: async (row, _, { handle }) => {
      const rows = await handle.db
        .select({ forms: t.offer.forms })
        .from(t.offer)
        .where(and(eq(t.offer.jobCentreId, row.id), eq(t.offer.seats, 1)));
      const offered = new Set(rows.flatMap(({ forms }) => forms));
      return t.offer.forms.enumValues.filter((form) => offered.has(form));
    },
  }),
);

builder.queryField('formSpans', (f) =>
  f.field({
    type: [FormSpan],
    description:
      'Staff: in which time caseworkers of a team, or those named, hold talks in some forms only; by start.',
    authScopes: { staff: true },
    complexity: 5,
    args: {
      caseworkers: f.arg.globalIDList({ for: [Caseworker], description: 'These caseworkers’.' }),
      team: f.arg.globalID({ for: [Team], description: 'This team’s.' }),
      from: f.arg({ type: 'DateTime', required: true, description: 'From then.' }),
      to: f.arg({ type: 'DateTime', required: true, description: 'Until then; at most 92 days.' }),
    },
    resolve: async (_, args, context) => {
      const { from, to } = windowOf(args);
      const caseworkers = await colleaguesAskedFor(context, args);
      if (caseworkers.length === 0) return [];
      return context.handle.db
        .select()
        .from(t.formSpan)
        .where(
          and(
            inArray(t.formSpan.caseworkerId, caseworkers),
            lt(t.formSpan.startsAt, to),
            gt(t.formSpan.endsAt, from),
          ),
        )
        .orderBy(asc(t.formSpan.startsAt), asc(t.formSpan.id))
        .limit(maxListed);
    },
  }),
);

const EnterFormSpanInput = builder.inputType('EnterFormSpanInput', {
  description: 'Time in which a caseworker holds talks in some forms only.',
  fields: (f) => ({
    caseworker: f.globalID({ required: true, for: [Caseworker], description: 'Whose talks.' }),
    forms: f.field({
      type: [InterviewForm],
      required: true,
      description: 'Only these, of the job centre’s `talkForms`.',
    }),
    startsAt: f.field({ type: 'DateTime', required: true, description: 'From this whole minute.' }),
    endsAt: f.field({ type: 'DateTime', required: true, description: 'Until this whole minute, to come.' }),
    repeat: f.field({ type: RepeatInput, description: 'As a series; null: once.' }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});
const RemoveFormSpanInput = builder.inputType('RemoveFormSpanInput', {
  description: 'A form span to take away.',
  fields: (f) => ({
    formSpan: f.globalID({ required: true, description: 'A `FormSpan.id`.' }),
    wholeSeries: f.boolean({ description: 'All that was entered with it, too. False unless given.' }),
  }),
});
const EnteredFormSpans = builder.objectRef<{ formSpans: FormSpanRow[] }>('EnteredFormSpans').implement({
  description: 'What was entered in one go.',
  fields: (f) => ({
    formSpans: f.field({
      type: [FormSpan],
      description: 'By start; `otherwise` of each names the talks that were booked in another form.',
      resolve: (made) => made.formSpans,
    }),
  }),
});
const RemovedFormSpans = builder.objectRef<{ count: number }>('RemovedFormSpans').implement({
  description: 'Citizens may book in any of the offers’ forms there again.',
  fields: (f) => ({ count: f.exposeInt('count', { description: 'How many stretches were taken away.' }) }),
});

builder.mutationFields((f) => ({
  enterFormSpan: f.field({
    type: EnteredFormSpans,
    description:
      'Staff: says that a colleague holds talks in some forms only for a while, once or as a series of at most 200. Booked talks stay.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, LimitReached, KeyReused, InvalidInput],
      union: { name: 'EnterFormSpanResult', description: 'What was entered, or why not.' },
    },
    args: {
      input: f.arg({ type: EnterFormSpanInput, required: true, description: 'Whose talks, and when.' }),
    },
    resolve: async (_, { input }, context) => {
      const series = await context.command((handle) =>
        enterFormSpan(handle, context.viewer, {
          ...input,
          caseworker: input.caseworker.id,
          repeat: input.repeat ?? null,
        }),
      );
      const formSpans = await context.handle.db
        .select()
        .from(t.formSpan)
        .where(eq(t.formSpan.seriesId, series))
        .orderBy(asc(t.formSpan.startsAt));
      return { formSpans };
    },
  }),
  removeFormSpan: f.field({
    type: RemovedFormSpans,
    description: 'Staff: takes a form span of a colleague away.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed],
      union: { name: 'RemoveFormSpanResult', description: 'How much was taken away, or why not.' },
    },
    args: { input: f.arg({ type: RemoveFormSpanInput, required: true, description: 'Which.' }) },
    resolve: async (_, { input }, context) => ({
      count: await context.command((handle) =>
        removeFormSpan(handle, context.viewer, {
          formSpan: input.formSpan.id,
          wholeSeries: input.wholeSeries ?? false,
        }),
      ),
    }),
  }),
}));
