import * as t from '@planner/db';
import { and, asc, eq, sql } from 'drizzle-orm';
import { builder } from '../builder.ts';
import { key } from '../idempotency.ts';
import { byName, counted, holdsWords, listPage, type Order } from '../list.ts';
import { InterviewType, JobCentre, present } from '../organisation/graphql.ts';
import { InvalidInput, KeyReused, NotAllowed, Outdated } from '../refusals.ts';
import { commandOrRehearse, Rehearsed, rehearseOnly } from '../rehearsed.ts';
import { Offer } from './graphql.ts';
import { fromInput, SettingsInput, SettingsType } from './graphql-settings.ts';
import { type Difference, type OfferChange, readChanges } from './history.ts';
import { pauseOffer, saveOffer } from './save-offer.ts';
import { offerState } from './state.ts';
import { type OfferTemplate, templates } from './templates.ts';

const OfferState = builder.enumType('OfferState', {
  description: 'Where an offer stands.',
  values: {
    DRAFT: { value: 'draft', description: 'Being written; citizens don’t see it.' },
    UPCOMING: { value: 'upcoming', description: 'It opens on a day to come.' },
    PUBLISHED: { value: 'published', description: 'Citizens can book.' },
    PAUSED: { value: 'paused', description: 'Nobody can book for now; talks that are booked stay.' },
    ENDED: { value: 'ended', description: 'Its last day is over.' },
  } as const,
});

const teamName = sql`coalesce((select name from team where team.id = ${t.offer.teamId}), '')`;
const orders = {
  title: byName(t.offer.titleDa),
  type: { by: sql`${t.offer.interviewType}`, type: 'integer' },
  team: byName(teamName),
} satisfies Record<string, Order>;
const OfferOrder = builder.enumType('OfferOrder', {
  description: 'What offers are sorted by.',
  values: {
    TITLE: { value: 'title', description: 'Their Danish title.' },
    TYPE: { value: 'type', description: 'The code of their type.' },
    TEAM: { value: 'team', description: 'Their team’s name; those of all teams first.' },
  } as const,
});

const OfferDifference = builder.objectRef<Difference>('OfferDifference').implement({
  description: 'One setting before and after a change.',
  fields: (f) => ({
    field: f.exposeString('field', { description: 'Its name in `OfferSettings`; `pausedAt` for pauses.' }),
    before: f.exposeString('before', { nullable: true, description: 'In words; null: nothing.' }),
    after: f.exposeString('after', { nullable: true, description: 'In words; null: nothing.' }),
  }),
});
const Change = builder.objectRef<OfferChange>('OfferChange').implement({
  description: 'One change of an offer, from the audit trail.',
  fields: (f) => ({
    key: f.exposeString('id', { description: 'Names it.' }),
    at: f.expose('at', { type: 'DateTime', description: 'When.' }),
    by: f.exposeString('by', { nullable: true, description: 'Who; null: the planner itself.' }),
    made: f.exposeBoolean('made', { description: 'Whether the offer was made then.' }),
    differences: f.field({
      type: [OfferDifference],
      description: 'What became other.',
      resolve: (row) => row.differences,
    }),
  }),
});

builder.objectFields(Offer, (f) => ({
  version: f.exposeInt('version', { description: 'For `saveOffer`: rises with each change.' }),
  state: f.field({
    type: OfferState,
    description: 'Where it stands now.',
    authScopes: { staff: true },
    resolve: (row, _, { loaders }) => loaders.offerState.load(row.id),
  }),
  changes: f.field({
    type: [Change],
    description: 'For who administers its job centre: what has been changed, the newest first; at most 100.',
    authScopes: { staff: true },
    complexity: 5,
    resolve: (row, _, { handle, viewer }) => readChanges(handle, row.id, viewer.language),
  }),
}));

const Template = builder.objectRef<OfferTemplate>('OfferTemplate').implement({
  description: 'A ready-made offer to begin with.',
  fields: (f) => ({
    key: f.exposeString('key', { description: 'Names it, such as `job-talk`.' }),
    settings: f.field({
      type: SettingsType,
      description: 'What it begins with.',
      resolve: (row) => row.settings,
    }),
  }),
});

builder.objectFields(JobCentre, (f) => ({
  offers: f.connection(
    {
      type: Offer,
      description: 'Administrators: its offers, drafts too; empty for everybody else.',
      authScopes: { staff: true },
      args: {
        search: f.arg.string({ description: 'Words that a title holds, in either language.' }),
        state: f.arg({ type: OfferState, description: 'Only those that stand there.' }),
        orderBy: f.arg({ type: OfferOrder, description: 'By title unless given.' }),
        descending: f.arg.boolean({ description: 'The last first.' }),
      },
      resolve: (row, args, { handle, viewer }) =>
        listPage(
          handle,
          {
            table: t.offer,
            where: and(
              viewer.administers.includes(row.id) ? eq(t.offer.jobCentreId, row.id) : sql`false`,
              holdsWords(sql`(${t.offer.titleDa} || ' ' || ${t.offer.titleEn})`, args.search),
              args.state ? sql`${offerState} = ${args.state}` : undefined,
            ),
            order: orders[args.orderBy ?? 'title'],
            descending: args.descending,
          },
          args,
        ),
    },
    counted,
  ),
  interviewTypes: f.field({
    type: [InterviewType],
    description: 'The types of talk that are in use today, by code.',
    resolve: (row, _, { handle }) => {
      const today = sql`(planner_now() at time zone ${row.zone})::date`;
      const { validFrom, validTo, code } = t.interviewType;
      return handle.db
        .select()
        .from(t.interviewType)
        .where(sql`coalesce(${validFrom} <= ${today}, true) and coalesce(${validTo} >= ${today}, true)`)
        .orderBy(asc(code));
    },
  }),
  offerTemplates: f.field({
    type: [Template],
    description: 'Ready-made offers with lawful defaults.',
    authScopes: { staff: true },
    resolve: () => templates,
  }),
}));

export const ReadOffer = builder.inputType('ReadOfferInput', {
  description: 'An offer as it was read.',
  fields: (f) => ({
    id: f.globalID({ for: [Offer], required: true, description: 'An `Offer.id`.' }),
    version: f.int({ required: true, description: 'Its `version` then.' }),
  }),
});
const SaveOffer = builder.inputType('SaveOfferInput', {
  description: 'An offer as it shall be.',
  fields: (f) => ({
    jobCentre: f.globalID({ for: [JobCentre], required: true, description: 'Whose offer.' }),
    offer: f.field({ type: ReadOffer, description: 'The one to change; null: a new one.' }),
    settings: f.field({ type: SettingsInput, required: true, description: 'All of them.' }),
    publishNow: f.boolean({
      description: 'Citizens can book from this moment on, whatever first day the settings have.',
    }),
    rehearse: f.boolean({ description: rehearseOnly }),
    idempotencyKey: f.string({ required: true, description: key }),
  }),
});
const PauseOffer = builder.inputType('PauseOfferInput', {
  description: 'An offer to stop or to let go on.',
  fields: (f) => ({
    offer: f.globalID({ for: [Offer], required: true, description: 'Which.' }),
    paused: f.boolean({ required: true, description: 'Whether nobody can book from now on.' }),
  }),
});

builder.mutationFields((f) => ({
  saveOffer: f.field({
    type: Offer,
    description:
      'Administrators: makes an offer or changes one. Booked talks stay: rehearse to see which would no longer fit.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed, InvalidInput, Outdated, KeyReused, Rehearsed],
      union: { name: 'SaveOfferResult', description: 'The offer, what it would hit, or why not.' },
    },
    args: { input: f.arg({ type: SaveOffer, required: true, description: 'How it shall be.' }) },
    resolve: async (_, { input }, context) => {
      const id = await commandOrRehearse(context, input.jobCentre.id, input.rehearse, (handle) =>
        saveOffer(handle, context.viewer, {
          jobCentreId: input.jobCentre.id,
          offer: input.offer ? { id: input.offer.id.id, version: input.offer.version } : null,
          settings: fromInput(input.settings),
          publishNow: input.publishNow ?? false,
          idempotencyKey: input.idempotencyKey,
        }),
      );
      return present(await context.loaders.offer.load(id));
    },
  }),
  pauseOffer: f.field({
    type: Offer,
    description: 'Administrators: stops an offer’s booking at once, or lets it go on. Booked talks stay.',
    authScopes: { staff: true },
    errors: {
      types: [NotAllowed],
      union: { name: 'PauseOfferResult', description: 'The offer, or why not.' },
    },
    args: { input: f.arg({ type: PauseOffer, required: true, description: 'Which.' }) },
    resolve: async (_, { input: { offer, paused } }, context) => {
      const id = await context.command((handle) =>
        pauseOffer(handle, context.viewer, { id: offer.id, paused }),
      );
      return present(await context.loaders.offer.load(id));
    },
  }),
}));
