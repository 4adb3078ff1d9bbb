import type { Handle } from '@planner/db';
import { GraphQLError } from 'graphql';
import { builder } from '../builder.ts';
import { Citizen } from '../citizens/graphql.ts';
import { loadCitizen } from '../citizens/own.ts';
import type { Context } from '../context.ts';
import { found } from '../loaders.ts';
import { InterviewForm, Offer } from '../offers/graphql.ts';
import { Caseworker, loadById } from '../organisation/graphql.ts';
import { shareable } from '../shareable.ts';
import { audienceOf, publicAudience, staffAudience } from './audience.ts';
import { type Explanation, explainSlot, formsOf, type RuleVerdict } from './engine.ts';
import { keepAnswer } from './evidence.ts';
import { type Ask, findFreeSlots } from './find.ts';
import type { Form } from './model.ts';
import { ruleText } from './rule-text.ts';
import { minute, type Slot as SlotValue, toMinute } from './slot.ts';
import { watchSlots } from './watch.ts';

export const Slot = builder.objectRef<SlotValue>('Slot').implement({
  description: 'A start time that an offer has free now.',
  fields: (f) => ({
    key: f.exposeString('key', {
      ...shareable,
      description: 'Names the slot within its offer; the same in live changes.',
    }),
    startsAt: f.expose('startsAt', {
      ...shareable,
      type: 'DateTime',
      description: 'When the talk would start.',
    }),
    endsAt: f.expose('endsAt', {
      ...shareable,
      type: 'DateTime',
      description: 'When it would end, without buffers.',
    }),
    seatsLeft: f.exposeInt('seatsLeft', {
      ...shareable,
      description:
        'Free seats of a group meeting; 1 for an individual talk, however many caseworkers are free.',
    }),
    forms: f.field({
      ...shareable,
      type: [InterviewForm],
      description:
        'In which of the offer’s forms somebody can hold it then; never empty. Caseworkers may hold talks in some forms only for a while.',
      resolve: (slot) => slot.forms,
    }),
    caseworkers: f.field({
      ...shareable,
      type: [Caseworker],
      description: 'Who could hold it, the one who would be given it first.',
      complexity: 2,
      resolve: async (slot, _, { loaders }) => found(await loaders.caseworker.loadMany(slot.caseworkerIds)),
    }),
  }),
});

const RuleChangeBy = builder.enumType('RuleChangeBy', {
  description: 'Who can change what a rule goes by.',
  values: {
    ADMINISTRATOR: { description: 'An administrator: hours, closing days, rooms, and the offer’s rules.' },
    CASEWORKER: {
      description: 'The caseworker and her colleagues: absence, forms of a span, talks, her own calendar.',
    },
  },
});

export const ExplainedRule = builder.objectRef<RuleVerdict & { zone: string }>('ExplainedRule').implement({
  description: 'One rule’s say on a start time.',
  fields: (f) => ({
    rule: f.exposeString('rule', { description: 'Its name, such as `break`.' }),
    ok: f.exposeBoolean('ok', { description: 'Whether it lets the time through.' }),
    caseworker: f.field({
      type: Caseworker,
      nullable: true,
      description: 'About whom; null: about the offer, whoever holds the talk.',
      resolve: (row, _, { loaders }) => (row.caseworkerId ? loaders.caseworker.load(row.caseworkerId) : null),
    }),
    text: f.string({
      description: 'In the viewer’s language, with its figures: “Pause 12.00–12.30 · …”.',
      resolve: (row, _, { viewer }) => ruleText(row, viewer.language, row.zone),
    }),
    changeBy: f.field({
      type: RuleChangeBy,
      description: 'Who can change what it goes by.',
      resolve: ({ rule }) => (ofTheDay.has(rule) ? 'CASEWORKER' : 'ADMINISTRATOR'),
    }),
  }),
});

const ofTheDay = new Set<RuleVerdict['rule']>(['absence', 'form', 'external-busy', 'occupied']);

export type Explained = Explanation & { zone: string; onPurpose: boolean; forms: readonly Form[] };
export const SlotExplanation = builder.objectRef<Explained>('SlotExplanation').implement({
  description: 'Why a start time is offered or not: every rule, by the same engine that lists the slots.',
  fields: (f) => ({
    open: f.exposeBoolean('open', { description: 'Whether it would be listed.' }),
    onPurpose: f.exposeBoolean('onPurpose', {
      description:
        'Staff: whether the rules that refuse may be passed over by `bookOverlapping`. Not those of a group meeting, nor that a room is needed; and nothing is booked in the past.',
    }),
    forms: f.field({
      type: [InterviewForm],
      description:
        'In which of the offer’s forms one of those asked about holds talks then, whatever the other rules say; empty if in none.',
      resolve: ({ forms }) => forms,
    }),
    rules: f.field({
      type: [ExplainedRule],
      description: 'Refusing rules first.',
      resolve: ({ rules, zone }) =>
        rules.map((rule) => ({ ...rule, zone })).sort((a, b) => Number(a.ok) - Number(b.ok)),
    }),
  }),
});

const forWhom =
  'As this citizen may book, who gave the viewer power of attorney; without it the viewer herself.';

const instants = (f: Parameters<Parameters<typeof builder.objectField>[2]>[0]) => ({
  from: f.arg({ type: 'DateTime', required: true, description: 'The first start asked for.' }),
  to: f.arg({
    type: 'DateTime',
    required: true,
    description: 'Starts before this; at most 92 days after `from`.',
  }),
  caseworker: f.arg.globalID({ for: [Caseworker], description: 'Only with this caseworker.' }),
  citizen: f.arg.globalID({ for: [Citizen], description: forWhom }),
});

builder.objectField(Offer, 'slots', (f) =>
  f.field({
    ...shareable,
    type: [Slot],
    description:
      'Free start times, earliest first, as this viewer may book them. What is listed can be booked.',
    args: instants(f),
    resolve: async (offer, { from, to, caseworker, citizen }, context) => {
      const actingFor = citizen?.id ?? null;
      const asked = { offer, from, to, caseworkerId: caseworker?.id ?? null };
      const { slots } = await keepAnswer(context, { ...asked, actingFor }, async () => {
        windowOf(asked);
        const audience = await audienceFor(context, actingFor);
        return { audience, found: await context.findSlots(context.handle, { ...asked, audience }) };
      });
      return slots;
    },
  }),
);

builder.objectField(Offer, 'explain', (f) =>
  f.field({
    type: SlotExplanation,
    description: 'Staff: every rule that allows or refuses one start time.',
    authScopes: { staff: true },
    args: {
      startsAt: f.arg({ type: 'DateTime', required: true, description: 'The start asked about.' }),
      caseworker: f.arg.globalID({ for: [Caseworker], description: 'About this caseworker only.' }),
      forStaff: f.arg.boolean({
        defaultValue: false,
        description: 'As staff may book it on behalf, instead of as citizens are offered it.',
      }),
    },
    resolve: (offer, { startsAt, caseworker, forStaff }, { handle }) =>
      explainAt(handle, startsAt, {
        offer,
        audience: forStaff ? staffAudience : publicAudience(offer),
        caseworkerId: caseworker?.id ?? null,
      }),
  }),
);

/** What every rule says of one start, from the database as this transaction sees it. */
export async function explainAt(
  handle: Handle,
  startsAt: Date,
  ask: Omit<Ask, 'from' | 'to'>,
): Promise<Explained> {
  const to = new Date(startsAt.getTime() + minute);
  const { input } = await findFreeSlots(handle, { ...ask, from: startsAt, to });
  const start = toMinute(startsAt);
  const explained = explainSlot(input, start, ask.caseworkerId ?? null);
  const firm = explained.rules.some((verdict) => !verdict.ok && verdict.rule === 'room');
  const onPurpose = !firm && ask.offer.seats === 1 && start > input.now;
  const asked = [...input.caseworkers.keys()].filter(
    (index) => !ask.caseworkerId || input.caseworkers[index]?.id === ask.caseworkerId,
  );
  const forms = ask.offer.seats > 1 ? ask.offer.forms : formsOf(input, asked, start);
  return { ...explained, zone: input.zone, onPurpose, forms };
}

/** The audience of the viewer or of whom she acts for; who may not be seen is as unknown as who isn't there. */
async function audienceFor(context: Context, actingFor: string | null) {
  const citizen = await loadCitizen(context, actingFor);
  if (actingFor && !citizen)
    throw new GraphQLError('There is no such citizen.', { extensions: { code: 'NOT_FOUND' } });
  return audienceOf(context.viewer, citizen);
}

/** What a `slots` subscription resolves from: one event of the shared window. */
export type SlotsEventValue =
  | { kind: 'snapshot'; cursor: string; items: SlotValue[] }
  | { kind: 'change'; cursor: string; opened: SlotValue[]; closed: string[] };

const SlotsSnapshot = builder
  .objectRef<Extract<SlotsEventValue, { kind: 'snapshot' }>>('SlotsSnapshot')
  .implement({
    description: 'All free times of the window: forget what you had.',
    fields: (f) => ({
      cursor: f.exposeString('cursor', { description: 'Opaque; give it back as `since`.' }),
      slots: f.field({ type: [Slot], description: 'Earliest first.', resolve: (event) => event.items }),
    }),
  });
const SlotsChange = builder.objectRef<Extract<SlotsEventValue, { kind: 'change' }>>('SlotsChange').implement({
  description: 'First take away `closed`, then set `opened` by key.',
  fields: (f) => ({
    cursor: f.exposeString('cursor', { description: 'Opaque; give it back as `since`.' }),
    opened: f.field({
      type: [Slot],
      description: 'New, or changed in seats or caseworkers.',
      resolve: (event) => event.opened,
    }),
    closed: f.exposeStringList('closed', { description: 'Keys of slots that are free no more.' }),
  }),
});
const SlotsEvent = builder.unionType('SlotsEvent', {
  description: 'A snapshot first (or what was missed since a cursor), then changes.',
  types: [SlotsSnapshot, SlotsChange],
  resolveType: (event) => ((event as SlotsEventValue).kind === 'snapshot' ? SlotsSnapshot : SlotsChange),
});

builder.subscriptionField('slots', (f) =>
  f.field({
    type: SlotsEvent,
    description: 'Live free times of an offer. The same audience, window and document share one execution.',
    args: {
      offer: f.arg.globalID({ required: true, for: [Offer], description: 'Whose times.' }),
      from: f.arg({ type: 'DateTime', required: true, description: 'The first start asked for.' }),
      to: f.arg({
        type: 'DateTime',
        required: true,
        description: 'Starts before this; at most 92 days after `from`.',
      }),
      caseworker: f.arg.globalID({ for: [Caseworker], description: 'Only with this caseworker.' }),
      citizen: f.arg.globalID({ for: [Citizen], description: forWhom }),
      since: f.arg.string({
        description: 'A cursor: get what was missed, or a snapshot when that is not known any more.',
      }),
    },
    subscribe: async (_, args, context) => {
      const window = windowOf(args);
      const offer = await loadById(context.loaders.offer, args.offer.id);
      if (!offer) throw new GraphQLError('There is no such offer.', { extensions: { code: 'NOT_FOUND' } });
      const { caseworker, citizen, since = null } = args;
      const actingFor = citizen?.id ?? null;
      const audience = await audienceFor(context, actingFor);
      return watchSlots(
        context,
        offer,
        { ...window, caseworkerId: caseworker?.id ?? null, actingFor, since },
        audience,
      );
    },
    resolve: (event) => (event as { slots: SlotsEventValue }).slots,
  }),
);

const maxDays = 92;

/** A window of at most 92 days; throws a GraphQLError that says what is wrong. */
export function windowOf<W extends { from: Date; to: Date }>(window: W): W {
  const days = (window.to.getTime() - window.from.getTime()) / 86_400_000;
  if (!(days > 0 && days <= maxDays)) {
    throw new GraphQLError(`\`to\` comes after \`from\`, at most ${maxDays} days later.`, {
      extensions: { code: 'INVALID_WINDOW' },
    });
  }
  return window;
}
