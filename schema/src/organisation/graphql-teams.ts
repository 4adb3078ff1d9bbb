import * as t from '@planner/db';
import { and, asc, eq, sql } from 'drizzle-orm';
import { builder } from '../builder.ts';
import { key } from '../idempotency.ts';
import { byName, counted, holdsWords, listPage, type Order } from '../list.ts';
import { InvalidInput, KeyReused, NotAllowed, Outdated } from '../refusals.ts';
import { Caseworker, JobCentre, present, Team } from './graphql.ts';
import { removeTeam, saveTeam } from './save-team.ts';

export const Place = builder.objectRef<typeof t.place.$inferSelect>('Place');
builder.node(Place, {
  description: 'Where teams sit: a building or a department of a job centre. Staff see it.',
  id: { resolve: (row) => row.id },
  loadOne: (id, { loaders }) => loaders.place.load(id),
  fields: (f) => ({
    name: f.exposeString('name', { description: 'Unique in its job centre.' }),
    address: f.exposeString('address', { nullable: true, description: 'Null: the job centre’s own.' }),
  }),
});

const members = sql<number>`(select count(*)::int from membership m where m.team_id = ${t.team.id})`;
const orders: Record<'name' | 'members', Order> = {
  name: byName(t.team.name),
  members: { by: members, type: 'integer' },
};
const TeamOrder = builder.enumType('TeamOrder', {
  description: 'What teams are sorted by.',
  values: {
    NAME: { value: 'name', description: 'Their name.' },
    MEMBERS: { value: 'members', description: 'How many belong to them.' },
  } as const,
});

builder.objectFields(Team, (f) => ({
  version: f.exposeInt('version', { description: 'For `saveTeam`: rises with each change.' }),
  place: f.field({
    type: Place,
    nullable: true,
    description: 'Where it sits; null when not given.',
    resolve: (row, _, { loaders }) => (row.placeId ? loaders.place.load(row.placeId) : null),
  }),
}));

builder.objectFields(JobCentre, (f) => ({
  places: f.field({
    type: [Place],
    description: 'Where its teams sit, by name.',
    resolve: (row, _, { handle }) =>
      handle.db.select().from(t.place).where(eq(t.place.jobCentreId, row.id)).orderBy(asc(t.place.name)),
  }),
  teams: f.connection(
    {
      type: Team,
      description: 'Its teams. Staff see them.',
      authScopes: { staff: true },
      args: {
        search: f.arg.string({ description: 'Words that the name holds.' }),
        orderBy: f.arg({ type: TeamOrder, description: 'By name unless given.' }),
        descending: f.arg.boolean({ description: 'The last first.' }),
      },
      resolve: (row, args, { handle }) =>
        listPage(
          handle,
          {
            table: t.team,
            where: and(eq(t.team.jobCentreId, row.id), holdsWords(t.team.name, args.search)),
            order: orders[args.orderBy ?? 'name'],
            descending: args.descending,
          },
          args,
        ),
    },
    counted,
  ),
}));

const ReadTeam = builder.inputType('ReadTeamInput', {
  description: 'A team as it was read.',
  fields: (f) => ({
    id: f.globalID({ for: [Team], required: true, description: 'A `Team.id`.' }),
    version: f.int({ required: true, description: 'Its `version` then.' }),
  }),
});
const SaveTeam = builder.inputType('SaveTeamInput', {
  description: 'A team as it shall be.',
  fields: (f) => ({
    jobCentre: f.globalID({ for: [JobCentre], required: true, description: 'Whose team.' }),
    team: f.field({ type: ReadTeam, description: 'The one to change; null: a new one.' }),
    name: f.string({ required: true, description: '1–100 characters, unique in the job centre.' }),
    place: f.globalID({ for: [Place], description: 'Where it sits.' }),
    members: f.globalIDList({
      for: [Caseworker],
      required: true,
      description: 'All its members, caseworkers of the job centre; who is left out leaves it.',
    }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});
const RemoveTeam = builder.inputType('RemoveTeamInput', {
  description: 'A team to take away.',
  fields: (f) => ({ team: f.field({ type: ReadTeam, required: true, description: 'Which.' }) }),
});
const Removed = builder.objectRef<{ name: string }>('RemovedTeam').implement({
  description: 'It is gone.',
  fields: (f) => ({ name: f.exposeString('name', { description: 'What it was called.' }) }),
});

builder.mutationFields((f) => ({
  saveTeam: f.field({
    type: Team,
    description: 'Administrators: makes a team or changes one.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput, Outdated, KeyReused],
      union: { name: 'SaveTeamResult', description: 'The team, or why not.' },
    },
    args: { input: f.arg({ type: SaveTeam, required: true, description: 'How it shall be.' }) },
    resolve: async (_, { input }, context) => {
      const id = await context.command((handle) =>
        saveTeam(handle, context.viewer, {
          jobCentreId: input.jobCentre.id,
          team: input.team ? { id: input.team.id.id, version: input.team.version } : null,
          name: input.name,
          placeId: input.place?.id ?? null,
          members: input.members.map(({ id }) => id),
          idempotencyKey: input.idempotencyKey,
        }),
      );
      return present(await context.loaders.team.load(id));
    },
  }),
  removeTeam: f.field({
    type: Removed,
    description: 'Administrators: takes away a team without members that no offer or closing day refers to.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, Outdated],
      union: { name: 'RemoveTeamResult', description: 'That it is gone, or why not.' },
    },
    args: { input: f.arg({ type: RemoveTeam, required: true, description: 'Which.' }) },
    resolve: (_, { input: { team } }, context) =>
      context.command((handle) =>
        removeTeam(handle, context.viewer, { id: team.id.id, version: team.version }),
      ),
  }),
}));
