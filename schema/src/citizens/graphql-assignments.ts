import * as t from '@planner/db';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { GraphQLError } from 'graphql';
import { OtherActor } from '../access/graphql-other-actors.ts';
import { PeriodState } from '../access/graphql-users.ts';
import { stateOf } from '../access/period.ts';
import { builder } from '../builder.ts';
import { key } from '../idempotency.ts';
import { counted, listPage } from '../list.ts';
import { loadById, present } from '../organisation/graphql.ts';
import { InvalidInput, KeyReused, NotAllowed } from '../refusals.ts';
import { assignCitizens, endAssignment } from './assign.ts';
import { Citizen } from './graphql.ts';
import { type PreviewedAssignment, previewAssignments } from './preview-assignments.ts';

/** Most lines of a file, and most citizens, that one request takes. */
const maxRows = 1_000;

type AssignmentRow = typeof t.assignment.$inferSelect;
/** A range of days as PostgreSQL writes it, `[from,to)`. */
function daysIn({ during, endedAt }: AssignmentRow) {
  const [, from = '', until = ''] = /^[[(]([^,]*),([^,]*)[)\]]$/.exec(during) ?? [];
  const last = until && new Date(Date.parse(until) - 86_400_000).toISOString().slice(0, 10);
  return { from: from || null, to: last || null, endedAt };
}

const Assignment = builder.objectRef<AssignmentRow>('Assignment');
builder.node(Assignment, {
  description:
    'A citizen with an other actor for a period: its caseworkers see her as long as it holds. The job centre’s administrators and they see it.',
  id: { resolve: (row) => row.id },
  loadOne: (id, { loaders }) => loadById(loaders.assignment, id),
  fields: (f) => ({
    citizen: f.field({
      type: Citizen,
      nullable: true,
      description: 'Who; null when the viewer doesn’t see her any more.',
      resolve: (row, _, { loaders }) => loaders.citizen.load(row.citizenId),
    }),
    otherActor: f.field({
      type: OtherActor,
      description: 'With whom.',
      resolve: async (row, _, { loaders }) => present(await loaders.otherActor.load(row.otherActorId)),
    }),
    from: f.field({
      type: 'Date',
      nullable: true,
      description: 'The first day; null: since before periods were kept.',
      resolve: (row) => daysIn(row).from,
    }),
    to: f.field({
      type: 'Date',
      nullable: true,
      description: 'The last day; null: without an end.',
      resolve: (row) => daysIn(row).to,
    }),
    reason: f.exposeString('reason', { nullable: true, description: 'Why; null when none was written.' }),
    endedAt: f.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was ended by hand; null: it was not.',
    }),
    state: f.field({
      type: PeriodState,
      description: 'How it stands today.',
      resolve: async (row, _, { handle }) => {
        const [now] = await handle.query<{ today: string }>('select rights_today()::text as today');
        return stateOf(daysIn(row), now?.today ?? '');
      },
    }),
  }),
});

const over = sql`(${t.assignment.endedAt} is not null or upper(${t.assignment.during}) <= rights_today())`;
builder.objectField(OtherActor, 'assignments', (f) =>
  f.connection(
    {
      type: Assignment,
      description: 'Its assignments that hold or are ahead, by their first day.',
      args: { ended: f.arg.boolean({ description: 'Those that are over, instead.' }) },
      resolve: (row, args, { handle }) => {
        const which: SQL = args.ended ? over : sql`not coalesce(${over}, false)`;
        return listPage(
          handle,
          {
            table: t.assignment,
            where: and(eq(t.assignment.otherActorId, row.id), which),
            order: { by: sql`coalesce(lower(${t.assignment.during}), date '1900-01-01')`, type: 'date' },
          },
          args,
        );
      },
    },
    counted,
  ),
);

const NewAssignment = builder.inputType('NewAssignmentInput', {
  description: 'A citizen to assign.',
  fields: (f) => ({
    citizen: f.globalID({ for: [Citizen], required: true, description: 'Whom.' }),
    from: f.field({ type: 'Date', required: true, description: 'From this day on, today or later.' }),
    to: f.field({ type: 'Date', description: 'The last day; null: without an end.' }),
    reason: f.string({ required: true, description: 'Why, 1–500 characters.' }),
  }),
});
const AssignCitizens = builder.inputType('AssignCitizensInput', {
  description: 'Citizens for an other actor.',
  fields: (f) => ({
    otherActor: f.globalID({ for: [OtherActor], required: true, description: 'With whom they shall be.' }),
    assignments: f.field({
      type: [NewAssignment],
      required: true,
      description: `At most ${maxRows}, all or none. What is there already stays.`,
    }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});
const EndAssignment = builder.inputType('EndAssignmentInput', {
  description: 'An assignment to end.',
  fields: (f) => ({
    assignment: f.globalID({ for: [Assignment], required: true, description: 'Which.' }),
  }),
});
const TypedAssignment = builder.inputType('TypedAssignmentInput', {
  description: 'One line of a file of assignments, as it was typed.',
  fields: (f) => ({
    line: f.int({ required: true, description: 'Its number in the file.' }),
    cpr: f.string({ required: true, description: 'A CPR number. Kept nowhere.' }),
    from: f.string({ required: true, description: 'The first day; empty: today.' }),
    to: f.string({ required: true, description: 'The last day; empty: without an end.' }),
    reason: f.string({ required: true, description: 'Why.' }),
  }),
});
const PreviewAssignments = builder.inputType('PreviewAssignmentsInput', {
  description: 'A file of assignments.',
  fields: (f) => ({
    otherActor: f.globalID({ for: [OtherActor], required: true, description: 'With whom they shall be.' }),
    lines: f.field({ type: [TypedAssignment], required: true, description: `At most ${maxRows}.` }),
  }),
});

const RowOutcome = builder.enumType('AssignmentOutcome', {
  description: 'What becomes of a line of a file.',
  values: {
    NEW: { value: 'new', description: 'It would be assigned.' },
    UNCHANGED: { value: 'unchanged', description: 'It is there already.' },
    REFUSED: { value: 'refused', description: 'It can’t be taken; `problem` says why.' },
  } as const,
});
const PreviewedRow = builder.objectRef<PreviewedAssignment>('PreviewedAssignment').implement({
  description: 'What would become of a line. The CPR number is not repeated.',
  fields: (f) => ({
    line: f.exposeInt('line', { description: 'Its number in the file.' }),
    outcome: f.field({ type: RowOutcome, description: 'What would happen.', resolve: (row) => row.outcome }),
    citizen: f.field({
      type: Citizen,
      nullable: true,
      description: 'Whom it is about; null when it is refused.',
      resolve: (row, _, { loaders }) =>
        row.assigning ? loaders.citizen.load(row.assigning.citizenId) : null,
    }),
    from: f.field({
      type: 'Date',
      nullable: true,
      description: 'The first day; null when it is refused.',
      resolve: (row) => row.assigning?.from ?? null,
    }),
    to: f.field({
      type: 'Date',
      nullable: true,
      description: 'The last day; null: without an end, or refused.',
      resolve: (row) => row.assigning?.to ?? null,
    }),
    reason: f.string({
      nullable: true,
      description: 'Why; null when it is refused.',
      resolve: (row) => row.assigning?.reason ?? null,
    }),
    problem: f.exposeString('problem', { nullable: true, description: 'Why it is refused, and what next.' }),
  }),
});
const Preview = builder.objectRef<{ rows: PreviewedAssignment[] }>('AssignmentsPreview').implement({
  description: 'What a file of assignments would do.',
  fields: (f) => ({
    rows: f.field({ type: [PreviewedRow], description: 'In the file’s order.', resolve: ({ rows }) => rows }),
  }),
});

function keepFew(rows: readonly unknown[]) {
  if (rows.length > maxRows) throw new GraphQLError(`At most ${maxRows} at a time.`);
}

builder.mutationFields((f) => ({
  assignCitizens: f.field({
    type: OtherActor,
    description:
      'Administrators: assigns citizens of the job centre to an other actor, for a period and a reason.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput, KeyReused],
      union: { name: 'AssignCitizensResult', description: 'The other actor, or why not.' },
    },
    args: { input: f.arg({ type: AssignCitizens, required: true, description: 'Whom, and to whom.' }) },
    resolve: async (_, { input }, context) => {
      keepFew(input.assignments);
      const id = await context.command((handle) =>
        assignCitizens(handle, context.viewer, {
          otherActorId: input.otherActor.id,
          assignments: input.assignments.map(({ citizen, from, to, reason }) => ({
            citizenId: citizen.id,
            from,
            to: to ?? null,
            reason,
          })),
          idempotencyKey: input.idempotencyKey,
        }),
      );
      return present(await context.loaders.otherActor.load(id));
    },
  }),
  endAssignment: f.field({
    type: Assignment,
    description:
      'Administrators: ends an assignment at once; the citizen leaves the other actor’s open pages.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed],
      union: { name: 'EndAssignmentResult', description: 'The assignment, or why not.' },
    },
    args: { input: f.arg({ type: EndAssignment, required: true, description: 'Which.' }) },
    resolve: async (_, { input }, context) => {
      const id = await context.command((handle) =>
        endAssignment(handle, context.viewer, input.assignment.id),
      );
      return present(await context.loaders.assignment.load(id));
    },
  }),
  previewAssignments: f.field({
    type: Preview,
    description:
      'Administrators: what a file of assignments would do, line by line. Writes nothing; a mutation, so that CPR numbers are in no address and no cache. Each look-up is logged.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed],
      union: { name: 'PreviewAssignmentsResult', description: 'What would happen, or why not.' },
    },
    args: { input: f.arg({ type: PreviewAssignments, required: true, description: 'The file’s lines.' }) },
    resolve: async (_, { input }, context) => {
      keepFew(input.lines);
      return { rows: await previewAssignments(context, input.otherActor.id, input.lines) };
    },
  }),
}));
