import * as t from '@planner/db';
import { resolveArrayConnection } from '@pothos/plugin-relay';
import { and, asc, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { found } from '../loaders.ts';
import { InterviewType, JobCentre, loadById, present } from '../organisation/graphql.ts';

export type OfferRow = typeof t.offer.$inferSelect;

export const InterviewForm = builder.enumType('InterviewForm', {
  description: 'How a talk is held.',
  values: ['IN_PERSON', 'PHONE', 'DIGITAL', 'WORKPLACE'] as const,
});

export const Offer = builder.objectRef<OfferRow>('Offer');
builder.node(Offer, {
  description: 'What citizens can book: a talk’s type, forms, length and rules.',
  id: { resolve: (row) => row.id },
  loadOne: (id, { loaders }) => loadById(loaders.offer, id),
  fields: (f) => ({
    jobCentre: f.field({
      type: JobCentre,
      description: 'Whose offer it is.',
      resolve: async (row, _, { loaders }) => present(await loaders.jobCentre.load(row.jobCentreId)),
    }),
    title: f.string({
      description: 'In the viewer’s language.',
      resolve: (row, _, { viewer }) => (viewer.language === 'en' ? row.titleEn : row.titleDa),
    }),
    description: f.string({
      nullable: true,
      description: 'In the viewer’s language; null when there is nothing to add.',
      resolve: (row, _, { viewer }) => (viewer.language === 'en' ? row.descriptionEn : row.descriptionDa),
    }),
    interviewType: f.field({
      type: InterviewType,
      description: 'What the talk is about.',
      resolve: (row, _, { loaders }) => loaders.interviewType.load(row.interviewType),
    }),
    forms: f.field({
      type: [InterviewForm],
      description: 'How it can be held.',
      resolve: (row) => row.forms,
    }),
    durationMinutes: f.exposeInt('durationMinutes', { description: 'Without buffers.' }),
    seats: f.exposeInt('seats', { description: '1 for individual talks; more for group meetings.' }),
    place: f.exposeString('place', {
      nullable: true,
      description: 'Where, if in person; null: the job centre’s address.',
    }),
    rebookUntilMinutes: f.exposeInt('rebookUntilMinutes', {
      description: 'Minutes before the start until which a citizen may move it.',
    }),
    cancelUntilMinutes: f.exposeInt('cancelUntilMinutes', {
      description: 'Minutes before the start until which a citizen may cancel it.',
    }),
  }),
});

builder.queryFields((f) => ({
  offer: f.field({
    type: Offer,
    nullable: true,
    description: 'One offer; null when there is none.',
    args: { id: f.arg.globalID({ required: true, for: [Offer], description: 'Its id.' }) },
    resolve: (_, args, { loaders }) => loadById(loaders.offer, args.id.id),
  }),
  offers: f.connection({
    type: Offer,
    description:
      'A citizen sees the published offers that fit her and her group; staff those of their job centres.',
    authScopes: { signedIn: true },
    args: { jobCentre: f.arg.globalID({ for: [JobCentre], description: 'Only this job centre’s.' }) },
    resolve: async (_, args, context) => {
      const rows = await findOffers(context, args.jobCentre?.id ?? null);
      return resolveArrayConnection({ args }, rows);
    },
  }),
}));

async function findOffers(context: Context, jobCentreId: string | null): Promise<OfferRow[]> {
  const { viewer, handle, loaders } = context;
  const citizens = found(await loaders.citizen.loadMany([...viewer.citizens]));
  const centres =
    viewer.kind === 'staff'
      ? viewer.roles.map((grant) => grant.jobCentreId)
      : citizens.map((c) => c.jobCentreId);
  const wanted = centres.filter((id) => !jobCentreId || id === jobCentreId);
  if (wanted.length === 0) return [];
  const now = sql`planner_now()`;
  const rows = await handle.db
    .select()
    .from(t.offer)
    .where(
      and(
        inArray(t.offer.jobCentreId, wanted),
        viewer.kind === 'citizen'
          ? and(
              lte(t.offer.publishedFrom, now),
              or(isNull(t.offer.publishedTo), gt(t.offer.publishedTo, now)),
            )
          : undefined,
      ),
    )
    .orderBy(asc(t.offer.titleDa), asc(t.offer.id));
  if (viewer.kind === 'staff') return rows;
  return rows.filter((row) =>
    citizens.some(
      (c) =>
        c.jobCentreId === row.jobCentreId && (row.groups.length === 0 || row.groups.includes(c.contactGroup)),
    ),
  );
}
