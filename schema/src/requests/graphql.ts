import * as t from '@planner/db';
import { type ResolveCursorConnectionArgs, resolveCursorConnection } from '@pothos/plugin-relay';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { builder } from '../builder.ts';
import { Citizen } from '../citizens/graphql.ts';
import type { Context } from '../context.ts';
import { cursorOf, withinCursors } from '../cursor.ts';
import { InterviewForm, Offer } from '../offers/graphql.ts';
import { Caseworker, JobCentre, loadById, present } from '../organisation/graphql.ts';

type RequestRow = typeof t.request.$inferSelect;
type EvidenceRow = { from: Date; to: Date; slots: number };

export const RequestKind = builder.enumType('RequestKind', {
  description: 'What a citizen asks for.',
  values: {
    TIME: { value: 'time', description: 'A time, because none that is offered fits.' },
    DEADLINE: { value: 'deadline', description: 'A later deadline.' },
    CALL: { value: 'call', description: 'To be called.' },
  } as const,
});
const RequestState = builder.enumType('RequestState', {
  description: 'Where a request stands.',
  values: {
    OPEN: { value: 'open', description: 'Waits for a person to look at it.' },
    ANSWERED: { value: 'answered', description: 'Staff have answered.' },
    WITHDRAWN: { value: 'withdrawn', description: 'The citizen needs no answer any more.' },
  } as const,
});
export const PartOfDay = builder.enumType('PartOfDay', {
  description: 'When in the day.',
  values: {
    EARLY: { description: 'Before 9.' },
    MORNING: { description: 'Until noon.' },
    AFTERNOON: { description: 'From noon.' },
  },
});

const RequestWishes = builder.objectRef<t.Wishes>('RequestWishes').implement({
  description: 'What would also do for the citizen.',
  fields: (f) => ({
    forms: f.field({
      type: [InterviewForm],
      description: 'Forms that would also do; empty when she didn’t say.',
      resolve: (wishes) => wishes.forms ?? [],
    }),
    otherPlaces: f.boolean({
      description: 'Whether another place would also do.',
      resolve: (wishes) => wishes.otherPlaces ?? false,
    }),
    partsOfDay: f.field({
      type: [PartOfDay],
      description: 'When in the day would do; empty when she didn’t say.',
      resolve: (wishes) => wishes.partsOfDay ?? [],
    }),
  }),
});

const RequestEvidence = builder.objectRef<EvidenceRow>('RequestEvidence').implement({
  description: 'What was on offer to the citizen when she asked.',
  fields: (f) => ({
    from: f.expose('from', { type: 'DateTime', description: 'The instant she asked.' }),
    to: f.expose('to', {
      type: 'DateTime',
      description: 'Starts before this: the end of her deadline’s last day, or of what the offer shows.',
    }),
    slots: f.exposeInt('slots', { description: 'How many starts were free.' }),
  }),
});

export const Request = builder.objectRef<RequestRow>('Request');
builder.node(Request, {
  description:
    'What a citizen who found no fitting time asks the job centre for. Seen by her, by who acts for her, and by staff who may see her. While it waits, no deadline of hers counts as missed.',
  id: { resolve: (row) => row.id },
  loadOne: (id, { loaders }) => loadById(loaders.request, id),
  fields: (f) => ({
    number: f.exposeString('number', { description: 'To be read out on the telephone: `A-2026-004711`.' }),
    kind: f.field({ type: RequestKind, description: 'What she asks for.', resolve: (row) => row.kind }),
    state: f.field({ type: RequestState, description: 'Where it stands.', resolve: (row) => row.state }),
    createdAt: f.expose('createdAt', { type: 'DateTime', description: 'When, by the planner’s clock.' }),
    jobCentre: f.field({
      type: JobCentre,
      description: 'Who is asked.',
      resolve: async (row, _, { loaders }) => present(await loaders.jobCentre.load(row.jobCentreId)),
    }),
    citizen: f.field({
      type: Citizen,
      description: 'Who asks.',
      resolve: async (row, _, { loaders }) => present(await loaders.citizen.load(row.citizenId)),
    }),
    offer: f.field({
      type: Offer,
      nullable: true,
      description: 'For which talks; null when it is about none.',
      resolve: (row, _, { loaders }) => (row.offerId ? loaders.offer.load(row.offerId) : null),
    }),
    wishes: f.field({
      type: RequestWishes,
      description: 'What would also do.',
      resolve: (row) => row.wishes,
    }),
    message: f.string({
      nullable: true,
      description: 'What she wrote; null for nothing.',
      resolve: async (row, _, context) => (await textOf(row, context, 'citizen'))?.message ?? null,
    }),
    phone: f.string({
      nullable: true,
      description: 'Where to call her about this; null when she didn’t say.',
      resolve: async (row, _, context) => (await textOf(row, context, 'citizen'))?.phone ?? null,
    }),
    answer: f.string({
      nullable: true,
      description: 'What staff answered; null while it waits.',
      resolve: async (row, _, context) => (await textOf(row, context, 'staff'))?.message ?? null,
    }),
    answeredAt: f.expose('answeredAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was answered; null while it waits.',
    }),
    answeredBy: f.field({
      type: Caseworker,
      nullable: true,
      description: 'Who answered; null while it waits, and for staff who hold no talks.',
      resolve: (row, _, { loaders }) => (row.answeredBy ? loaders.caseworker.load(row.answeredBy) : null),
    }),
    onOffer: f.field({
      type: RequestEvidence,
      nullable: true,
      description: 'What was on offer just then, kept as evidence; null when it is about no offer.',
      resolve: async (row, _, { handle }) => {
        const [found] = await handle.query<{ from: number; to: number; slots: number }>(
          `select (extract(epoch from lower(span)) * 1000)::float8 as "from",
             (extract(epoch from upper(span)) * 1000)::float8 as "to", slots
           from request_evidence where request_id = $1`,
          [row.id],
        );
        return (
          found && { from: new Date(Number(found.from)), to: new Date(Number(found.to)), slots: found.slots }
        );
      },
    }),
  }),
});

async function textOf(row: RequestRow, context: Context, author: 'citizen' | 'staff') {
  if (context.viewer.kind === 'staff') context.seen.add(row.citizenId);
  const texts = await context.loaders.requestMessages.load(row.id);
  return texts.find((text) => text.author === author);
}

builder.queryField('requests', (f) =>
  f.connection({
    type: Request,
    description:
      'Requests the viewer may see, the oldest first: a citizen’s own and of whom she acts for, staff’s of whom they may see.',
    authScopes: { signedIn: true },
    args: {
      jobCentre: f.arg.globalID({ for: [JobCentre], description: 'Only this job centre’s.' }),
      citizen: f.arg.globalID({ for: [Citizen], description: 'Only this citizen’s.' }),
      state: f.arg({ type: [RequestState], description: 'In one of these states; any unless given.' }),
    },
    resolve: (_, args, { handle }) =>
      resolveCursorConnection(
        { args, toCursor: (row: RequestRow) => cursorOf(row.createdAt, row.id), maxSize: 200 },
        ({ before, after, limit, inverted }: ResolveCursorConnectionArgs) => {
          const { request } = t;
          return handle.db
            .select()
            .from(request)
            .where(
              and(
                args.jobCentre ? eq(request.jobCentreId, args.jobCentre.id) : undefined,
                args.citizen ? eq(request.citizenId, args.citizen.id) : undefined,
                args.state?.length ? inArray(request.state, [...args.state]) : undefined,
                withinCursors(request.createdAt, request.id, { after, before }),
              ),
            )
            .orderBy(inverted ? sql`created_at desc, id desc` : sql`created_at, id`)
            .limit(limit);
        },
      ),
  }),
);
