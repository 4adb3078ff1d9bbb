import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { type Fits, whoFits } from '../offers/fits.ts';
import { Offer } from '../offers/graphql.ts';
import { fromInput, SettingsInput } from '../offers/graphql-settings.ts';
import { type OfferSettings, readSettings } from '../offers/settings.ts';
import { JobCentre } from '../organisation/graphql.ts';
import { InvalidInput, NotAllowed, unknown } from '../refusals.ts';
import { publicAudience } from './audience.ts';
import { type BestChange, bestChange, changeText } from './best-change.ts';
import { type EngineInput, startOfLocalDay } from './engine.ts';
import { ExplainedRule } from './graphql.ts';
import { type Cell, type DayOfCell, type Heat, heatOf, type Reason, whyCell } from './preview.ts';
import { fromMinute, toMinute } from './slot.ts';
import { dayOfIso, localDayOf, weekdayOf } from './wall-time.ts';

/** One of an offer that isn't there yet: it has neither sessions nor bookings. */
const nobody = '00000000-0000-0000-0000-000000000000';
const mostWeeks = 12;

type Preview = { input: EngineInput; heat: Heat; jobCentreId: string; settings: OfferSettings };

const PreviewCell = builder.objectRef<Cell>('OfferPreviewCell').implement({
  description: 'An hour of a weekday, over all weeks looked at.',
  fields: (f) => ({
    weekday: f.exposeInt('weekday', { description: '1 is Monday.' }),
    hour: f.exposeInt('hour', { description: 'Of the job centre’s clock: 8 is from 8 to 9.' }),
    times: f.exposeInt('times', { description: 'How many start times citizens would get.' }),
  }),
});
const PreviewWeek = builder.objectRef<Heat['weeks'][number]>('OfferPreviewWeek').implement({
  description: 'A week that was looked at.',
  fields: (f) => ({
    monday: f.expose('monday', { type: 'Date', description: 'Its Monday.' }),
    times: f.exposeInt('times', { description: 'How many start times citizens would get.' }),
  }),
});
const PreviewReason = builder.objectRef<Reason & { zone: string }>('OfferPreviewReason').implement({
  description: 'What keeps an hour closed.',
  fields: (f) => ({
    rule: f.field({
      type: ExplainedRule,
      description: 'The rule; of several caseworkers, as it is for one of them.',
      resolve: ({ verdict, zone }) => ({ ...verdict, zone }),
    }),
    caseworkers: f.exposeInt('caseworkers', {
      nullable: true,
      description: 'For how many it is the first; null: for whoever would hold the talk.',
    }),
  }),
});
const PreviewDay = builder.objectRef<DayOfCell & { zone: string }>('OfferPreviewDay').implement({
  description: 'One date of a cell.',
  fields: (f) => ({
    day: f.expose('day', { type: 'Date', description: 'Which.' }),
    times: f.exposeInt('times', { description: 'How many start times lie in the hour.' }),
    reasons: f.field({
      type: [PreviewReason],
      description: 'Why none does; empty when some do.',
      resolve: ({ reasons, zone }) => reasons.map((reason) => ({ ...reason, zone })),
    }),
  }),
});
const PreviewChange = builder.objectRef<BestChange & { zone: string }>('OfferPreviewChange').implement({
  description: 'A single change that was run through the engine.',
  fields: (f) => ({
    text: f.string({
      description: 'In the viewer’s language: “Flyt pausen kl. 12.00 til kl. 12.30 og få 14 tider mere.”',
      resolve: (row, _, { viewer }) => changeText(row, viewer.language, row.zone),
    }),
    more: f.exposeInt('more', { description: 'How many start times it would give beside those there are.' }),
  }),
});
const OfferFits = builder.objectRef<Fits>('OfferFits').implement({
  description: 'How many present citizens an offer would be open to, by the rules that list offers.',
  fields: (f) => ({
    citizens: f.exposeInt('citizens', { description: 'All citizens of the job centre.' }),
    fit: f.exposeInt('fit', { description: 'Who would see it and could book.' }),
    exempt: f.exposeInt('EXEMPT', { description: 'Who need not book themselves.' }),
    group: f.exposeInt('GROUP', { description: 'Who are in another contact group.' }),
    full: f.exposeInt('MAX_OPEN', { description: 'Who have as many talks of the type as they may.' }),
  }),
});

const OfferPreview = builder.objectRef<Preview>('OfferPreview').implement({
  description:
    'What citizens would get of an offer as it is written, by the engine that lists free times: a citizen of its first group without a caseworker of her own, on the day it opens.',
  fields: (f) => ({
    times: f.int({ description: 'Start times in all.', resolve: ({ heat }) => heat.times }),
    caseworkers: f.int({
      description: 'How many could hold the talks.',
      resolve: ({ input }) => input.caseworkers.length,
    }),
    cells: f.field({
      type: [PreviewCell],
      description: 'By weekday and hour, zeros too.',
      resolve: ({ heat }) => heat.cells,
    }),
    weeks: f.field({ type: [PreviewWeek], description: 'By week.', resolve: ({ heat }) => heat.weeks }),
    bestChange: f.field({
      type: PreviewChange,
      nullable: true,
      description: 'The single change that would open most; null when none tried opens any.',
      complexity: 10,
      resolve: ({ input, heat }) => {
        const best = bestChange(input, heat.times);
        return best && { ...best, zone: input.zone };
      },
    }),
    why: f.field({
      type: [PreviewDay],
      description: 'The dates of one cell, and what keeps those closed that are.',
      complexity: 10,
      args: {
        weekday: f.arg.int({ required: true, description: '1 is Monday.' }),
        hour: f.arg.int({ required: true, description: '0–23.' }),
      },
      resolve: ({ input }, { weekday, hour }) =>
        hour >= 0 && hour < 24
          ? whyCell(input, weekday, hour).map((day) => ({ ...day, zone: input.zone }))
          : [],
    }),
    fits: f.field({
      type: OfferFits,
      description: 'How many present citizens it would be open to.',
      resolve: ({ jobCentreId, settings }, _, { handle }) => whoFits(handle, jobCentreId, settings),
    }),
  }),
});

const PreviewInput = builder.inputType('OfferPreviewInput', {
  description: 'An offer as it is being written.',
  fields: (f) => ({
    jobCentre: f.globalID({ for: [JobCentre], required: true, description: 'Whose offer.' }),
    offer: f.globalID({
      for: [Offer],
      description: 'The one that is changed: its bookings and sessions count.',
    }),
    settings: f.field({ type: SettingsInput, required: true, description: 'As they are written.' }),
    from: f.field({
      type: 'Date',
      description: 'A day of the first week; the week in which it opens unless given.',
    }),
    weeks: f.int({ description: '1–12; four unless given.' }),
  }),
});

builder.queryField('offerPreview', (f) =>
  f.field({
    type: OfferPreview,
    description: 'Administrators: what citizens would get of an offer before it is saved.',
    authScopes: { staff: true },
    complexity: 50,
    errors: {
      types: [NotAllowed, InvalidInput],
      union: { name: 'OfferPreviewResult', description: 'The preview, or why not.' },
    },
    args: { input: f.arg({ type: PreviewInput, required: true, description: 'What to look at.' }) },
    resolve: (_, { input }, context) =>
      preview(context, {
        jobCentreId: input.jobCentre.id,
        offerId: input.offer?.id ?? null,
        settings: fromInput(input.settings),
        from: input.from ?? null,
        weeks: Math.min(mostWeeks, Math.max(1, input.weeks ?? 4)),
      }),
  }),
);

async function preview(
  context: Context,
  ask: {
    jobCentreId: string;
    offerId: string | null;
    settings: OfferSettings;
    from: string | null;
    weeks: number;
  },
): Promise<Preview> {
  const { viewer, handle, loaders } = context;
  const { jobCentreId } = ask;
  const centre = viewer.administers.includes(jobCentreId) && (await loaders.jobCentre.load(jobCentreId));
  if (!centre) throw unknown(viewer.language);
  const { publishedFrom, publishedTo, ...settings } = readSettings(ask.settings, viewer.language);
  const stored = ask.offerId ? await loaders.offer.load(ask.offerId) : null;
  if (ask.offerId && stored?.jobCentreId !== jobCentreId) throw unknown(viewer.language);
  const midnight = (day: string, days = 0) => startOfLocalDay(centre.zone, dayOfIso(day) + days);
  const [clock] = await handle.query<{ now: number }>(
    'select extract(epoch from planner_now())::float8 / 60 as now',
  );
  // As it will be on the day it opens.
  const now = Math.max(Math.floor(Number(clock?.now)), publishedFrom ? midnight(publishedFrom) : 0);
  const first = ask.from ? dayOfIso(ask.from) : localDayOf(centre.zone, now);
  const monday = first - (weekdayOf(first) - 1);
  const offer = {
    ...settings,
    id: ask.offerId ?? nobody,
    jobCentreId,
    publishedFrom: new Date(0),
    publishedTo: publishedTo ? fromMinute(midnight(publishedTo, 1)) : null,
    pausedAt: null,
    version: 0,
  };
  const from = fromMinute(startOfLocalDay(centre.zone, monday));
  const to = fromMinute(startOfLocalDay(centre.zone, monday + 7 * ask.weeks));
  const { input: found } = await context.findSlots(handle, {
    offer,
    from,
    to,
    audience: publicAudience(offer),
  });
  const input = { ...found, now: Math.max(found.now, toMinute(fromMinute(now))) };
  return { input, heat: heatOf(input), jobCentreId, settings: { ...settings, publishedFrom, publishedTo } };
}
