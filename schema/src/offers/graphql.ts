import { resolveArrayConnection } from '@pothos/plugin-relay';
import { builder } from '../builder.ts';
import { Citizen } from '../citizens/graphql.ts';
import { loadCitizen } from '../citizens/own.ts';
import type { Context } from '../context.ts';
import { Caseworker, InterviewType, JobCentre, loadById, present } from '../organisation/graphql.ts';
import { shareable } from '../shareable.ts';
import { type ClosedOffer as ClosedOfferRow, findOffers, type OfferRow, offersFor } from './find.ts';

export const InterviewForm = builder.enumType('InterviewForm', {
  description: 'How a talk is held.',
  values: ['IN_PERSON', 'PHONE', 'DIGITAL', 'WORKPLACE'] as const,
});

export const Offer = builder.objectRef<OfferRow>('Offer');
builder.node(Offer, {
  description: 'What citizens can book: a talk’s type, forms, length and rules.',
  id: { ...shareable, resolve: (row) => row.id },
  loadOne: (id, context) => seenOffer(id, context),
  fields: (f) => ({
    jobCentre: f.field({
      ...shareable,
      type: JobCentre,
      description: 'Whose offer it is.',
      resolve: async (row, _, { loaders }) => present(await loaders.jobCentre.load(row.jobCentreId)),
    }),
    title: f.string({
      ...shareable,
      description: 'In the viewer’s language.',
      resolve: (row, _, { viewer }) => (viewer.language === 'en' ? row.titleEn : row.titleDa),
    }),
    description: f.string({
      ...shareable,
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
      ...shareable,
      type: [InterviewForm],
      description: 'How it can be held.',
      resolve: (row) => row.forms,
    }),
    durationMinutes: f.exposeInt('durationMinutes', {
      ...shareable,
      description: 'Without buffers.',
    }),
    seats: f.exposeInt('seats', {
      ...shareable,
      description: '1 for individual talks; more for group meetings.',
    }),
    place: f.exposeString('place', {
      ...shareable,
      nullable: true,
      description: 'Where, if in person; null: the job centre’s address.',
    }),
    rebookUntilMinutes: f.exposeInt('rebookUntilMinutes', {
      ...shareable,
      description: 'Minutes before the start until which a citizen may move it.',
    }),
    cancelUntilMinutes: f.exposeInt('cancelUntilMinutes', {
      ...shareable,
      description: 'Minutes before the start until which a citizen may cancel it.',
    }),
    ownCaseworker: f.field({
      type: Caseworker,
      nullable: true,
      description:
        'A citizen’s own caseworker, if she can hold talks of this offer. Null when she can’t, and when the citizen has none or is unknown.',
      args: {
        citizen: f.arg.globalID({ for: [Citizen], description: 'Whose; without it the viewer’s own.' }),
      },
      resolve: async (row, { citizen }, context) => {
        const { handle, loaders } = context;
        const own = (await loadCitizen(context, citizen?.id))?.ownCaseworkerId;
        if (!own) return null;
        const held = await findOffers(handle, [row.jobCentreId], [own]);
        return held.some(({ id }) => id === row.id) ? loaders.caseworker.load(own) : null;
      },
    }),
  }),
});

/** A draft is only staff's to see. */
async function seenOffer(id: string, { loaders, viewer }: Context): Promise<OfferRow | null> {
  const row = await loadById(loaders.offer, id);
  return row?.publishedFrom || viewer.kind === 'staff' ? row : null;
}

const ClosedOffer = builder.objectRef<ClosedOfferRow>('ClosedOffer').implement({
  description: 'An offer that a citizen can’t book now, and why.',
  fields: (f) => ({
    offer: f.field({ type: Offer, description: 'Which.', resolve: (row) => row.offer }),
    code: f.exposeString('code', {
      description:
        'The code with which a hold would be refused: EXEMPT, GROUP, OFFER_PUBLISHED or MAX_OPEN; OFFER_PAUSED is refused as OFFER_PUBLISHED.',
    }),
    message: f.string({
      description: 'Why, in the viewer’s language.',
      resolve: (row, _, { viewer }) => row.told.message[viewer.language],
    }),
    whatNext: f.string({
      nullable: true,
      description: 'What she can do; null when she can only wait.',
      resolve: (row, _, { viewer }) => row.told.whatNext?.[viewer.language] ?? null,
    }),
    opensAt: f.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it opens; null unless that is what she waits for.',
      resolve: (row) => (row.code === 'OFFER_PUBLISHED' ? row.offer.publishedFrom : null),
    }),
  }),
});

const forWhom =
  'For this citizen, who gave the viewer power of attorney; without it the viewer herself. Unknown: an empty list.';

builder.queryFields((f) => ({
  offer: f.field({
    ...shareable,
    type: Offer,
    nullable: true,
    description: 'One offer; null when there is none, and for citizens when it is a draft.',
    args: { id: f.arg.globalID({ required: true, for: [Offer], description: 'Its id.' }) },
    resolve: (_, args, context) => seenOffer(args.id.id, context),
  }),
  offers: f.connection({
    type: Offer,
    description:
      'A citizen sees the offers of her job centre that she can book, whatever times they have; staff all of their job centres.',
    authScopes: { signedIn: true },
    args: {
      jobCentre: f.arg.globalID({ for: [JobCentre], description: 'Only this job centre’s.' }),
      citizen: f.arg.globalID({ for: [Citizen], description: forWhom }),
      caseworker: f.arg.globalID({
        for: [Caseworker],
        description: 'Staff: only those whose talks she can hold.',
      }),
    },
    resolve: async (_, args, context) => {
      const ofCentre = (row: OfferRow) => !args.jobCentre || row.jobCentreId === args.jobCentre.id;
      if (context.viewer.kind === 'staff') {
        const rows = await findOffers(
          context.handle,
          context.viewer.roles.map((grant) => grant.jobCentreId),
          args.caseworker ? [args.caseworker.id] : null,
        );
        return resolveArrayConnection({ args }, rows.filter(ofCentre));
      }
      const { open } = await offersFor(context, args.citizen?.id ?? null);
      return resolveArrayConnection({ args }, open.filter(ofCentre));
    },
  }),
  offersNotOpen: f.field({
    type: [ClosedOffer],
    description:
      'The offers of a citizen’s job centre that she can’t book now, and why; drafts and offers that have ended are left out. Empty for staff.',
    authScopes: { signedIn: true },
    args: { citizen: f.arg.globalID({ for: [Citizen], description: forWhom }) },
    resolve: async (_, args, context) => (await offersFor(context, args.citizen?.id ?? null)).closed,
  }),
}));
