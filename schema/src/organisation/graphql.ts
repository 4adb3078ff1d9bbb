import * as t from '@planner/db';
import { and, asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import { builder } from '../builder.ts';
import { shareable } from '../shareable.ts';

type JobCentreRow = typeof t.jobCentre.$inferSelect;
type TeamRow = typeof t.team.$inferSelect;
type CaseworkerRow = typeof t.caseworker.$inferSelect;

export const JobCentre = builder.objectRef<JobCentreRow>('JobCentre');
builder.node(JobCentre, {
  description: 'A public job centre: the tenant.',
  id: { ...shareable, resolve: (row) => row.id },
  loadOne: (id, { loaders }) => loadById(loaders.jobCentre, id),
  fields: (f) => ({
    code: f.exposeString('code', {
      ...shareable,
      description: 'The national five-digit code.',
    }),
    name: f.exposeString('name', {
      ...shareable,
      description: 'What people call it.',
    }),
    zone: f.exposeString('zone', {
      ...shareable,
      description: 'IANA time zone of its wall clock.',
    }),
    phone: f.exposeString('phone', {
      ...shareable,
      nullable: true,
      description: 'Where to call for help; null when not given.',
    }),
    address: f.exposeString('address', {
      ...shareable,
      nullable: true,
      description: 'Where to come; null when not given.',
    }),
    openingHours: f.exposeString('openingHours', {
      ...shareable,
      nullable: true,
      description: 'When the phone is answered, in words.',
    }),
    accessLogMonths: f.exposeInt('accessLogMonths', {
      description: 'How many months it keeps who looked at a citizen’s data.',
    }),
  }),
});

export const Room = builder.objectRef<typeof t.room.$inferSelect>('Room');
builder.node(Room, {
  description: 'A room for talks, with a calendar of its own. Any viewer may know its name.',
  id: { resolve: (row) => row.id },
  loadOne: (id, { loaders }) => loadById(loaders.room, id),
  fields: (f) => ({
    name: f.exposeString('name', { description: 'What is written on its door.' }),
    place: f.exposeString('place', {
      nullable: true,
      description: 'Where to find it; null when not given.',
    }),
    seats: f.exposeInt('seats', { description: 'How many it seats.' }),
  }),
});
builder.objectField(JobCentre, 'rooms', (f) =>
  f.field({
    type: [Room],
    description: 'Its rooms, by name.',
    resolve: (row, _, { loaders }) => loaders.roomsOf.load(row.id),
  }),
);

export const Caseworker = builder.objectRef<CaseworkerRow>('Caseworker');
builder.node(Caseworker, {
  description: 'An employee who holds talks. Any viewer may know the name of who holds a talk.',
  id: { ...shareable, resolve: (row) => row.id },
  loadOne: (id, { loaders }) => loadById(loaders.caseworker, id),
  fields: (f) => ({
    name: f.exposeString('name', {
      ...shareable,
      description: 'First and last name.',
    }),
  }),
});

export const Team = builder.objectRef<TeamRow>('Team');
builder.node(Team, {
  description: 'A group of caseworkers of one job centre.',
  id: { resolve: (row) => row.id },
  loadOne: (id, { loaders }) => loadById(loaders.team, id),
  fields: (f) => ({
    name: f.exposeString('name', { description: 'Unique in its job centre.' }),
    jobCentre: f.field({
      type: JobCentre,
      description: 'Whose team it is.',
      resolve: async (row, _, { loaders }) => present(await loaders.jobCentre.load(row.jobCentreId)),
    }),
    caseworkers: f.field({
      type: [Caseworker],
      description: 'Its members who have not ended, by name.',
      resolve: (row, _, { handle }) =>
        handle.db
          .select(getTableColumns(t.caseworker))
          .from(t.caseworker)
          .innerJoin(t.membership, eq(t.membership.caseworkerId, t.caseworker.id))
          .innerJoin(
            t.employment,
            and(
              eq(t.employment.caseworkerId, t.caseworker.id),
              eq(t.employment.jobCentreId, t.membership.jobCentreId),
            ),
          )
          .where(
            and(
              eq(t.membership.teamId, row.id),
              sql`coalesce(${t.employment.lastDay} >= (select (planner_now() at time zone 'Europe/Copenhagen')::date), true)`,
            ),
          )
          .orderBy(asc(t.caseworker.name)),
    }),
  }),
});

export const InterviewType = builder
  .objectRef<typeof t.interviewType.$inferSelect>('InterviewType')
  .implement({
    description: 'A national code for what a talk is about.',
    fields: (f) => ({
      code: f.exposeInt('code', { description: 'The national number.' }),
      nameDa: f.exposeString('nameDa', { description: 'Its Danish name.' }),
      nameEn: f.exposeString('nameEn', { description: 'Its English name.' }),
    }),
  });

builder.queryFields((f) => ({
  jobCentres: f.field({
    type: [JobCentre],
    description: 'All job centres, by code. Anyone may see them.',
    resolve: (_, __, { handle }) => handle.db.select().from(t.jobCentre).orderBy(asc(t.jobCentre.code)),
  }),
  jobCentre: f.field({
    type: JobCentre,
    nullable: true,
    description: 'A job centre by its id; null when there is none. Anyone may see it.',
    args: { id: f.arg.globalID({ for: [JobCentre], required: true, description: 'A `JobCentre.id`.' }) },
    resolve: (_, { id }, { loaders }) => loadById(loaders.jobCentre, id.id),
  }),
  teams: f.field({
    type: [Team],
    description: 'Teams of the job centres where the viewer works; of one of them if named.',
    authScopes: { staff: true },
    args: { jobCentre: f.arg.globalID({ for: [JobCentre], description: 'Only this job centre’s.' }) },
    resolve: (_, args, { handle, viewer }) => {
      const mine = [...new Set(viewer.roles.map((grant) => grant.jobCentreId))];
      const wanted = args.jobCentre ? mine.filter((id) => id === args.jobCentre?.id) : mine;
      if (wanted.length === 0) return [];
      return handle.db
        .select()
        .from(t.team)
        .where(inArray(t.team.jobCentreId, wanted))
        .orderBy(asc(t.team.name));
    },
  }),
}));

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A malformed id is as unknown as one that doesn't exist. */
export async function loadById<Row>(
  loader: { load(id: string): Promise<Row | null> },
  id: string,
): Promise<Row | null> {
  return uuid.test(id) ? loader.load(id) : null;
}

/** A row that another row refers to and every viewer may read. */
export function present<Row>(row: Row | null): Row {
  if (row === null) throw new Error('A row that is referred to cannot be read.');
  return row;
}
