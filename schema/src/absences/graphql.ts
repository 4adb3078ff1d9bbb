import * as t from '@planner/db';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { worksAt } from '../access/load-viewer.ts';
import { windowOf } from '../availability/graphql.ts';
import { scopeOf } from '../bookings/calendar/scope.ts';
import { Booking } from '../bookings/graphql.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { found } from '../loaders.ts';
import { Caseworker, present, Team } from '../organisation/graphql.ts';
import type { AbsenceKind } from './enter.ts';

export type AbsenceRow = {
  id: string;
  resourceId: string;
  seriesId: string;
  kind: AbsenceKind;
  startsAt: Date;
  endsAt: Date;
};

export const AbsenceKindType = builder.enumType('AbsenceKind', {
  description: 'Why a stretch can’t be booked. Nobody is told why somebody is away.',
  values: {
    ABSENCE: { value: 'absence', description: 'Away.' },
    MEETING: { value: 'meeting', description: 'At a meeting.' },
    CASE_WORK: { value: 'case_work', description: 'Working on cases.' },
    RESERVED: { value: 'reserved', description: 'Kept free for something else.' },
  } as const,
});

export const Absence = builder.objectRef<AbsenceRow>('Absence').implement({
  description: 'A stretch of a caseworker’s time that can’t be booked. Seen by staff of her job centres.',
  fields: (f) => ({
    id: f.globalID({
      description: 'Opaque; give it to `removeAbsence`.',
      resolve: ({ id }) => ({ type: 'Absence', id }),
    }),
    caseworker: f.field({
      type: Caseworker,
      description: 'Whose time.',
      resolve: async (row, _, { loaders }) => present(await loaders.caseworker.load(row.resourceId)),
    }),
    kind: f.field({ type: AbsenceKindType, description: 'What for.', resolve: (row) => row.kind }),
    startsAt: f.expose('startsAt', { type: 'DateTime', description: 'From then.' }),
    endsAt: f.expose('endsAt', { type: 'DateTime', description: 'Until then.' }),
    seriesId: f.exposeID('seriesId', {
      description: 'The same for all that was entered in one go.',
    }),
    hits: f.field({
      type: [Booking],
      description:
        'Booked talks of hers in it that the viewer may see, by start: they stay until somebody moves them.',
      complexity: 5,
      resolve: (row, _, context) => talksIn(context, [row.resourceId], row.startsAt, row.endsAt),
    }),
  }),
});

/** Booked talks of these caseworkers that overlap a stretch. */
export async function talksIn({ handle, loaders }: Context, caseworkers: string[], from: Date, to: Date) {
  const rows = await handle.query<{ id: string }>(
    `select id from booking where status = 'booked' and caseworker_id = any ($1::uuid[])
       and starts_at < $3 and ends_at > $2 order by starts_at, id limit 200`,
    [`{${caseworkers.join(',')}}`, from.toISOString(), to.toISOString()],
  );
  return found(await loaders.booking.loadMany(rows.map((row) => row.id)));
}

/** By start; open ends are cut to the window. */
export async function readAbsences(
  { handle }: Context,
  ask: { caseworkers?: string[]; series?: string; from?: Date; to?: Date },
): Promise<AbsenceRow[]> {
  const window = sql`tstzrange(${ask.from?.toISOString() ?? null}, ${ask.to?.toISOString() ?? null})`;
  const instant = (bound: 'lower' | 'upper') =>
    sql<number>`(extract(epoch from ${sql.raw(bound)}(${t.absence.during} * ${window})) * 1000)::float8`;
  const rows = await handle.db
    .select({
      id: t.absence.id,
      resourceId: t.absence.resourceId,
      seriesId: t.absence.seriesId,
      kind: t.absence.kind,
      startsAt: instant('lower'),
      endsAt: instant('upper'),
    })
    .from(t.absence)
    .where(
      and(
        ask.caseworkers ? inArray(t.absence.resourceId, ask.caseworkers) : undefined,
        ask.series ? eq(t.absence.seriesId, ask.series) : undefined,
        sql`${t.absence.during} && ${window}`,
      ),
    )
    .orderBy(asc(sql`lower(${t.absence.during})`), asc(t.absence.id))
    .limit(1000);
  return rows.map((row) => ({
    ...row,
    startsAt: new Date(Number(row.startsAt)),
    endsAt: new Date(Number(row.endsAt)),
  }));
}

type Ids = { team?: { id: string } | null; caseworkers?: readonly { id: string }[] | null };

const scopeFor = ({ handle, viewer }: Context, { team, caseworkers }: Ids) =>
  scopeOf(handle, viewer, {
    team: team?.id ?? null,
    caseworkers: (caseworkers ?? []).map(({ id }) => id),
    rooms: [],
  });

/** Those of the team's members and of those named who work where the viewer does. */
export async function colleaguesAskedFor(context: Context, ids: Ids): Promise<string[]> {
  const { centres } = await scopeFor(context, ids);
  return [...centres].flatMap(([centre, people]) => (worksAt(context.viewer, centre) ? people : []));
}

builder.queryFields((f) => ({
  absences: f.field({
    type: [Absence],
    description: 'Staff: absences and blocks of a team or of named caseworkers in a window, by start.',
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
      return caseworkers.length > 0 ? readAbsences(context, { caseworkers, from, to }) : [];
    },
  }),
  talksHit: f.field({
    type: [Booking],
    description:
      'Staff: booked talks that an absence of these caseworkers would hit, asked before it is entered.',
    authScopes: { staff: true },
    complexity: 5,
    args: {
      caseworkers: f.arg.globalIDList({ for: [Caseworker], description: 'Whose.' }),
      team: f.arg.globalID({ for: [Team], description: 'All members of this team.' }),
      from: f.arg({ type: 'DateTime', required: true, description: 'From then.' }),
      to: f.arg({ type: 'DateTime', required: true, description: 'Until then; at most 92 days.' }),
    },
    resolve: async (_, args, context) => {
      const { from, to } = windowOf(args);
      const { caseworkers } = await scopeFor(context, args);
      return talksIn(context, [...caseworkers], from, to);
    },
  }),
}));
