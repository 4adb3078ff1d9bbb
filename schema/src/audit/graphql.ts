import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { GraphQLError } from 'graphql';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import type { Loaders } from '../loaders.ts';
import { JobCentre } from '../organisation/graphql.ts';
import {
  type Difference as DifferenceRow,
  type Look as LookRow,
  readAuditedPeople,
  readLooks,
  readTrail,
  type TrailEvent as TrailEventRow,
} from './read.ts';

const Person = builder.objectRef<{ id: string; name: string }>('AuditedPerson').implement({
  description: 'An employee as the trail knows her.',
  fields: (f) => ({
    id: f.exposeID('id', { description: 'For `who` of `trail` and `looks`.' }),
    name: f.exposeString('name', { description: 'As she signs in.' }),
  }),
});
const personOf = (row: { who: string | null; whoId: string | null }) =>
  row.who && row.whoId ? { id: row.whoId, name: row.who } : null;

/** An id as who reads it knows it: by the name that its row has today. */
async function inWords(field: string, value: string | null, loaders: Loaders): Promise<string | null> {
  if (value === null || !uuid.test(value)) return value;
  if (field === 'offer_id') return (await loaders.offer.load(value))?.titleDa ?? value;
  const loader = {
    caseworker_id: loaders.caseworker,
    own_caseworker_id: loaders.caseworker,
    resource_id: loaders.caseworker,
    team_id: loaders.team,
    room_id: loaders.room,
    place_id: loaders.place,
    job_centre_id: loaders.jobCentre,
  }[field];
  return (await loader?.load(value))?.name ?? value;
}

const Difference = builder.objectRef<DifferenceRow>('TrailDifference').implement({
  description: 'One field that a change touched.',
  fields: (f) => ({
    field: f.exposeString('field', { description: 'The column’s name.' }),
    before: f.string({
      nullable: true,
      description: 'What it was, ids of people and places by name; null: nothing, or hidden.',
      resolve: (row, _, { loaders }) => inWords(row.field, row.before, loaders),
    }),
    after: f.string({
      nullable: true,
      description: 'What it became, ids of people and places by name; null: nothing, or hidden.',
      resolve: (row, _, { loaders }) => inWords(row.field, row.after, loaders),
    }),
    hidden: f.exposeBoolean('hidden', {
      description: 'It identifies a citizen or is her own words: only that it changed is told.',
    }),
  }),
});

const TrailEvent = builder.objectRef<TrailEventRow>('TrailEvent').implement({
  description: 'One change of one row: who, when, by which operation, and what was different after it.',
  fields: (f) => ({
    number: f.string({ description: 'Its number in the trail.', resolve: (row) => row.id }),
    at: f.expose('at', { type: 'DateTime', description: 'When.' }),
    who: f.field({
      type: Person,
      nullable: true,
      description: 'The employee; null for a citizen, and for what the planner did by itself.',
      resolve: personOf,
    }),
    byCitizen: f.boolean({
      description: 'A citizen did it, herself or for another.',
      resolve: (row) => row.who === null && row.whoId !== null,
    }),
    operation: f.exposeString('operation', {
      nullable: true,
      description: 'The operation’s name; null for what was done beside the planner.',
    }),
    entity: f.exposeString('entity', { description: 'The table’s name.' }),
    entityId: f.exposeString('entityId', {
      nullable: true,
      description: 'The row’s id; null when it has none.',
    }),
    action: f.exposeString('action', { description: '`INSERT`, `UPDATE` or `DELETE`.' }),
    differences: f.expose('differences', {
      type: [Difference],
      description: 'By field; empty when the texts were erased.',
    }),
    erasedUnder: f.exposeString('erasedUnder', {
      nullable: true,
      description: 'The rule under which the texts were erased; null while they are there.',
    }),
    sealed: f.exposeBoolean('sealed', {
      description: 'Whether it is under a seal already; that takes seconds.',
    }),
  }),
});

const Look = builder.objectRef<LookRow>('Look').implement({
  description: 'One look at a citizen’s data.',
  fields: (f) => ({
    number: f.string({ description: 'Its number in the log.', resolve: (row) => row.id }),
    at: f.expose('at', { type: 'DateTime', description: 'When.' }),
    who: f.field({ type: Person, nullable: true, description: 'The employee.', resolve: personOf }),
    role: f.exposeString('role', { nullable: true, description: 'Her role then; null when it isn’t known.' }),
    organisation: f.exposeString('organisation', {
      nullable: true,
      description: 'The job centre or other actor she worked for then.',
    }),
    kind: f.exposeString('kind', { description: '`read`, `live`, `cpr` or `search`, as in `AccessKind`.' }),
    purpose: f.exposeString('purpose', { nullable: true, description: 'What for, when she was asked.' }),
    operation: f.exposeString('operation', { description: 'The operation’s name.' }),
    citizen: f.id({
      description: 'Whose data, as an id; an auditor is told no more of her.',
      resolve: (row) => Buffer.from(`Citizen:${row.citizenId}`).toString('base64'),
    }),
  }),
});

const day = 24 * 3_600_000;
/** What every search may name; without a period, the last 30 days. */
const asked = (args: {
  who?: string | number | null | undefined;
  citizen?: { typename: string; id: string } | null | undefined;
  from?: Date | null | undefined;
  to?: Date | null | undefined;
}) => {
  const to = args.to ?? new Date(Date.now() + day);
  const who = args.who == null ? null : String(args.who);
  if (who !== null && !uuid.test(who)) throw new GraphQLError('This is no id that the planner has given.');
  return {
    who,
    citizen: args.citizen?.id ?? null,
    from: args.from ?? new Date(to.getTime() - 31 * day),
    to,
  };
};
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Read forwards only: what comes in meanwhile stands before the first page. */
function pages<Row extends { id: string }>(
  args: { first?: number | null; after?: string | null },
  read: (page: { before: string | null; limit: number }) => Promise<Row[]>,
) {
  return resolveCursorConnection(
    { args, toCursor: (row: Row) => row.id, defaultSize: 50, maxSize: 500 },
    async ({ after, limit, inverted }: ResolveCursorConnectionArgs) => {
      if (inverted) throw new GraphQLError('This list is read forwards: ask for `first` and `after`.');
      if (typeof after === 'string' && !/^\d{1,18}$/.test(after))
        throw new GraphQLError('This is no cursor that the planner has given.');
      return read({ before: after ?? null, limit });
    },
  );
}

/** Whoever looks at what happened to a citizen has looked at her. */
const note = ({ seen }: Context, citizen: { id: string } | null | undefined) => {
  if (citizen) seen.add(citizen.id);
};

builder.objectFields(JobCentre, (f) => ({
  auditedPeople: f.field({
    type: [Person],
    description:
      'Auditors and administrators: employees whom its trail can be searched for. Empty for others.',
    authScopes: { staff: true },
    resolve: (row, _, { handle }) => readAuditedPeople(handle, row.id),
  }),
  trail: f.connection({
    type: TrailEvent,
    description:
      'Auditors and administrators: every change of a row, newest first; `before` and `last` are not answered. Empty for others.',
    authScopes: { staff: true },
    args: {
      who: f.arg.id({ description: 'Only this `AuditedPerson`’s.' }),
      citizen: f.arg.globalID({ description: 'Only what was about this citizen.' }),
      caseworker: f.arg.globalID({ description: 'Only what was about this caseworker.' }),
      entities: f.arg.stringList({ description: 'Only of these tables.' }),
      from: f.arg({ type: 'DateTime', description: 'From then on; without it, 31 days before `to`.' }),
      to: f.arg({ type: 'DateTime', description: 'Before then; without it, until now.' }),
    },
    resolve: (row, args, context) => {
      note(context, args.citizen);
      const entities = args.entities?.filter((name) => /^[a-z_]{1,63}$/.test(name)) ?? null;
      const search = {
        ...asked(args),
        jobCentreId: row.id,
        entities,
        caseworker: args.caseworker?.id ?? null,
      };
      return pages(args, (page) => readTrail(context.handle, search, page));
    },
  }),
  looks: f.connection({
    type: Look,
    description:
      'Auditors and administrators: who looked at its citizens, newest first; `before` and `last` are not answered. Empty for others.',
    authScopes: { staff: true },
    args: {
      who: f.arg.id({ description: 'Only this `AuditedPerson`’s.' }),
      citizen: f.arg.globalID({ description: 'Only at this citizen.' }),
      from: f.arg({ type: 'DateTime', description: 'From then on; without it, 31 days before `to`.' }),
      to: f.arg({ type: 'DateTime', description: 'Before then; without it, until now.' }),
    },
    resolve: (row, args, context) => {
      note(context, args.citizen);
      const search = { ...asked(args), jobCentreId: row.id };
      return pages(args, (page) => readLooks(context.handle, search, page));
    },
  }),
}));
