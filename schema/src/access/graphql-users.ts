import * as t from '@planner/db';
import { and, exists, isNull, type SQL, sql } from 'drizzle-orm';
import { builder } from '../builder.ts';
import { byName, counted, holdsWords, listPage } from '../list.ts';
import { Caseworker, JobCentre, loadById } from '../organisation/graphql.ts';
import { OtherActor } from './graphql-other-actors.ts';
import { periodColumns, stateOf } from './period.ts';
import type { roles } from './rights.ts';

export const Role = builder.enumType('Role', {
  description: 'What somebody is in a job centre.',
  values: {
    ADMINISTRATOR: { value: 'administrator', description: 'Sets the job centre up, and says who may what.' },
    LEADER: { value: 'leader', description: 'Leads a team: as a caseworker, with the figures.' },
    CASEWORKER: { value: 'caseworker', description: 'Serves the job centre’s citizens.' },
    RECEPTION: {
      value: 'reception',
      description: 'Receives those who come; sees neither what talks are about nor notes.',
    },
    MANAGER: { value: 'manager', description: 'Sees figures, no citizens.' },
    AUDITOR: { value: 'auditor', description: 'Sees who did what and who looked at whom, no citizens.' },
    ACTOR: { value: 'actor', description: 'Serves the citizens who are assigned to her other actor.' },
    COORDINATOR: {
      value: 'coordinator',
      description: 'Sees to the time of her other actor’s staff, no citizens.',
    },
    INTEGRATOR: { value: 'integrator', description: 'Another system, or who connects it.' },
  } as const,
});

export const PeriodState = builder.enumType('PeriodState', {
  description: 'How a period stands today.',
  values: {
    AHEAD: { value: 'ahead', description: 'It has not begun.' },
    CURRENT: { value: 'current', description: 'It holds.' },
    ENDED: { value: 'ended', description: 'It is over, by its dates or by hand.' },
  } as const,
});
type Grant = {
  id: string;
  role: (typeof roles)[number];
  otherActorId: string | null;
  from: string | null;
  to: string | null;
  endedAt: Date | null;
  state: 'ahead' | 'current' | 'ended';
};
export const RoleGrant = builder.objectRef<Grant>('RoleGrant').implement({
  description: 'A role that a user has, had or will have in a job centre.',
  fields: (f) => ({
    id: f.globalID({ description: 'For `endRole`.', resolve: (row) => ({ type: 'RoleGrant', id: row.id }) }),
    role: f.field({
      type: Role,
      description: 'Which.',
      resolve: (row) => row.role as Exclude<Grant['role'], 'operator'>,
    }),
    otherActor: f.field({
      type: OtherActor,
      nullable: true,
      description: 'For which other actor; null: for the job centre.',
      resolve: (row, _, { loaders }) => (row.otherActorId ? loaders.otherActor.load(row.otherActorId) : null),
    }),
    from: f.expose('from', {
      type: 'Date',
      nullable: true,
      description: 'Its first day; null: since before periods were kept.',
    }),
    to: f.expose('to', { type: 'Date', nullable: true, description: 'Its last day; null: without an end.' }),
    endedAt: f.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was ended by hand; null: it was not.',
    }),
    state: f.field({ type: PeriodState, description: 'How it stands today.', resolve: (row) => row.state }),
  }),
});

export const User = builder.objectRef<typeof t.userAccount.$inferSelect>('User');
builder.node(User, {
  description:
    'Somebody who works with the planner. Administrators see those of their job centres, everybody herself.',
  id: { resolve: (row) => row.id },
  loadOne: (id, { loaders }) => loadById(loaders.user, id),
  fields: (f) => ({
    name: f.exposeString('name', { description: 'First and last name.' }),
    email: f.exposeString('email', {
      nullable: true,
      description: 'By which she is known at the first sign-in; null when she is known by the broker’s id.',
    }),
    subject: f.exposeString('subject', {
      nullable: true,
      description: 'The sign-in broker’s id of her; null until she has signed in.',
    }),
    version: f.exposeInt('version', { description: 'For `saveUser`: rises with each change.' }),
    caseworker: f.field({
      type: Caseworker,
      nullable: true,
      description: 'Whose calendar is her own; null: nobody’s.',
      resolve: (row, _, { loaders }) => (row.caseworkerId ? loaders.caseworker.load(row.caseworkerId) : null),
    }),
    roles: f.field({
      type: [RoleGrant],
      description: 'Her roles in a job centre that the viewer administers, those that hold first.',
      args: { jobCentre: f.arg.globalID({ for: [JobCentre], required: true, description: 'Where.' }) },
      resolve: async (row, { jobCentre }, { handle }) => {
        const grants = await handle.query<
          Omit<Grant, 'endedAt'> & { today: string; endedAtMs: number | null }
        >(
          `select id, role, other_actor_id as "otherActorId", ${periodColumns}, rights_today()::text as today
           from role_grant where user_id = $1 and job_centre_id = $2 order by lower(during) nulls first, role`,
          [row.id, jobCentre.id],
        );
        const order = { current: 0, ahead: 1, ended: 2 };
        return grants
          .map(({ endedAtMs, today, ...grant }) => {
            const period = { ...grant, endedAt: endedAtMs === null ? null : new Date(endedAtMs) };
            return { ...period, state: stateOf(period, today) };
          })
          .sort((a, b) => order[a.state] - order[b.state]);
      },
    }),
  }),
});

/** Accounts with a role here that counts: one that holds or is ahead, or with `ended` only those that had one. */
function holds(jobCentreId: string, role: string | null, ended: boolean): SQL | undefined {
  const grant = (more: SQL | undefined) =>
    exists(
      sql`(select from ${t.roleGrant} where ${and(
        sql`${t.roleGrant.userId} = ${t.userAccount.id}`,
        sql`${t.roleGrant.jobCentreId} = ${jobCentreId}`,
        more,
      )})`,
    );
  const counts = and(
    isNull(t.roleGrant.endedAt),
    sql`coalesce(upper(${t.roleGrant.during}) > rights_today(), true)`,
    role ? sql`${t.roleGrant.role} = ${role}` : undefined,
  );
  return ended ? and(grant(undefined), sql`not ${grant(counts)}`) : grant(counts);
}

builder.objectField(JobCentre, 'users', (f) =>
  f.connection(
    {
      type: User,
      description:
        'Who has a role there, by name. Its administrators see them; for others the list is empty.',
      authScopes: { staff: true },
      args: {
        search: f.arg.string({ description: 'Words that the name or the e-mail address holds.' }),
        role: f.arg({ type: Role, description: 'Only those with this role.' }),
        ended: f.arg.boolean({ description: 'Those whose roles have all ended, instead.' }),
      },
      resolve: (row, args, { handle, viewer }) =>
        listPage(
          handle,
          {
            table: t.userAccount,
            where: viewer.administers.includes(row.id)
              ? and(
                  holds(row.id, args.role ?? null, args.ended ?? false),
                  holdsWords(
                    sql`(${t.userAccount.name} || ' ' || coalesce(${t.userAccount.email}, ''))`,
                    args.search,
                  ),
                )
              : sql`false`,
            order: byName(t.userAccount.name),
          },
          args,
        ),
    },
    counted,
  ),
);
