import * as t from '@planner/db';
import { and, sql } from 'drizzle-orm';
import { builder } from '../builder.ts';
import { key } from '../idempotency.ts';
import { byName, counted, holdsWords, listPage, type Order } from '../list.ts';
import { found } from '../loaders.ts';
import { InvalidInput, KeyReused, NotAllowed, Outdated } from '../refusals.ts';
import { endCaseworker } from './end-caseworker.ts';
import { Caseworker, InterviewType, JobCentre, present, Team } from './graphql.ts';
import type { Employment as EmploymentRow } from './load-employment.ts';
import { saveCaseworker } from './save-caseworker.ts';

export const Employment = builder.objectRef<EmploymentRow>('Employment').implement({
  description: 'What a caseworker does at one job centre, and until when. Staff of that job centre see it.',
  fields: (f) => ({
    version: f.exposeInt('version', { description: 'For `saveCaseworker`: rises with each change.' }),
    lastDay: f.expose('lastDay', {
      type: 'Date',
      nullable: true,
      description: 'The last day on which she works there; null when she stays.',
    }),
    summonable: f.exposeBoolean('summonable', {
      description: 'Whether the job centre may summon citizens to her.',
    }),
    teams: f.field({
      type: [Team],
      description: 'Her teams there, by name.',
      resolve: async (row, _, { loaders }) => found(await loaders.team.loadMany(row.teams)),
    }),
    competences: f.field({
      type: [InterviewType],
      description: 'What she can hold talks in there, by number.',
      resolve: (row, _, { loaders }) =>
        Promise.all(row.competences.map((code) => loaders.interviewType.load(code))),
    }),
  }),
});

builder.objectFields(Caseworker, (f) => ({
  email: f.exposeString('email', {
    nullable: true,
    authScopes: { staff: true },
    description: 'The key of her calendar; null when not given. Staff see it.',
  }),
  employment: f.field({
    type: Employment,
    nullable: true,
    authScopes: { staff: true },
    description:
      'What she does at a job centre where the viewer works, too; null where either does not work.',
    args: { jobCentre: f.arg.globalID({ for: [JobCentre], required: true, description: 'Where.' }) },
    resolve: (row, { jobCentre }, { loaders, viewer }) =>
      viewer.roles.some(({ jobCentreId }) => jobCentreId === jobCentre.id)
        ? loaders.employment.load({ caseworkerId: row.id, jobCentreId: jobCentre.id })
        : null,
  }),
}));

const orders: Record<'name' | 'email', Order> = {
  name: byName(t.caseworker.name),
  email: { by: sql`coalesce(${t.caseworker.email}, '')`, type: 'text' },
};
const CaseworkerOrder = builder.enumType('CaseworkerOrder', {
  description: 'What caseworkers are sorted by.',
  values: {
    NAME: { value: 'name', description: 'Their name.' },
    EMAIL: { value: 'email', description: 'Their e-mail address.' },
  } as const,
});

builder.objectFields(JobCentre, (f) => ({
  caseworkers: f.connection(
    {
      type: Caseworker,
      description: 'Who works there or has worked there. Staff see them.',
      authScopes: { staff: true },
      args: {
        search: f.arg.string({ description: 'Words that name and e-mail address hold.' }),
        team: f.arg.globalID({ for: [Team], description: 'Only members of this team.' }),
        ended: f.arg.boolean({ description: 'Only who has left (true) or works there (false); null: all.' }),
        orderBy: f.arg({ type: CaseworkerOrder, description: 'By name unless given.' }),
        descending: f.arg.boolean({ description: 'The last first.' }),
      },
      resolve: (row, args, { handle }) =>
        listPage(
          handle,
          {
            table: t.caseworker,
            where: and(
              worksThere(row, args.ended ?? null),
              args.team
                ? sql`${t.caseworker.id} in (select caseworker_id from membership where team_id = ${args.team.id})`
                : undefined,
              holdsWords(sql`concat_ws(' ', ${t.caseworker.name}, ${t.caseworker.email})`, args.search),
            ),
            order: orders[args.orderBy ?? 'name'],
            descending: args.descending,
          },
          args,
        ),
    },
    counted,
  ),
}));

/** Asked once: as a plain call the planner would look at its clock for each row. */
const today = (zone: string) => sql`(select (planner_now() at time zone ${zone})::date)`;

function worksThere({ id, zone }: { id: string; zone: string }, ended: boolean | null) {
  const which =
    ended === null
      ? sql``
      : ended
        ? sql`and last_day < ${today(zone)}`
        : sql`and coalesce(last_day >= ${today(zone)}, true)`;
  return sql`${t.caseworker.id} in (select caseworker_id from employment where job_centre_id = ${id} ${which})`;
}

export const ReadCaseworker = builder.inputType('ReadCaseworkerInput', {
  description: 'A caseworker as she was read at a job centre.',
  fields: (f) => ({
    id: f.globalID({ for: [Caseworker], required: true, description: 'A `Caseworker.id`.' }),
    version: f.int({ required: true, description: 'Her `Employment.version` then.' }),
  }),
});
const SaveCaseworker = builder.inputType('SaveCaseworkerInput', {
  description: 'A caseworker as she shall be at a job centre.',
  fields: (f) => ({
    jobCentre: f.globalID({ for: [JobCentre], required: true, description: 'Where.' }),
    caseworker: f.field({ type: ReadCaseworker, description: 'The one to change; null: a new one.' }),
    name: f.string({ required: true, description: 'First and last name, 1–100 characters.' }),
    email: f.string({ required: true, description: 'The key of her calendar; nobody else’s.' }),
    teams: f.globalIDList({
      for: [Team],
      required: true,
      description: 'All her teams there; she leaves those that are left out.',
    }),
    competences: f.intList({ required: true, description: 'Codes of all she can hold talks in there.' }),
    summonable: f.boolean({ description: 'Whether citizens may be summoned to her. True unless given.' }),
    alsoWorksHere: f.boolean({
      description: 'After `WORKS_ELSEWHERE`: it is the same person. Her name stays as it is there.',
    }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});
const EndCaseworker = builder.inputType('EndCaseworkerInput', {
  description: 'Until when a caseworker works at a job centre.',
  fields: (f) => ({
    jobCentre: f.globalID({ for: [JobCentre], required: true, description: 'Where; nowhere else.' }),
    caseworker: f.field({ type: ReadCaseworker, required: true, description: 'Who.' }),
    lastDay: f.field({ type: 'Date', description: 'Her last day there; null: she stays after all.' }),
  }),
});

builder.mutationFields((f) => ({
  saveCaseworker: f.field({
    type: Caseworker,
    description:
      'Administrators: makes a caseworker, changes one, or lets one of another job centre work here too.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput, Outdated, KeyReused],
      union: { name: 'SaveCaseworkerResult', description: 'The caseworker, or why not.' },
    },
    args: { input: f.arg({ type: SaveCaseworker, required: true, description: 'How she shall be.' }) },
    resolve: async (_, { input }, context) => {
      const id = await context.command((handle) =>
        saveCaseworker(handle, context.viewer, {
          jobCentreId: input.jobCentre.id,
          caseworker: input.caseworker
            ? { id: input.caseworker.id.id, version: input.caseworker.version }
            : null,
          name: input.name,
          email: input.email,
          teams: input.teams.map(({ id }) => id),
          competences: [...input.competences],
          summonable: input.summonable ?? true,
          alsoWorksHere: input.alsoWorksHere ?? false,
          idempotencyKey: input.idempotencyKey,
        }),
      );
      return present(await context.loaders.caseworker.load(id));
    },
  }),
  endCaseworker: f.field({
    type: Caseworker,
    description:
      'Administrators: ends a caseworker at one job centre, once her talks after that day are reassigned (`HAS_TALKS`).',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, Outdated],
      union: { name: 'EndCaseworkerResult', description: 'The caseworker, or why not.' },
    },
    args: { input: f.arg({ type: EndCaseworker, required: true, description: 'Who, and until when.' }) },
    resolve: async (_, { input: { jobCentre, caseworker, lastDay } }, context) => {
      const id = await context.command((handle) =>
        endCaseworker(handle, context.viewer, {
          jobCentreId: jobCentre.id,
          caseworker: { id: caseworker.id.id, version: caseworker.version },
          lastDay: lastDay ?? null,
        }),
      );
      return present(await context.loaders.caseworker.load(id));
    },
  }),
}));
